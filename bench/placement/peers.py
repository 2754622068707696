"""The peers, each asked for cohorts in the same seconds as this planner."""

import sys
import time
from collections.abc import Callable
from functools import partial

from bench.placement import answers, timefold
from bench.placement.first_come import first_come
from bench.placement.memory import run_measured
from bench.placement.rosters import OUT
from bench.placement.rows import CP_SAT, FIRST_COME, TIMEFOLD, Judged, Row, judge, with_care
from bench.placement.seating import Seating

CP_SAT_PEOPLE = 240
TIMEFOLD_PEOPLE = 1000
FIRST_COME_SECONDS = 900.0


def first_come_row(judged: Judged) -> Row:
    began = time.monotonic()
    cohorts = first_come(judged.problem, seconds=FIRST_COME_SECONDS)
    week = with_care(judged.problem, cohorts)
    return judge(judged, week, FIRST_COME, asked=0, seconds=time.monotonic() - began, peak_mb=0)


def cp_sat_row(judged: Judged, seconds: float) -> Row:
    """The seconds are CP-SAT's own: building its program is not counted against it."""
    answer = OUT / "cp_sat" / f"{judged.case.name}.txt"
    answer.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bench.placement.cp_sat", str(judged.case.folder), str(answer), f"{seconds:g}"]
    measured = run_measured(command, most_seconds=2 * seconds + 600)
    week = with_care(judged.problem, answers.read(answer, Seating(judged.problem)))
    return judge(judged, week, CP_SAT, asked=seconds, seconds=measured.seconds, peak_mb=measured.peak_mb)


def timefold_row(judged: Judged, seconds: float) -> Row:
    answer = timefold.timefold(judged.case, Seating(judged.problem), seconds)
    week = with_care(judged.problem, answer.cohorts)
    return judge(judged, week, TIMEFOLD, asked=seconds, seconds=answer.seconds, peak_mb=answer.peak_mb)


def peers_for(people: int, seconds: tuple[float, ...]) -> list[Callable[[Judged], Row]]:
    """Every peer that can take on a roster of this size, once for each of these times."""
    found: list[Callable[[Judged], Row]] = [first_come_row]
    if people <= CP_SAT_PEOPLE:
        found.append(partial(cp_sat_row, seconds=max(seconds)))
    if people <= TIMEFOLD_PEOPLE and not timefold.missing():
        found += [partial(timefold_row, seconds=s) for s in seconds]
    return found
