"""The peers, each asked for cohorts in the same seconds as this planner."""

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from bench.placement import answers, timefold
from bench.placement.first_come import first_come
from bench.placement.memory import run_measured
from bench.placement.rosters import FIRST_SEED, OUT, Case
from bench.placement.rows import CP_SAT, FIRST_COME, TIMEFOLD, Judged, Row, judge, with_care
from bench.placement.seating import Seating

CP_SAT_PEOPLE = 240
CP_SAT_SECONDS = 60.0
COMPARED_IN_THE_SAME_SECONDS = (240, 1000)  # people: PL-V1
TIMEFOLD_SECONDS = 10.0  # for smaller rosters
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


def peers_for(case: Case, times: Sequence[float]) -> list[Callable[[Judged], Row]]:
    """
    Every peer that can take on this roster, at the times that are compared: Timefold at each of ours where PL-V1 asks
    for it, once for smaller rosters; CP-SAT once, on the first seed of each size.
    """
    first = case.seed == FIRST_SEED and case.supply >= 1
    found: list[Callable[[Judged], Row]] = [first_come_row]
    if case.people <= CP_SAT_PEOPLE and first:
        found.append(partial(cp_sat_row, seconds=min(CP_SAT_SECONDS, max(times))))
    if not timefold.missing() and case.supply >= 1:
        if case.people in COMPARED_IN_THE_SAME_SECONDS:
            found += [partial(timefold_row, seconds=s) for s in times]
        elif case.people <= min(COMPARED_IN_THE_SAME_SECONDS) and first:
            found.append(partial(timefold_row, seconds=TIMEFOLD_SECONDS))
    return found
