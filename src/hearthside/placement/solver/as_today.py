"""
A week that was planned again gives weekly sessions their hours anew. Whoever keeps their cohort and could keep the hour
and the therapist of today as well does: nobody is moved for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hearthside.placement.solver.check import Finding, check
from hearthside.placement.solver.figures import figures
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.warnings_ahead import warnings_ahead
from hearthside.placement.solver.week import Session, Week

Key = tuple[str, tuple[str, ...]]
Found = Mapping[str, Sequence[Finding]]
# Each look at a whole week takes what a check takes; whatever still collides then is left as it was planned.
MOST_LOOKS = 8


def as_today(problem: Problem, today: Week, week: Week) -> Week:
    """
    The planned week with the sessions of today back wherever they break nothing, for as many points or more; its
    figures and warnings are then those of the week as it is.
    """
    was = {_key(s): s for s in today.sessions}
    places, now = today.cohort_of(), week.cohort_of()
    stay = {who for who, cohort in now.items() if who in places and _meets(places[who]) == _meets(cohort)}
    back = {
        key: replace(was[key], id=session.id)
        for session in week.sessions
        if (key := _key(session)) in was and _said(was[key]) != _said(session) and stay.issuperset(session.people)
    }
    if not back:
        return week
    known = _sentences(check(problem, week, figures=False))
    for _ in range(MOST_LOOKS):
        tried = replace(week, sessions=tuple(back.get(_key(s), s) for s in week.sessions))
        news = [f for f in _findings(check(problem, tried, figures=False)) if f.sentence not in known]
        if not news:
            return _counted(problem, week, tried)
        told = {token.rstrip(".;,") for f in news for token in f"{f.where} {f.sentence}".split()}
        left = {key: s for key, s in back.items() if s.id not in told}
        if len(left) == len(back):
            # No session is named: those of whoever is.
            left = {key: s for key, s in back.items() if told.isdisjoint((*s.people, *s.clinicians))}
        if not left or len(left) == len(back):
            return week
        back = left
    return week


def _counted(problem: Problem, planned: Week, tried: Week) -> Week:
    one, other = (score(problem, w.cohorts, w.sessions).total for w in (planned, tried))
    if other < one:
        return planned
    said: dict[str, Any] = dict(planned.figures)
    known = figures(
        problem, tried, bound=Fraction(str(said["bound"])), placeable=said["placeable"], seconds=said["seconds"],
        effort=said["effort"], seed=said["seed"], change_effort=said["change_effort"],
    )  # fmt: skip
    dropped = tuple(w for w in planned.warnings if w.kind == "current_dropped")
    warnings = (*dropped, *warnings_ahead(problem, tried.cohorts, tried.sessions))
    return replace(tried, figures={**said, **known}, warnings=warnings)


def _key(session: Session) -> Key:
    return session.kind, tuple(sorted(session.people))


def _said(session: Session) -> tuple[int, int, tuple[str, ...]]:
    return session.day, session.start, tuple(sorted(session.clinicians))


def _meets(cohort: object) -> tuple[object, ...]:
    return tuple(getattr(cohort, name) for name in ("program_id", "track", "language", "focus", "days", "start"))


def _findings(found: Found) -> Iterable[Finding]:
    return (each for findings in found.values() for each in findings)


def _sentences(found: Found) -> set[str]:
    return {each.sentence for each in _findings(found)}
