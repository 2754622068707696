"""A weekly session in words: whose it is, when, and with whom."""

from collections.abc import Mapping

from hearthside.placement.report import times, words
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Session


def session_when(problem: Problem, session: Session) -> str:
    """`Monday, 2:00 to 2:50 pm, Eastern, with Lee Moreau`."""
    zone = problem.policy.reference_zone
    when = times.session_when(problem, session, zone)
    days = words.listed([times.LONG_DAYS[d] for d in when.days])
    with_whom = words.listed([problem.clinician[c].name for c in session.clinicians if c in problem.clinician])
    return f"{days}, {when.time_text}, {times.zone_name(zone)}, with {with_whom or 'nobody'}"


def session_called(session: Session, names: Mapping[str, str]) -> str:
    """`Individual therapy of Alex Park`."""
    return f"{words.SESSIONS[session.kind]} of {words.listed([names.get(p, 'somebody') for p in session.people])}"
