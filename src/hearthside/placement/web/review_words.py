"""What a change by hand brought along, in words."""

from collections.abc import Iterable, Mapping

from hearthside.placement.actions.editing import Edited
from hearthside.placement.report.cohort_view import cohort_view
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Session
from hearthside.placement.web.finding_words import cohort_called
from hearthside.placement.web.review_view import Review
from hearthside.placement.web.session_words import session_called, session_when

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
