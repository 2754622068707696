"""H0 for cohorts and sessions: ids that exist, rows that come once, numbers and words that mean something."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hearthside.base.localtime import clock
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import FOCUSES, PARTS, PLANNED_SESSION_KINDS, TRACKS
from hearthside.placement.solver.check_view import Finding, View, day_name, utc_start
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def _twice(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _ids(kind: str, ids: Iterable[str], *, numbered: bool) -> Iterator[Finding]:
    """Ids come once. Before a week is numbered (`numbered` false) its new rows have none yet."""
    for value, count in Counter(ids).items():
        if not value and numbered:
            yield Finding(f"{kind}s.csv", f"A {kind} has no id.")
        elif value and count > 1:
            yield Finding(f"{kind}s.csv {value}", f"There are {count} {kind}s with the id {value}.")


def _start(problem: Problem, where: str, days: Iterable[int], start: int) -> Iterator[Finding]:
    """A start is a whole multiple of the grid on its reference-zone day, at an hour that comes once that week."""
    grid, zone = problem.policy.grid_minutes, problem.policy.reference_zone
    if not (0 <= start < DAY_MINUTES and start % grid == 0):
        yield Finding(where, f"The start, {start} minutes past midnight, is not on the grid of {grid} minutes.")
    if not 0 <= start < DAY_MINUTES:
        return
    for day in sorted(set(days)):
        if 0 <= day <= 6 and utc_start(problem, day, start) is None:
            yield Finding(where, f"Clocks change: {day_name(day)} {clock(start)} does not come exactly once in {zone}.")


def _pattern(problem: Problem, where: str, cohort: Cohort) -> Iterator[Finding]:
    plan = problem.program.get(cohort.program_id)
    if plan is None:
        yield Finding(where, f"There is no day plan {cohort.program_id}.")
    elif len(cohort.days) != plan.days_per_week:
        yield Finding(
            where, f"It meets on {len(cohort.days)} days; day plan {plan.id} has {plan.days_per_week} a week."
        )
    if len(set(cohort.days)) != len(cohort.days):
        yield Finding(where, "A day is named twice.")
    for day in sorted(set(cohort.days)):
        if not 0 <= day <= 6:
            yield Finding(where, f"There is no weekday {day}.")
        elif plan is not None and day not in plan.days_allowed:
            yield Finding(where, f"Day plan {plan.id} does not allow {day_name(day)}.")
    yield from _start(problem, where, cohort.days, cohort.start)


def _cohort(problem: Problem, cohort: Cohort) -> Iterator[Finding]:
    where = f"cohorts.csv {cohort.id}"
    yield from _pattern(problem, where, cohort)
    if cohort.track not in TRACKS:
        yield Finding(where, f"{cohort.track!r} is no track.")
    if not _LANGUAGE.fullmatch(cohort.language):
        yield Finding(where, f"{cohort.language!r} is no language.")
    if cohort.focus and cohort.focus not in FOCUSES:
        yield Finding(where, f"{cohort.focus!r} is no focus.")
    if cohort.size not in (-1, len(cohort.members)):
        yield Finding(where, f"Its size is given as {cohort.size}, and {len(cohort.members)} people are in it.")
    for member in cohort.members:
        if member not in problem.person:
            yield Finding(
                f"members.csv {member}", f"Cohort {cohort.id} has a member {member}, who is not in the roster."
            )
    for twice in _twice(cohort.members):
        yield Finding(f"members.csv {twice}", f"{twice} is named twice in cohort {cohort.id}.")
    yield from _staffing(problem, cohort)


def _staffing(problem: Problem, cohort: Cohort) -> Iterator[Finding]:
    where = f"staffing.csv {cohort.id}"
    plan = problem.program.get(cohort.program_id)
    for row in cohort.staff:
        if row.clinician_id not in problem.clinician:
            yield Finding(where, f"Block {row.block} names a clinician {row.clinician_id}, who is not in the roster.")
        if plan is not None and not 1 <= row.block <= len(plan.blocks):
            yield Finding(where, f"There is no block {row.block}: day plan {plan.id} has {len(plan.blocks)}.")
        if row.part not in PARTS:
            yield Finding(where, f"{row.part!r} is no part: only lead and co are.")
    for row, count in Counter(cohort.staff).items():
        if count > 1:
            yield Finding(where, f"The row of {row.clinician_id} in block {row.block} comes {count} times.")


def _named(problem: Problem, where: str, session: Session) -> Iterator[Finding]:
    """Who is named in a session exists, and once."""
    for who in session.clinicians:
        if who not in problem.clinician:
            yield Finding(where, f"It names a clinician {who}, who is not in the roster.")
    for who in session.people:
        if who not in problem.person:
            yield Finding(where, f"It names a person {who}, who is not in the roster.")
    for twice in _twice((*session.clinicians, *session.people)):
        yield Finding(where, f"It names {twice} twice.")


def _company(problem: Problem, where: str, session: Session) -> Iterator[Finding]:
    """A session has the number of clinicians and people of its kind, and couples whole."""
    kind, people = session.kind, set(session.people)
    if kind != "couples_group" and len(set(session.clinicians)) != 1:
        yield Finding(where, f"A session of kind {kind} has one clinician; this one names {len(session.clinicians)}.")
    if kind in ("individual", "counseling"):
        if len(people) != 1:
            yield Finding(where, f"A session of kind {kind} is for one person; this one names {len(people)}.")
        for who in sorted(people & problem.person.keys()):
            if kind == "counseling" and not problem.person[who].counseled:
                yield Finding(where, f"No counselor is due for {who}, whose track is {problem.person[who].track}.")
        return
    if not people:
        yield Finding(where, "It names nobody.")
    for who in sorted(people & problem.person.keys()):
        if who not in problem.partner:
            yield Finding(where, f"{who} is not part of a couple that stays together.")
        elif problem.partner[who] not in people:
            yield Finding(where, f"{who} is named without their partner {problem.partner[who]}.")


def _session(problem: Problem, session: Session, placed: set[str]) -> Iterator[Finding]:
    where = f"sessions.csv {session.id}"
    if session.kind not in PLANNED_SESSION_KINDS:
        yield Finding(where, f"Sessions of kind {session.kind!r} are never planned.")
        return
    if not 0 <= session.day <= 6:
        yield Finding(where, f"There is no weekday {session.day}.")
    yield from _start(problem, where, (session.day,), session.start)
    due = problem.policy.session_minutes[session.kind]
    if session.minutes != due:
        yield Finding(where, f"It lasts {session.minutes} minutes; a session of kind {session.kind} lasts {due}.")
    yield from _named(problem, where, session)
    yield from _company(problem, where, session)
    for who in dict.fromkeys(session.people):
        if who in problem.person and who not in placed:
            yield Finding(where, f"{who} has a session but no cohort.")


def form(view: View, *, numbered: bool) -> list[Finding]:
    """Everything H0 asks of `cohorts.csv`, `staffing.csv`, `members.csv` and `sessions.csv`."""
    problem, week = view.problem, view.week
    placed = {p.id for seen in view.cohorts for p in seen.members}
    found = [*_ids("cohort", (c.id for c in week.cohorts), numbered=numbered)]
    found += _ids("session", (s.id for s in week.sessions), numbered=numbered)
    for cohort in week.cohorts:
        found += _cohort(problem, cohort)
    for session in week.sessions:
        found += _session(problem, session, placed)
    held = Counter((who.id, seen.session.kind) for seen in view.sessions for who in seen.people)
    for (who_id, kind), count in held.items():
        if count > 1:
            found.append(
                Finding(f"sessions.csv {who_id}", f"{who_id} has {count} sessions of kind {kind}, one too many.")
            )
    return found
