"""
A change applied: exactly the problem that reading the changed folder would give.
"""

from dataclasses import replace

from hearthside.base.spans import DAY_MINUTES
from hearthside.placement.solver.change import (
    AddAuthority,
    AddAvailability,
    AddClinician,
    AddGroupMinutes,
    AddIndividualMinutes,
    AddPeople,
    Change,
    NotAChange,
)
from hearthside.placement.solver.problem import (
    Authority,
    Clinician,
    LocalWindow,
    Person,
    Problem,
    spans_in_week,
)


def _with_windows(who: Person | Clinician, days: tuple[int, ...], start: int, end: int) -> tuple[LocalWindow, ...]:
    rows = {(w.day, w.start, w.end) for w in who.weekly} | {(d, start, end) for d in days}
    return tuple(LocalWindow(*row) for row in sorted(rows))


def freer_person(problem: Problem, person: Person, days: tuple[int, ...], start: int, end: int) -> Person:
    """This person with one more window on each of these days of their own zone."""
    weekly = _with_windows(person, days, start, end)
    free = spans_in_week(problem.week, person.zone, weekly, person.exceptions)
    return replace(person, weekly=weekly, free=free)


def freer_clinician(problem: Problem, clinician: Clinician, days: tuple[int, ...], start: int, end: int) -> Clinician:
    """This clinician with one more window on each of these days of their own zone."""
    weekly = _with_windows(clinician, days, start, end)
    free = spans_in_week(problem.week, clinician.zone, weekly, clinician.exceptions)
    return replace(clinician, weekly=weekly, free=free)


def licensed_too(clinician: Clinician, state: str) -> Clinician:
    """This clinician with open-ended leave to treat people in one more state."""
    more = Authority(state, "license")
    held = dict.fromkeys((*clinician.authorities, more))
    ordered = sorted(held, key=lambda a: (a.state, a.kind, str(a.first_day or ""), str(a.last_day or "9999")))
    return replace(clinician, authorities=tuple(ordered), states=clinician.states | {state})


def new_clinician(problem: Problem, change: AddClinician) -> Clinician:
    """The clinician that `add_clinician` adds, under the first free of the ids new1, new2 ..."""
    zone = change.zone or problem.policy.reference_zone
    weekly = tuple(LocalWindow(d, change.start, change.end) for d in sorted(set(change.day)))
    taken = problem.person.keys() | problem.clinician.keys()
    number = next(n for n in range(1, len(taken) + 2) if f"new{n}" not in taken)
    return Clinician(
        id=f"new{number}",
        name="New clinician",
        zone=zone,
        authorities=tuple(Authority(state, "license") for state in sorted(set(change.states))),
        states=frozenset(change.states),
        roles=tuple(sorted(set(change.roles))),
        tracks=tuple(sorted(set(change.tracks))),
        languages=tuple(sorted(set(change.languages))),
        gender="other",
        group_minutes=change.minutes,
        individual_minutes=change.minutes,
        day_minutes=min(change.minutes, DAY_MINUTES),
        free=spans_in_week(problem.week, zone, weekly),
        weekly=weekly,
    )


def _more_people(problem: Problem, change: AddPeople) -> Problem:
    like = problem.person[change.like]
    taken = problem.person.keys() | problem.clinician.keys()
    ids = [i for n in range(1, len(taken) + change.count + 1) if (i := f"{like.id}-{n}") not in taken]
    copies = [replace(like, id=i, partner_id="", together=False, keep_apart=frozenset()) for i in ids[: change.count]]
    return replace(problem, people=tuple(sorted((*problem.people, *copies), key=lambda p: p.id)))


def _clinicians(problem: Problem, changed: Clinician) -> Problem:
    others = (c for c in problem.clinicians if c.id != changed.id)
    return replace(problem, clinicians=tuple(sorted((*others, changed), key=lambda c: c.id)))


def _people(problem: Problem, changed: Person) -> Problem:
    return replace(problem, people=tuple(changed if p.id == changed.id else p for p in problem.people))


def apply(problem: Problem, change: Change) -> Problem:
    """
    The problem that reading the changed folder would give.

    Raises:
        NotAChange: the change names somebody this roster does not have.
    """
    named = [getattr(change, "clinician", None), getattr(change, "like", None), *getattr(change, "who", ())]
    for who in named:
        if who is not None and who not in problem.person and who not in problem.clinician:
            raise NotAChange(str(change), f"the roster has nobody with the id {who}.")
    match change:
        case AddAvailability(who, day, start, end):
            for i in who:
                if i in problem.person:
                    problem = _people(problem, freer_person(problem, problem.person[i], day, start, end))
                else:
                    problem = _clinicians(problem, freer_clinician(problem, problem.clinician[i], day, start, end))
            return problem
        case AddAuthority(clinician, state):
            return _clinicians(problem, licensed_too(problem.clinician[clinician], state))
        case AddClinician():
            return _clinicians(problem, new_clinician(problem, change))
        case AddGroupMinutes(clinician, minutes):
            held = problem.clinician[clinician]
            return _clinicians(problem, replace(held, group_minutes=held.group_minutes + minutes))
        case AddIndividualMinutes(clinician, minutes):
            held = problem.clinician[clinician]
            return _clinicians(problem, replace(held, individual_minutes=held.individual_minutes + minutes))
        case AddPeople():
            return _more_people(problem, change)
