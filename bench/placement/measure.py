"""
Measurements that need the planner from inside, each in a process of its own:

    python -m bench.placement.measure NAME ROSTER SECONDS   (prints one line of JSON)
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from pathlib import Path

from bench.placement.rosters import WEEK
from bench.placement.rows import sweet_share
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Week

Answer = dict[str, float]
MOST_ASKED = 400


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 stay under."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] if ordered else 0.0


def timed(ask: Callable[[str], object], people: Sequence[str]) -> list[float]:
    """Milliseconds of each call."""
    times = []
    for person in people:
        began = time.perf_counter()
        ask(person)
        times.append(1000 * (time.perf_counter() - began))
    return times


def broken(problem: Problem, week: Week) -> int:
    return sum(map(len, check(problem, week, figures=False).values()))


def waiting(problem: Problem, week: Week) -> list[str]:
    """Up to 400 people without a place, spread evenly over the roster."""
    placed = week.cohort_of()
    left = [p.id for p in problem.people if p.id not in placed]
    return left[:: max(1, len(left) // MOST_ASKED)]


def quick_plan(problem: Problem, seconds: float, **more: bool) -> Week:
    return plan(problem, Options(seconds=seconds, effort=None, seed=1, threads=2, explain=False, **more))


def place_one(problem: Problem, seconds: float) -> Answer:
    """PL-T1: ranking all joins of one waiting person; what is derived from the week once is not counted again."""
    from hearthside.placement.solver.place import PlaceDesk

    week = quick_plan(problem, seconds)
    people = waiting(problem, week)
    desk = PlaceDesk(problem, week)
    desk.options(people[0])
    times = timed(desk.options, people)
    return {"p95_ms": p95(times), "asked": len(times)}


def explain_one(problem: Problem, seconds: float) -> Answer:
    """PL-T2: the structural reason of one waiting unit, without the confirming plan."""
    from hearthside.placement.solver.reasons import Reasons

    week = quick_plan(problem, seconds)
    unit_of = {i: unit for unit in problem.units for i in unit}
    people = waiting(problem, week)
    reasons = Reasons(problem)
    reasons.of(unit_of[people[0]])
    times = timed(lambda who: reasons.of(unit_of[who]), people)
    return {"p95_ms": p95(times), "asked": len(times)}


def merges(problem: Problem, seconds: float) -> Answer:
    """PL-Q7: the same seconds with and without merging moves."""
    answer: Answer = {}
    for name, with_merges in (("with", True), ("without", False)):
        week = quick_plan(problem, seconds, merges=with_merges)
        answer[f"{name}_sweet"] = sweet_share(week.cohorts)
        answer[f"{name}_placed"] = sum(len(c.members) for c in week.cohorts)
        answer[f"{name}_score"] = float(score(problem, week.cohorts, week.sessions).cohort_score)
        answer[f"{name}_broken"] = broken(problem, week)
    return answer


def clinician_gone(problem: Problem, seconds: float) -> Answer:
    """PL-T3: the busiest facilitator leaves; both answers of a re-plan in five seconds."""
    from hearthside.placement.solver.replan import replan

    week = quick_plan(problem, seconds)
    minutes: dict[str, int] = {}
    for cohort in week.cohorts:
        for staff in cohort.staff:
            minutes[staff.clinician_id] = minutes.get(staff.clinician_id, 0) + len(cohort.days)
    gone = max(sorted(minutes), key=lambda c: minutes[c])
    hit_cohorts = [c for c in week.cohorts if any(s.clinician_id == gone for s in c.staff)]
    hit = {m for c in hit_cohorts for m in c.members}
    clinicians = tuple(c for c in problem.clinicians if c.id != gone)
    kept = Week(
        tuple(c for c in week.cohorts if c not in hit_cohorts),
        tuple(s for s in week.sessions if gone not in s.clinicians and not hit.intersection(s.people)),
    )
    changed = replace(problem, clinicians=clinicians, current=kept, replan=True)
    keep, most = replan(changed, Options(seconds=5.0, effort=None, seed=1, threads=2, explain=False))
    before = week.cohort_of()
    answer: Answer = {"hit": len(hit), "score_before": float(score(problem, week.cohorts, ()).cohort_score)}
    for name, after in (("keep", keep), ("most", most or keep)):
        now = after.cohort_of()
        others = [p for p in before if p not in hit]
        moved = [p for p in others if p in now and _place(before[p]) != _place(now[p])]
        answer[f"{name}_moved"] = len(moved) / max(1, len(others))
        answer[f"{name}_dropped"] = sum(p not in now for p in others)
        answer[f"{name}_hit_placed"] = sum(p in now for p in hit) / max(1, len(hit))
        answer[f"{name}_score"] = float(score(problem, after.cohorts, ()).cohort_score)
    return answer


def _place(cohort: object) -> tuple[object, ...]:
    return tuple(getattr(cohort, field) for field in ("program_id", "days", "start"))


def climb(problem: Problem, seconds: float) -> Answer:
    """PL-T4: when the best cohorts come within 1 % of what the whole time brings."""
    seen: list[tuple[float, float]] = []

    def note(passed: float, best: Fraction, bound: Fraction | None) -> None:
        seen.append((passed, float(best)))

    week = plan(problem, Options(seconds=seconds, effort=None, seed=1, threads=2, explain=False), progress=note)
    final = float(score(problem, week.cohorts, ()).cohort_score)
    close = next((passed for passed, best in seen if best >= 0.99 * final), seconds)
    return {"seconds_to_99": close, "final": final, "broken": broken(problem, week)}


def cancel(problem: Problem, seconds: float) -> Answer:
    """PL-T6: from the wish to stop to the week, while cohorts are searched."""
    stop = threading.Event()
    asked_at: list[float] = []

    def ask_to_stop() -> None:
        asked_at.append(time.monotonic())
        stop.set()

    timer = threading.Timer(seconds, ask_to_stop)
    timer.start()
    week = plan(problem, Options(seconds=20 * seconds, effort=None, seed=1, threads=2), should_stop=stop.is_set)
    took = time.monotonic() - asked_at[0] if asked_at else 0.0
    return {"seconds": took, "placed": len(week.cohort_of()), "broken": broken(problem, week)}


def whom_to_hire(problem: Problem, effort: float) -> Answer:
    """Whom to hire, first and second, with today's plan; and whether the first one places whom it names."""
    from hearthside.placement.solver import hire

    began = time.monotonic()
    found = hire.whom_to_hire(problem, Options(seconds=None, effort=int(effort), seed=1, threads=2))
    took = time.monotonic() - began
    best = found.first.best[0]
    hired = reduce(apply, best.changes, replace(problem, current=found.now))
    week = plan(hired, Options(seconds=None, effort=hire.TRIAL_EFFORT, seed=1, threads=1, explain=False))
    return {
        "seconds": took,
        "tried": found.first.tried + (found.second.tried if found.second else 0),
        "places": len(best.places),
        "places_second": len(found.second.best[0].places) if found.second and found.second.best else 0,
        "untrue": len(set(best.places) - week.cohort_of().keys()) + broken(hired, week),
    }


NAMES = {f.__name__: f for f in (place_one, explain_one, merges, clinician_gone, climb, cancel, whom_to_hire)}


def main() -> None:
    name, roster, seconds = sys.argv[1:4]
    problem = read_roster(Path(roster), week=WEEK).problem
    print(json.dumps(NAMES[name](problem, float(seconds))))


if __name__ == "__main__":
    main()
