"""What a change by hand brought along, in words."""

from collections.abc import Iterable, Mapping

from hearthside.placement.actions.editing import Edited
from hearthside.placement.report import times, words
from hearthside.placement.report.cohort_view import cohort_view
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Session
from hearthside.placement.web.finding_words import cohort_called
from hearthside.placement.web.review_view import Review

MOST_SAID = 6


def done_said(edited: Edited, names: Mapping[str, str]) -> str:
    """That it was done, and what came with it."""
    problem, followed = edited.problem, edited.tried.followed
    said = []
    cohorts = {c.id: c for c in edited.tried.week.cohorts}
    for id, row in followed.staff:
        label = cohort_view(problem, cohorts[id]).blocks[row.block - 1].label.lower()
        name = problem.clinician[row.clinician_id].name
        said.append(f"{name} now helps in the {label} of {cohort_called(id, names)}.")
    placed = edited.tried.week.cohort_of()
    for was, now in followed.sessions:
        if now is None and was is not None and not any(p in placed for p in was.people):
            said.append(f"{session_called(was, names)} goes with the place.")
        else:
            said.append(_session(problem, was, now, names))
    more = f" And {len(said) - MOST_SAID} more." if len(said) > MOST_SAID else ""
    return " ".join(["Changed.", *said[:MOST_SAID]]) + more


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


def sessions_of(review: Review, people: Iterable[str]) -> list[dict[str, str]]:
    """The weekly sessions of these people, in the order of the week."""
    asked = set(people)
    rows = [s for s in review.week.sessions if asked.intersection(s.people)]
    return [
        {"id": s.id, "name": session_called(s, review.names), "when": session_when(review.problem, s)}
        for s in sorted(rows, key=lambda s: (s.day, s.start, s.id))
    ]


def _session(problem: Problem, was: Session | None, now: Session | None, names: Mapping[str, str]) -> str:
    if now is None:
        assert was is not None
        return f"{session_called(was, names)} falls away: no hour of anybody’s fits."
    if was is None:
        return f"{session_called(now, names)} begins: {session_when(problem, now)}."
    return f"{session_called(now, names)} is now on {session_when(problem, now)}."
