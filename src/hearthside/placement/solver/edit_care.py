"""
What follows from a change by hand: staff for whoever came, weekly sessions that no longer fit found another time.

The therapist somebody has is kept where they have an hour that fits; else another takes over; else the session goes.
What a published week promised stays as it is: a change that collides with it breaks a rule, and is told so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hearthside.base.spans import Span, clash
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.desk import Desk, Unit
from hearthside.placement.solver.desk_points import DeskPoints
from hearthside.placement.solver.desk_sessions import CareTeam
from hearthside.placement.solver.desk_staff import staffed
from hearthside.placement.solver.edit_rows import Touched, with_members
from hearthside.placement.solver.numbering import numbered_sessions
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Cohort, Session, Staff, Week


@dataclass(frozen=True)
class Followed:
    """What else changed: (before, after) of a session, None where it begins or ends; and staff who came to help."""

    sessions: tuple[tuple[Session | None, Session | None], ...] = ()
    staff: tuple[tuple[str, Staff], ...] = ()


def settled(problem: Problem, before: Week, touched: Touched, starts: StartBits) -> tuple[Week, Followed]:
    """The week once everything that follows from an edit was done, and what that was."""
    # Where a cohort has lost everybody who staffs it, the check says so, and nobody is found upon it.
    known = _known(problem, touched.week)
    week, added = _with_staff(problem, touched, starts) if known else (touched.week, ())
    promised = _promised(problem)
    kept, lost = _without_unfit(problem, week, touched, promised)
    week = replace(week, sessions=kept)
    asking = _units(problem, {*touched.came, *(who for s in lost for who in s.people)}, week)
    found = _found_again(problem, week, asking, lost, starts) if asking and known else ()
    week = replace(week, sessions=numbered_sessions((*kept, *found)))
    return week, Followed(_pairs(before, week, touched.week), added)


def _known(problem: Problem, week: Week) -> bool:
    """Whether everybody and everything in the cohorts exists, and each has somebody who staffs it."""
    return all(
        c.program_id in problem.program
        and c.staff
        and all(s.clinician_id in problem.clinician for s in c.staff)
        and all(m in problem.person for m in c.members)
        for c in week.cohorts
    )


def _promised(problem: Problem) -> frozenset[str]:
    current = problem.current
    return frozenset(s.id for s in current.sessions) if current is not None and not problem.replan else frozenset()


def _with_staff(problem: Problem, touched: Touched, starts: StartBits) -> tuple[Week, tuple[tuple[str, Staff], ...]]:
    """Whoever is needed in addition in a cohort that grew, the cheapest first; nobody where nobody can."""
    if not touched.grown:
        return touched.week, ()
    cohort = next(c for c in touched.week.cohorts if c.id == touched.grown)
    others = [m for m in cohort.members if m not in touched.came]
    if not others:
        return touched.week, ()
    smaller = _with(touched.week, with_members(cohort, others))
    desk = Desk(problem, smaller, starts)
    seat = next(s for s in desk.seats if s.cohort.id == cohort.id)
    found = staffed(desk, DeskPoints(problem), seat, desk.guest(touched.came))
    if found is None or not found.rows:
        return touched.week, ()
    staff = tuple(sorted((*cohort.staff, *found.rows), key=lambda s: (s.block, s.clinician_id)))
    return _with(touched.week, replace(cohort, staff=staff)), tuple((cohort.id, row) for row in found.rows)


def _with(week: Week, cohort: Cohort) -> Week:
    return replace(week, cohorts=tuple(cohort if c.id == cohort.id else c for c in week.cohorts))


def _without_unfit(
    problem: Problem, week: Week, touched: Touched, promised: frozenset[str]
) -> tuple[tuple[Session, ...], list[Session]]:
    """The sessions that still fit, and those that do not: their people have no place, or they meet new hours."""
    placed = week.cohort_of()
    busy = _Hours(problem, week, touched)
    kept: list[Session] = []
    lost: list[Session] = []
    for session in week.sessions:
        if session.id in promised:
            kept.append(session)
            continue
        there = tuple(p for p in session.people if p in placed)
        least = 4 if session.kind == "couples_group" else len(session.people)
        if len(there) >= least and not busy.meets(session):
            kept.append(replace(session, people=there) if there != session.people else session)
        else:
            lost.append(session)
    return tuple(kept), lost


class _Hours:
    """The hours in cohorts of whoever is touched by an edit."""

    def __init__(self, problem: Problem, week: Week, touched: Touched):
        self.problem = problem
        self.hours: dict[str, list[Span]] = {}
        helping = {s.clinician_id for c in week.cohorts if c.id == touched.grown for s in c.staff}
        clinicians = touched.clinicians | helping
        for cohort in week.cohorts:
            plan = problem.program.get(cohort.program_id)
            begins = [at for day in cohort.days if (at := problem.start_of(day, cohort.start)) is not None]
            if plan is None:
                continue
            for who in touched.people.intersection(cohort.members):
                self.hours.setdefault(who, []).extend((at, at + plan.day_minutes) for at in begins)
            for who in clinicians & {s.clinician_id for s in cohort.staff}:
                first, last = plan.stay(cohort.blocks_of(who))
                self.hours.setdefault(who, []).extend((at + first, at + last) for at in begins)

    def meets(self, session: Session) -> bool:
        if not any(who in self.hours for who in (*session.people, *session.clinicians)):
            return False
        at = self.problem.start_of(session.day, session.start)
        if at is None:
            return False
        span, buffer = (at, at + session.minutes), self.problem.policy.buffer_minutes
        return any(clash(span, h) for who in session.people for h in self.hours.get(who, ())) or any(
            clash(span, h, buffer) for who in session.clinicians for h in self.hours.get(who, ())
        )


def _units(problem: Problem, people: Iterable[str], week: Week) -> list[Unit]:
    """Those of these people who have a place, couples whole, in the order of their ids."""
    placed = week.cohort_of()
    whole = {
        tuple(sorted((who, problem.partner[who]))) if who in problem.partner else (who,)
        for who in people
        if who in problem.person
    }
    return sorted(ids for ids in whole if all(i in placed for i in ids))


def _found_again(
    problem: Problem, week: Week, asking: list[Unit], lost: list[Session], starts: StartBits
) -> tuple[Session, ...]:
    """The roles that these people lack, with whoever held them if that can be."""
    desk = Desk(problem, week, starts)
    held: dict[str, list[Session]] = {}
    for session in week.sessions:
        for who in session.people:
            held.setdefault(who, []).append(session)
    had = {(s.kind, who): s.clinicians for s in lost for who in s.people if s.kind in CARE_ROLES.values()}
    found: list[Session] = []
    for ids in asking:
        mine = {id(s): s for who in ids for s in held.get(who, ())}
        seat = desk.seat_of[ids[0]]
        team = CareTeam(desk, seat, desk.guest(ids), None, held=tuple(mine.values()), had=had)
        for session in team.most():
            desk.hold(session)
            found.append(session)
    return tuple(found)


def _pairs(before: Week, after: Week, edited: Week) -> tuple[tuple[Session | None, Session | None], ...]:
    """What became of sessions beyond the edit itself: one of the same kind for the same people is the same one."""
    meant = {s.id: s for s in edited.sessions}
    old = {(s.kind, s.people): s for s in before.sessions if s.id in meant}
    new = {(s.kind, s.people): s for s in after.sessions}
    changed: list[tuple[Session | None, Session | None]] = []
    for key, was in old.items():
        now = new.get(key)
        if now is None or _said(now) != _said(meant[was.id]):
            changed.append((was, now))
    changed += [(None, now) for key, now in new.items() if key not in old]
    return tuple(changed)


def _said(session: Session) -> tuple[int, int, tuple[str, ...]]:
    return session.day, session.start, session.clinicians
