"""Rows of a roster as the records keep them: names parted, species found in our list, licenses as rights."""

from collections.abc import Iterable
from datetime import date

from hearthside.base.text import folded
from hearthside.base.words import DAYS
from hearthside.caseload.rules.day_plans import Plan
from hearthside.people.credentials.facts import DAY_MINUTES, WEEK_MINUTES, Right, WrongFact, text
from hearthside.people.models.pets import SPECIES
from hearthside.placement.folder import cells
from hearthside.placement.folder.cells import BadCell
from hearthside.placement.folder.policy import baseline
from hearthside.placement.folder.tables import Row

__all__ = ["DAY_MINUTES", "WEEK_MINUTES"]

# An active license has a number; a roster's column of states has none.
NO_NUMBER = "not in the roster"
# Where a roster gives states alone, nobody knows since when.
UNDATED = date.min
OTHER_SPECIES = "other"
_SPECIES = {
    **{word: word for word in SPECIES},
    **dict.fromkeys("mouse rat hamster gerbil".split(), "rodent"),
    "guinea pig": "rodent",
    **dict.fromkeys("lizard turtle tortoise gecko".split(), "reptile"),
    **dict.fromkeys("parrot parakeet canary".split(), "bird"),
}


def names(name: str) -> tuple[str, str]:
    """First and last name: the last word is the last name, where there are two or more. Raises WrongFact."""
    whole = text("name", name, most=200, needed="There is no name.")
    first, _, last = whole.rpartition(" ")
    if not first:
        first, last = last, ""
    if len(first) > 100 or len(last) > 100:
        raise WrongFact("name", "At most 100 characters fit in a first name, and 100 in a last name.")
    return first, last


def day(written: str) -> date | None:
    """A date as year-month-day, or None."""
    try:
        found: date = cells.day().parse(written)
    except BadCell:
        return None
    return found


def years_old(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def plan(row: Row) -> Plan:
    """A row of programs.csv as the rules take a day plan."""
    value = row.value
    return Plan(
        days_per_week=value["days_per_week"],
        days_allowed=tuple(DAYS[day] for day in sorted(value["days_allowed"])),
        weeks=value["weeks"],
        blocks=tuple((block.kind, block.minutes) for block in value["blocks"]),
    )


def species(written: str) -> str:
    """The word of our list for an animal, or that it is another."""
    word = folded(written)
    return _SPECIES.get(word) or _SPECIES.get(word.removesuffix("s")) or OTHER_SPECIES


def pet_notes(row: Row) -> str:
    """The notes; where our list lacks the animal, what it is stands before them."""
    kind, notes = row.value["species"] or "", row.value["notes"] or ""
    if species(kind) == OTHER_SPECIES and folded(kind) not in ("", OTHER_SPECIES):
        return f"{kind}: {notes}" if notes else kind
    return notes


def rights(licenses: Iterable[Row]) -> tuple[Right, ...]:
    """Rows of licenses.csv. A compact privilege lacks its compact and home state, so it is only applied for."""
    return tuple(
        Right(
            kind=row.value["kind"],
            state=row.value["state"],
            valid_from=row.value["from"],
            valid_to=row.value["to"],
            number=" ".join(row.value["number"].split()) or (NO_NUMBER if row.value["kind"] == "license" else ""),
            status="pending" if row.value["kind"] == "compact_privilege" else "active",
        )
        for row in sorted(licenses, key=lambda r: (r.value["state"], r.value["kind"], r.value["from"]))
    )


def rights_in(states: Iterable[str]) -> tuple[Right, ...]:
    """A column of states: licenses without dates, which count from the day on which they are brought in."""
    return tuple(Right("license", state, UNDATED, None, NO_NUMBER) for state in sorted(states))


def baseline_zone() -> str:
    """The reference zone where a roster says none."""
    return baseline()["reference_zone"].value
