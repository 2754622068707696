"""
What a record is made of, and what somebody can be to it: closed lists, and the table that joins them.

The table (`may_see.csv`) was written from what each role needs, not from the pages: R may read, W may read and write,
nothing may neither. A page names the part it shows and never who may see it.
"""

import csv
from functools import cache
from pathlib import Path

READ, WRITE = "R", "W"

# What somebody is to a record (the first five), or which role they hold in the program.
RELATIONS = (
    "self",
    "partner",
    "own group member",
    "own clinician",
    "other clinician",
    "clinician",
    "coordinator",
    "intake",
    "biller",
    "on_call",
    "compliance",
    "director",
    "patient",
    "partner role",
    "anonymous",
)


@cache
def table() -> dict[tuple[str, str], str]:
    """(part, relation) -> "R" or "W"; what is not in it is denied."""
    allowed: dict[tuple[str, str], str] = {}
    with (Path(__file__).parent / "may_see.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            part = row.pop("part")
            row.pop("why", None)
            for relation, mode in row.items():
                if mode:
                    allowed[part, relation] = mode
    return allowed


@cache
def parts() -> frozenset[str]:
    """Every part that the table knows."""
    with (Path(__file__).parent / "may_see.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["part"] for row in csv.DictReader(file))


def may(part: str, relations: frozenset[str], mode: str) -> bool:
    """Whether one of these relations may read (or write) this part."""
    held = {table().get((part, relation), "") for relation in relations}
    return WRITE in held or (mode == READ and READ in held)
