"""
Who faces the people of a cohort, and whether each of them may, in the state of every person.

Who staffs a cohort is known by the package above, which registers how to find out. Until somebody staffs it, nobody
faces anyone.

Rule: docs/rules/practice-authority.md
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.caseload.rules.spans import Days
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.people.credentials.values import Refused
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat, with_rights

# Cohorts and days to who leads, or helps to lead, each of them in these days: (cohort, clinician, "lead" or "co").
Facilitators = Callable[[Collection[UUID], Days], Iterable[tuple[UUID, UUID, str]]]
_facilitators: list[Facilitators] = []


def register_facilitators(found_by: Facilitators) -> None:
    """Let this function say who staffs cohorts: (cohort, clinician, "lead" or "co")."""
    if found_by not in _facilitators:
        _facilitators.append(found_by)


@dataclass(frozen=True)
class Unlicensed:
    """A clinician who may not do this for people in this state, and why."""

    clinician: Clinician
    state: str
    doing: str
    why: Refused


def doing_of(part: str, track: str) -> str:
    """What somebody does who leads (or helps to lead) a cohort of this track, as practice authority asks for it."""
    if part == "co":
        return "co_lead_group"
    return "lead_group" if track == "mh" else "lead_sud_group"


def facilitators_of(cohorts: Collection[UUID], during: Days) -> dict[UUID, dict[UUID, str]]:
    """Who staffs each cohort in these days, with the part; whoever leads it once counts as a lead."""
    found: dict[UUID, dict[UUID, str]] = {cohort: {} for cohort in cohorts}
    for found_by in _facilitators:
        for cohort, clinician, part in found_by(cohorts, during):
            if found[cohort].get(clinician) != "lead":
                found[cohort][clinician] = part
    return found


def not_licensed(
    program: UUID, asked: Iterable[tuple[UUID, str, str]], on: date, *, read: Mapping[UUID, Clinician] | None = None
) -> list[Unlicensed]:
    """
    Of clinicians, what each does, and for people in which state: those who may not that day. A fixed number of queries.

    The predicate for everybody who faces people: cohorts, sessions, stand-ins. Licenses are for staff to see, so they
    are read as the planner reads them: a patient who swaps a session is answered by the same records. `read` are
    clinicians with their rights, where somebody read them already.
    """
    questions = sorted(set(asked), key=str)
    if not questions:
        return []
    clinicians = read if read is not None else _read(program, {c for c, _, _ in questions})
    answers = [
        (clinicians[clinician], state, doing, may_treat(clinicians[clinician], state, on, doing))
        for clinician, doing, state in questions
    ]
    return [Unlicensed(row, state, doing, why) for row, state, doing, why in answers if isinstance(why, Refused)]


def _read(program: UUID, clinicians: Collection[UUID]) -> Mapping[UUID, Clinician]:
    with looking_as(system_actor("planner", program=program)):
        return with_rights(Clinician.objects.filter(program=program, pk__in=clinicians))
