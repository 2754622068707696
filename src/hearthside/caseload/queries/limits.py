"""How many people a cohort may have, day by day: policy as the rules ask for it."""

from datetime import date
from uuid import UUID

from hearthside.caseload.rules.cohorts import Caps
from hearthside.policy.baseline import baseline
from hearthside.policy.queries import approved
from hearthside.policy.rules import PROGRAM, standing, tightest


def caps(program: UUID) -> Caps:
    """The most people in a cohort, on every day from the first to the last decision. One query."""
    return numbers(program, "cohort.cap")


def numbers(program: UUID, key: str) -> Caps:
    """A whole number of policy on every day, for this program."""
    base = baseline()[key]
    decisions = [d for d in approved(program) if d.key == key and d.scope == PROGRAM]
    days = {date.min, *(d.from_day for d in decisions)}
    bounds = {day: tightest(base, standing(decisions, day)) for day in days}
    return Caps({day: int(bound.value.number or 0) for day, bound in bounds.items()})
