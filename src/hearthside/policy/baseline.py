"""
The reviewed baseline: every policy value the program ships with, from one data file.

Pure: the planner and the settings read it before, and without, any database. A program may be stricter than the
baseline and never looser; nothing in the code knows a number of its own.
"""

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

DIRECTIONS = {
    "maximum": "at most",
    "minimum": "at least",
    "free": "free",
    "comparison": "for comparison",
}

SECTIONS = {
    "size": "Size of groups",
    "ratio": "Therapists in the room",
    "week": "The week",
    "live": "While a session runs",
    "access": "Signing in",
    "records": "Records and licenses",
    "notices": "Messages",
    "weights": "What the planner weighs",
}


@dataclass(frozen=True)
class Baseline:
    """
    One value of the baseline.

    `direction` says what the value is for those who tighten it: a maximum, a minimum, free to choose, or only there for
    comparison. `planner` is whether a roster's `policy.csv` may name the key.
    """

    key: str
    value: str
    direction: str
    unit: str
    section: str
    planner: bool
    title: str
    source: str


@cache
def baseline() -> MappingProxyType[str, Baseline]:
    """Every key of the policy with its baseline, in the order of the file."""
    rows = csv.DictReader(_text().splitlines())
    return MappingProxyType(
        {row["key"]: Baseline(**{**row, "planner": row["planner"] == "yes"}) for row in rows}  # type: ignore[arg-type]
    )


@cache
def digest() -> str:
    """The first 12 hex digits of the file's SHA-256: which baseline a decision was made under."""
    return hashlib.sha256(_text().encode()).hexdigest()[:12]


def whole(key: str) -> int:
    """The baseline of a key that is a whole number, for settings that are needed before the database is."""
    return int(baseline()[key].value)


def _text() -> str:
    return resources.files("hearthside.policy").joinpath("baseline.csv").read_text("utf-8")
