"""When the pattern keeps somebody busy, and what of it their recorded times do not cover."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES, Span, without
from hearthside.placement.solver.problem import DatedException, DayPlan, LocalWindow, spans_in_week
from hearthside.placement.solver.week import Week

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """A time of every week on the clocks of the reference zone."""

    weekday: int
    start: int
    minutes: int


def stays(week: Week, plans: Mapping[str, DayPlan]) -> dict[str, list[Stay]]:
    """By ids, whenever people and clinicians are somewhere: members all of a program day, staff their part of it."""
    found: dict[str, list[Stay]] = defaultdict(list)
    for cohort in week.cohorts:
        plan = plans[cohort.program_id]
        for day in cohort.days:
            for member in cohort.members:
                found[member].append(Stay(day, cohort.start, plan.day_minutes))
            for who in {row.clinician_id for row in cohort.staff}:
                begins, ends = plan.stay(cohort.blocks_of(who))
                found[who].append(Stay(day, cohort.start + begins, ends - begins))
    for session in week.sessions:
        for who in (*session.people, *session.clinicians):
            found[who].append(Stay(session.day, session.start, session.minutes))
    return found


@dataclass(frozen=True)
class Clock:
    """The week that is written, and the zone in which it is stated."""

    monday: date
    zone: str

    def span(self, stay: Stay, on: date) -> Span:
        """A stay on a day of the reference zone, as UTC minutes since the Monday."""
        starts = localtime.minutes_since(self.monday, localtime.instant(self.zone, on, stay.start))
        return starts, starts + stay.minutes

    def collides(self, mine: Iterable[Stay], exception: DatedException, zone: str) -> bool:
        """Whether somebody is away (on their own clock) while the pattern wants them."""
        first = localtime.minutes_since(self.monday, localtime.instant(zone, exception.on, exception.start))
        end = localtime.minutes_since(self.monday, localtime.instant(zone, exception.on, exception.end, ends=True))
        near = [exception.on + n * DAY for n in (-1, 0, 1)]
        spans = [self.span(stay, day) for stay in mine for day in near if day.weekday() == stay.weekday]
        return any(s < end and first < e for s, e in spans)

    def uncovered(
        self, mine: Iterable[Stay], zone: str, weekly: tuple[LocalWindow, ...], dated: tuple[DatedException, ...]
    ) -> list[DatedException]:
        """What of the week's stays lies outside somebody's times, as extra time on their own clock."""
        wanted = sorted(self.span(stay, self.monday + stay.weekday * DAY) for stay in mine)
        free = spans_in_week(self.monday, zone, weekly, dated)
        return [
            extra for span in wanted for lacking in without((span,), list(free)) for extra in self._local(lacking, zone)
        ]

    def _local(self, span: Span, zone: str) -> list[DatedException]:
        first_on, first = localtime.local_clock(self.monday, zone, span[0])
        last_on, last = localtime.local_clock(self.monday, zone, span[1])
        if first_on == last_on:
            return [DatedException(first_on, first, last, "extra")]
        found = [DatedException(first_on, first, DAY_MINUTES, "extra")]
        return [*found, DatedException(last_on, 0, last, "extra")] if last else found
