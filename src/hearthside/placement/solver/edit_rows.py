"""
One edit applied to the rows it names, and who is touched by it. Whatever else must follow (weekly sessions that no
longer fit, a second clinician for a seventh person) is `edit_care.py`'s to find, and `check.py`'s to judge.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hearthside.base.spans import clash
from hearthside.placement.solver.edits import (
    ChangePattern,
    ChangeSession,
    ChangeStaff,
    Edit,
    MovePerson,
    NotAnEdit,
    StayPut,
    TakeOutCohort,
    TakeOutSession,
)
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session, Staff, Week


@dataclass(frozen=True)
class Touched:
    """The week after the rows changed; whose hours changed with it; whoever is new in a cohort that grew."""

    week: Week
    people: frozenset[str] = frozenset()
    clinicians: frozenset[str] = frozenset()
    grown: str = ""
    came: tuple[str, ...] = field(default=())


def rows_changed(problem: Problem, week: Week, edit: Edit) -> Touched:
    """
    The week with this edit in its rows.

    Raises:
        NotAnEdit: something named is not there, or nothing would change.
    """
    match edit:
        case MovePerson():
            return _moved(problem, week, edit)
        case StayPut():
            return _stays(problem, week, edit)
        case ChangeStaff():
            return _restaffed(problem, week, edit)
        case ChangePattern():
            return _pattern(week, edit)
        case ChangeSession():
            return _session_changed(problem, week, edit)
        case TakeOutCohort():
            gone = cohort_of(week, edit.cohort)
            left = tuple(c for c in week.cohorts if c.id != gone.id)
            return Touched(replace(week, cohorts=left), people=frozenset(gone.members))
        case TakeOutSession():
            session = session_of(week, edit.session)
            return Touched(replace(week, sessions=tuple(s for s in week.sessions if s.id != session.id)))


def cohort_of(week: Week, id: str) -> Cohort:
    found = next((c for c in week.cohorts if c.id == id), None)
    if found is None:
        raise NotAnEdit("This cohort is not in the proposal any more. Open the page again to see it as it is.")
    return found


def session_of(week: Week, id: str) -> Session:
    found = next((s for s in week.sessions if s.id == id), None)
    if found is None:
        raise NotAnEdit("This session is not in the proposal any more. Open the page again to see it as it is.")
    return found


def unit_of(problem: Problem, person: str) -> tuple[str, ...]:
    """This person, with the partner they stay together with."""
    if person not in problem.person:
        raise NotAnEdit("This person is not in the roster any more. Open the page again to see it as it is.")
    partner = problem.partner.get(person)
    return tuple(sorted((person, partner))) if partner else (person,)


def with_members(cohort: Cohort, members: Iterable[str]) -> Cohort:
    sorted_members = tuple(sorted(members))
    return replace(cohort, members=sorted_members, size=len(sorted_members))


def _moved(problem: Problem, week: Week, edit: MovePerson) -> Touched:
    unit = unit_of(problem, edit.person)
    if edit.to:
        cohort_of(week, edit.to)
    here = week.cohort_of().get(edit.person)
    if (here.id if here else "") == edit.to:
        raise NotAnEdit("They are there already. Choose another cohort." if here else "They wait already.")
    cohorts = []
    for cohort in week.cohorts:
        members = [m for m in cohort.members if m not in unit]
        if cohort.id == edit.to:
            members += unit
        # Whoever was the last to leave a cohort closes its door: there is no cohort of nobody.
        if members:
            cohorts.append(with_members(cohort, members))
    return Touched(
        replace(week, cohorts=tuple(cohorts)), people=frozenset(unit), grown=edit.to, came=unit if edit.to else ()
    )


def _stays(problem: Problem, week: Week, edit: StayPut) -> Touched:
    """Back to the cohort of today, and to the weekly sessions of today as far as nobody has been given their hour."""
    today = problem.current or Week()
    unit = unit_of(problem, edit.person)
    was = today.cohort_of().get(edit.person)
    if was is None:
        raise NotAnEdit("They have no place today in which they could stay.")
    if not any(c.id == was.id for c in week.cohorts):
        raise NotAnEdit("Their cohort does not go on in this plan, so nobody can stay in it.")
    here = week.cohort_of().get(edit.person)
    if here is not None and here.id == was.id:
        moved = Touched(week, people=frozenset(unit), grown=was.id)
    else:
        moved = _moved(problem, week, MovePerson(edit.person, was.id))
    own = [s for s in today.sessions if set(s.people) <= set(unit)]
    others = [s for s in moved.week.sessions if not set(s.people) <= set(unit)]
    back = [s for s in own if not any(_meet(problem, s, other) for other in others)]
    held = {(s.kind, s.people) for s in back}
    kept = [s for s in moved.week.sessions if (s.kind, s.people) not in held]
    if here is not None and here.id == was.id and set(kept) | set(back) == set(week.sessions):
        raise NotAnEdit("They stay as they are today already.")
    ids = {s.id for s in kept}
    back = [s if s.id not in ids else replace(s, id="") for s in back]
    week = replace(moved.week, sessions=(*kept, *back))
    return replace(moved, week=week, came=unit, clinicians=frozenset(c for s in back for c in s.clinicians))


def _meet(problem: Problem, one: Session, other: Session) -> bool:
    """Whether somebody cannot lead both."""
    begins = problem.start_of(one.day, one.start), problem.start_of(other.day, other.start)
    if not set(one.clinicians) & set(other.clinicians) or None in begins:
        return False
    (first, second), buffer = begins, problem.policy.buffer_minutes
    assert first is not None
    assert second is not None
    return clash((first, first + one.minutes), (second, second + other.minutes), buffer)


def _restaffed(problem: Problem, week: Week, edit: ChangeStaff) -> Touched:
    cohort = cohort_of(week, edit.cohort)
    if edit.comes and edit.comes not in problem.clinician:
        raise NotAnEdit("This clinician is not in the roster any more. Choose somebody else.")
    if not (edit.comes or edit.leaves) or edit.comes == edit.leaves:
        raise NotAnEdit("Choose who leaves or who comes.")
    plan = problem.program[cohort.program_id]
    staffed = tuple(n for n, block in enumerate(plan.blocks, 1) if block.staffed)
    blocks = set(edit.blocks or staffed) & set(staffed)
    leaving = [s for s in cohort.staff if s.clinician_id == edit.leaves and s.block in blocks]
    if edit.leaves and not leaving:
        raise NotAnEdit("They do not work in these blocks. Choose whom to take out, and from which.")
    # Who comes in addition helps; who takes somebody's place takes the part with it.
    coming = [replace(s, clinician_id=edit.comes) for s in leaving]
    if not edit.leaves:
        there = set(cohort.blocks_of(edit.comes))
        coming = [Staff(block, edit.comes, "co") for block in sorted(blocks - there)]
        if not coming:
            raise NotAnEdit("They work in all of these blocks already.")
    if not edit.comes:
        coming = []
    replaced = {(s.block, s.clinician_id) for s in coming}
    staying = [s for s in cohort.staff if s not in leaving and (s.block, s.clinician_id) not in replaced]
    staff = tuple(sorted((*staying, *coming), key=lambda s: (s.block, s.clinician_id)))
    cohorts = tuple(replace(c, staff=staff) if c.id == cohort.id else c for c in week.cohorts)
    return Touched(replace(week, cohorts=cohorts), clinicians=frozenset(filter(None, (edit.comes, edit.leaves))))


def _pattern(week: Week, edit: ChangePattern) -> Touched:
    cohort = cohort_of(week, edit.cohort)
    days = tuple(sorted(set(edit.days)))
    if (days, edit.start) == (cohort.days, cohort.start):
        raise NotAnEdit("It meets on these days at this time already.")
    moved = replace(cohort, days=days, start=edit.start)
    return Touched(
        replace(week, cohorts=tuple(moved if c.id == cohort.id else c for c in week.cohorts)),
        people=frozenset(cohort.members),
        clinicians=frozenset(s.clinician_id for s in cohort.staff),
    )


def _session_changed(problem: Problem, week: Week, edit: ChangeSession) -> Touched:
    session = session_of(week, edit.session)
    if edit.clinician not in problem.clinician:
        raise NotAnEdit("This clinician is not in the roster any more. Choose somebody else.")
    # Of a couples group, which has several, the first gives way.
    team = (edit.clinician, *(c for c in session.clinicians[1:] if c != edit.clinician))
    changed = replace(session, day=edit.day, start=edit.start, clinicians=team)
    if changed == session:
        raise NotAnEdit("It is at this time with this clinician already.")
    return Touched(replace(week, sessions=tuple(changed if s.id == session.id else s for s in week.sessions)))
