"""
A published week may break rules by itself: a license ended, a lead left. What is broken so is set aside while waiting
people are placed: it goes on as it is, keeps its people and its staff busy, and is no part of the question.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hearthside.base.spans import Span
from hearthside.placement.solver.busy_besides import Busy, without_people
from hearthside.placement.solver.check_view import Finding
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week

# More people mend it.
TOO_FEW = "H2"


@dataclass(frozen=True)
class Question:
    """The problem without what is set aside, and that."""

    problem: Problem
    aside: Week

    def whole(self, week: Week) -> Week:
        """An answer with what was set aside; its figures count everybody."""
        if not self.aside.cohorts:
            return week
        people, cohorts = len(self.aside.cohort_of()), len(self.aside.cohorts)
        more = {"people": people, "placed": people, "placeable": people, "cohorts": cohorts}
        figures = {key: value + more.get(key, 0) if key in more else value for key, value in week.figures.items()}  # type: ignore[operator]
        return replace(
            week,
            cohorts=tuple(sorted((*week.cohorts, *self.aside.cohorts), key=lambda c: c.id)),
            sessions=tuple(sorted((*week.sessions, *self.aside.sessions), key=lambda s: s.id)),
            figures=figures,
        )


def question(problem: Problem, standing: Mapping[str, Sequence[Finding]]) -> Question:
    """The problem to be searched, where the published week breaks this."""
    current = problem.current
    if current is None or problem.replan:
        return Question(problem, Week())
    amiss = set(broken(current, standing))
    cohorts = tuple(c for c in current.cohorts if c.id in amiss)
    people = {m for c in cohorts for m in c.members}
    sessions = tuple(s for s in current.sessions if people & set(s.people))
    aside = Week(cohorts, sessions)
    kept = Week(
        tuple(c for c in current.cohorts if c.id not in amiss),
        tuple(s for s in current.sessions if not people & set(s.people)),
    )
    found = _busy(problem, aside).left(without_people(replace(problem, current=kept), people))
    return Question(found, aside)


def broken(week: Week, standing: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    """Cohorts of which something is said: of themselves, of somebody in them or leading them, or of a session."""
    home = {m: c.id for c in week.cohorts for m in c.members}
    session = {s.id: s for s in week.sessions}
    for rule, findings in standing.items():
        for finding in findings:
            if rule == TOO_FEW:
                continue
            about = finding.where.partition(" ")[2]
            people = {about, *(session[about].people if about in session else ())}
            people |= {p for s in week.sessions if about in s.clinicians for p in s.people}
            yield about
            yield from (home[p] for p in people if p in home)
            yield from (c.id for c in week.cohorts if about in {s.clinician_id for s in c.staff})


def _busy(problem: Problem, aside: Week) -> Busy:
    """What is set aside keeps its staff busy."""
    busy = Busy(problem)
    for cohort in aside.cohorts:
        plan = problem.program[cohort.program_id]
        for who in {s.clinician_id for s in cohort.staff}:
            blocks = cohort.blocks_of(who)
            minutes = sum(plan.blocks[number - 1].minutes for number in blocks)
            spans = [_span(problem, day, cohort.start, *plan.stay(blocks)) for day in cohort.days]
            busy.clinician(who, filter(None, spans), group=minutes * len(cohort.days), daily=minutes)
    for session in aside.sessions:
        span = _span(problem, session.day, session.start, 0, session.minutes)
        for who in session.clinicians:
            busy.clinician(who, filter(None, [span]), alone=session.minutes)
    return busy


def _span(problem: Problem, day: int, start: int, first: int, last: int) -> Span | None:
    at = problem.start_of(day, start)
    return None if at is None else (at + first, at + last)
