"""
A week that was planned again names everything anew. What is the same as in the week that runs gets its id back, so that
nobody leaves a cohort for itself.
"""

from dataclasses import replace

from hearthside.placement.solver.week import Cohort, Session, Week


def aligned(before: Week, week: Week) -> Week:
    """The week with the ids of `before` for cohorts that go on with somebody in them, and for sessions as they were."""
    cohorts = _cohort_ids(before, week)
    sessions = _session_ids(before, week)
    return replace(
        week,
        cohorts=tuple(sorted((replace(c, id=cohorts.get(c.id, c.id)) for c in week.cohorts), key=lambda c: c.id)),
        sessions=tuple(sorted((replace(s, id=sessions.get(s.id, s.id)) for s in week.sessions), key=lambda s: s.id)),
        warnings=tuple(replace(w, cohort_id=cohorts.get(w.cohort_id, w.cohort_id)) for w in week.warnings),
    )


def _pattern(cohort: Cohort) -> tuple[object, ...]:
    return cohort.program_id, cohort.track, cohort.language, cohort.focus, tuple(sorted(cohort.days)), cohort.start


def _cohort_ids(before: Week, week: Week) -> dict[str, str]:
    """From an id of the week to the one before: same pattern, the most people in common first."""
    pairs = sorted(
        (-len(set(new.members) & set(old.members)), old.id, new.id)
        for new in week.cohorts
        for old in before.cohorts
        if _pattern(new) == _pattern(old) and set(new.members) & set(old.members)
    )
    ids: dict[str, str] = {}
    for _, old, new in pairs:
        if new not in ids and old not in ids.values():
            ids[new] = old
    return ids


def _session_ids(before: Week, week: Week) -> dict[str, str]:
    there = {_hours(s): s.id for s in before.sessions}
    return {s.id: there[_hours(s)] for s in week.sessions if _hours(s) in there}


def _hours(session: Session) -> tuple[object, ...]:
    return (
        session.kind,
        session.day,
        session.start,
        session.minutes,
        tuple(sorted(session.clinicians)),
        tuple(sorted(session.people)),
    )
