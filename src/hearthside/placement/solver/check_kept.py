"""What a published week promised: whoever had a place keeps it, with the same staff and the same sessions."""

from collections.abc import Iterator

from hearthside.placement.solver.check_view import Finding, View
from hearthside.placement.solver.week import Cohort, Session


def _same_hours(one: Session, other: Session) -> bool:
    mine, theirs = ((s.kind, s.day, s.start, s.minutes, set(s.clinicians), set(s.people)) for s in (one, other))
    return mine == theirs


def _cohort(old: Cohort, new: Cohort, *, may_grow: bool) -> Iterator[Finding]:
    where = f"cohorts.csv {old.id}"
    for field in ("program_id", "track", "language", "focus", "start"):
        if getattr(new, field) != getattr(old, field):
            yield Finding(where, f"Published cohort {old.id} keeps its {field.removesuffix('_id')}; it has changed.")
    if set(new.days) != set(old.days):
        yield Finding(where, f"Published cohort {old.id} keeps its days; they have changed.")
    for row in old.staff:
        if row not in new.staff:
            yield Finding(
                f"staffing.csv {old.id}", f"{row.clinician_id} no longer staffs block {row.block} of {old.id}."
            )
    for who in sorted(set(old.members) - set(new.members)):
        yield Finding(f"members.csv {who}", f"{who} has lost the place in published cohort {old.id}.")
    for who in sorted(set(new.members) - set(old.members)) if not may_grow else ():
        yield Finding(f"members.csv {who}", f"{who} was added to cohort {old.id}, which takes nobody.")


def kept(view: View) -> Iterator[Finding]:
    """Everyone in `current` keeps cohort and sessions; none of this is promised when re-planning."""
    current = view.problem.current
    if current is None or view.problem.replan:
        return
    cohorts = {c.id: c for c in view.week.cohorts}
    sessions = {s.id: s for s in view.week.sessions}
    may_grow = view.problem.open_cohorts
    for old in current.cohorts:
        if old.id not in cohorts:
            yield Finding(f"cohorts.csv {old.id}", f"Published cohort {old.id} is gone.")
        else:
            yield from _cohort(old, cohorts[old.id], may_grow=may_grow is None or old.id in may_grow)
    for session in current.sessions:
        if session.id not in sessions or not _same_hours(session, sessions[session.id]):
            yield Finding(f"sessions.csv {session.id}", f"Published session {session.id} is not kept as it was.")
