"""
Which roles nobody could fill, whatever the cohorts and however sessions are laid: a proof by looking at one at a time.
"""

from collections.abc import Iterable

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.care_demands import AbleClinicians
from hearthside.placement.solver.care_slots import Slots
from hearthside.placement.solver.problem import Problem


def impossible_roles(problem: Problem, people: Iterable[str]) -> frozenset[tuple[str, str]]:
    """
    The roles (person, role) due to these people, were they placed, that no clinician could ever hold.

    Nobody with the role has the authority, track and language for everyone in the session, enough individual minutes
    and one common free hour, even with no program, no cohort and no other session in the way. Roles not named here may
    still be out of reach together; these are out of reach for certain.
    """
    slots, able = Slots(problem), AbleClinicians(problem)
    found = set()
    for person in people:
        for role in problem.roles_due(person):
            together = (person,) if role != "couples" else (person, problem.partner[person])
            minutes = problem.policy.session_minutes[CARE_ROLES[role]]
            mask = slots.everything
            for member in together:
                mask &= slots.within(problem.person[member].reach, minutes)
            therapists = (problem.clinicians[c] for c in able.for_people(role, together))
            if not any(c.individual_minutes >= minutes and mask & slots.within(c.reach, minutes) for c in therapists):
                found.add((person, role))
    return frozenset(found)
