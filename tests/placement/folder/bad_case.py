"""
What a case of a wrong roster is: a name, the files, and every complaint exactly as it is printed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tests.placement.folder.small_roster import CURRENT, FILES, changed, lines, with_line

PUT_RIGHT = "Put the published week right, or plan with --replan, which drops what no longer fits."
SAVE_AS = 'Save it as "CSV UTF-8 (comma delimited)".'
ID_FORM = "Write letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 64 at most."
STATE_FORM = "Write the two capital letters of a US state, DC, PR, GU, VI, AS or MP."
BLOCK_KINDS = "process, psychoeducation, skills, wellness, break or pet"
BLOCK_FORM = (
    f"Write kind:minutes with one space between, for example process:90 break:10 skills:90; kinds are {BLOCK_KINDS}."
)
OVER_MIDNIGHT = "For a window over midnight write two rows, one to 24:00 and one from 00:00 on the next day."


class Case(NamedTuple):
    name: str
    files: Mapping[str, str | bytes]
    said: tuple[str, ...]


def people(*rows: str) -> dict[str, str]:
    """The small roster with these lines after its own people."""
    return {**FILES, "people.csv": FILES["people.csv"] + lines(*rows)}


def programs(row: str) -> dict[str, str]:
    """The small roster with one more day plan."""
    return with_line("programs.csv", row)


def policy(*rows: str) -> dict[str, str]:
    return {**FILES, "policy.csv": lines("key,value", *rows)}


def current(file: str, old: str, new: str) -> dict[str, str]:
    """The small roster with a published week, one thing in it changed."""
    return {**FILES, **changed(f"current/{file}", old, new, CURRENT)}
