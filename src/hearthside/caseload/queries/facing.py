"""
Who faces the people of a cohort, and whether each of them may, in the state of every person.

Who staffs a cohort is known by the package above, which registers how to find out. Until somebody staffs it, nobody
faces anyone.

Rule: docs/rules/practice-authority.md
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.caseload.rules.spans import Days
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.credentials.values import Refused
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat, with_authorities

# Cohort and days to the clinicians who lead or help to lead it in these days, each with the part.
Facilitators = Callable[[UUID, Days], Iterable[tuple[UUID, str]]]
_facilitators: list[Facilitators] = []


def register_facilitators(found_by: Facilitators) -> None:
    """Let this function say who staffs a cohort: (clinician, "lead" or "co")."""
    if found_by not in _facilitators:
        _facilitators.append(found_by)


@dataclass(frozen=True)
class Unlicensed:
    """A clinician who may not do this for people in this state, and why."""

    clinician: Clinician
    state: str
    why: Refused


def doing_of(part: str, track: str) -> str:
    """What somebody does who leads (or helps to lead) a cohort of this track, as practice authority asks for it."""
    if part == "co":
        return "co_lead_group"
    return "lead_group" if track == "mh" else "lead_sud_group"


def facilitators_of(cohort: UUID, during: Days) -> dict[UUID, str]:
    """Who staffs it in these days; whoever leads it once counts as a lead."""
    found: dict[UUID, str] = {}
    for found_by in _facilitators:
        for clinician, part in found_by(cohort, during):
            if found.get(clinician) != "lead":
                found[clinician] = part
    return found


def not_licensed(program: UUID, doings: dict[UUID, str], states: Iterable[str], on: date) -> list[Unlicensed]:
    """
    Of clinicians with what each does: those who may not do it somewhere that day. Six queries, however many they are.

    The predicate for everybody who faces people: cohorts, sessions, stand-ins. Licenses are for staff to see, so they
    are read as the planner reads them: a patient who swaps a session is answered by the same records.
    """
    asked = sorted(set(states))
    with scope(system_actor("planner", program=program)):
        rows = list(
            with_authorities(Clinician.objects.filter(program=program, pk__in=doings)).order_by("search_name", "id")
        )
    answers = [(row, state, may_treat(row, state, on, doings[row.pk])) for row in rows for state in asked]
    return [Unlicensed(row, state, why) for row, state, why in answers if isinstance(why, Refused)]
