"""
The week as a picture: each day's cohorts as bars on a line of hours, or, where there are too many to draw, how many
cohorts meet at each hour of each day. Hours are those of the reference zone.
"""

from collections import Counter
from dataclasses import dataclass

from hearthside.placement.report import times, words
from hearthside.placement.report.cohort_view import CohortView, cohort_view
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Week

MOST_DRAWN = 60  # cohorts; more bars than this cannot be told apart
_LEAST_HOURS = 8
HEAT_LEVELS = 5


@dataclass(frozen=True)
class Part:
    """A staffed block inside a bar; minutes past midnight of the bar's day."""

    start: int
    end: int
    label: str
    ratio: str


@dataclass(frozen=True)
class Bar:
    cohort: CohortView
    start: int
    end: int
    lane: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class DayView:
    """One day's bars; `first_hour` to `last_hour` is the same for every day of the week."""

    day: int
    bars: tuple[Bar, ...]
    first_hour: int
    last_hour: int

    @property
    def name(self) -> str:
        return times.LONG_DAYS[self.day]

    @property
    def lanes(self) -> int:
        return max((bar.lane for bar in self.bars), default=-1) + 1


@dataclass(frozen=True)
class HeatRow:
    """One hour: how many cohorts meet in it on each day, with a level of 0 to HEAT_LEVELS for its shade."""

    hour: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class HeatView:
    days: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    busiest: str
    most: int


def _parts(problem: Problem, cohort: Cohort, view: CohortView) -> tuple[Part, ...]:
    starts = problem.program[cohort.program_id].block_starts
    return tuple(
        Part(cohort.start + at, cohort.start + at + block.minutes, block.label, block.ratio)
        for at, block in zip(starts, view.blocks, strict=True)
        if block.staffed
    )


def _in_lanes(bars: list[Bar]) -> tuple[Bar, ...]:
    """The bars, each in the first lane that is free when it starts."""
    free_from: list[int] = []
    laid = []
    for bar in sorted(bars, key=lambda b: (b.start, b.end, words.in_order(b.cohort.id))):
        lane = next((i for i, free in enumerate(free_from) if free <= bar.start), len(free_from))
        free_from[lane : lane + 1] = [bar.end]
        laid.append(Bar(bar.cohort, bar.start, bar.end, lane, bar.parts))
    return tuple(laid)


def day_views(problem: Problem, week: Week) -> tuple[DayView, ...]:
    """The days on which a cohort starts, Monday first."""
    bars: dict[int, list[Bar]] = {}
    for cohort in week.cohorts:
        view = cohort_view(problem, cohort)
        parts, end = _parts(problem, cohort, view), cohort.start + problem.program[cohort.program_id].day_minutes
        for day in cohort.days:
            bars.setdefault(day, []).append(Bar(view, cohort.start, end, 0, parts))
    every = [bar for on_day in bars.values() for bar in on_day]
    first = min((b.start for b in every), default=0) // 60
    last = max(-(-max((b.end for b in every), default=0) // 60), first + _LEAST_HOURS)
    return tuple(DayView(day, _in_lanes(bars[day]), first, last) for day in sorted(bars))


def heat_view(problem: Problem, week: Week) -> HeatView:
    """Cohorts in session in each hour of the days that have any; a cohort counts in every hour it touches."""
    meeting: Counter[tuple[int, int]] = Counter()
    for cohort in week.cohorts:
        end = cohort.start + problem.program[cohort.program_id].day_minutes
        for day in cohort.days:
            for hour in range(cohort.start // 60, -(-end // 60)):
                meeting[(day + hour // 24) % 7, hour % 24] += 1
    days = sorted({day for day, _ in meeting})
    hours = [hour for _, hour in meeting]
    (busy_day, busy_hour), most = max(meeting.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
    rows = []
    for hour in range(min(hours), max(hours) + 1):
        counts = [meeting[day, hour] for day in days]
        rows.append(HeatRow(times.clock(hour * 60), tuple((n, -(-n * HEAT_LEVELS // most)) for n in counts)))
    busiest = f"{times.LONG_DAYS[busy_day]}, {times.clock_range(busy_hour * 60, busy_hour * 60 + 60)}"
    return HeatView(tuple(times.LONG_DAYS[d] for d in days), tuple(rows), busiest, most)
