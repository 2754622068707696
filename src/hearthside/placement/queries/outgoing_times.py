"""When everybody of a roster is free, as its files say it: so that the pattern in force fits into it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from hearthside.base.localtime import clock as written
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import DAYS
from hearthside.placement.folder.week_out import Cells
from hearthside.placement.queries.busy import DAY, Clock, Stay
from hearthside.placement.solver.problem import DatedException, LocalWindow
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow


@dataclass(frozen=True)
class OutgoingTimes:
    """Rows of availability.csv and exceptions.csv; how many days away the schedule has answered already."""

    windows: list[Cells]
    exceptions: list[Cells]
    answered: int


def times_of(
    zones: Mapping[UUID, str], names: Mapping[UUID, str], stays: Mapping[str, Iterable[Stay]], clock: Clock
) -> OutgoingTimes:
    """
    The times of these people and clinicians (with their zones and ids) in the week of the clock.

    A day away on which the pattern wants them was answered when it was said, so it is left out; time that staff put
    somebody to outside their windows is extra time.
    """
    weekly = _weekly(zones, clock.monday)
    dated: dict[UUID, list[DatedException]] = defaultdict(list)
    answered = 0
    for row in AvailabilityException.objects.filter(_of(zones), ended_at__isnull=True, last_on__gte=clock.monday):
        mine = stays.get(names[row.who], ())
        for exception in _days(row, clock.monday):
            if exception.kind == "away" and clock.collides(mine, exception, zones[row.who]):
                answered += 1
            else:
                dated[row.who].append(exception)
    for who, zone in zones.items():
        dated[who] += clock.uncovered(stays.get(names[who], ()), zone, tuple(weekly[who]), tuple(dated[who]))
    windows = sorted({(names[who], w.day, w.start, w.end) for who, week in weekly.items() for w in week})
    days = sorted({(names[who], e.on, e.start, e.end, e.kind) for who, each in dated.items() for e in each})
    return OutgoingTimes(
        [(who, DAYS[day], written(start), written(end)) for who, day, start, end in windows],
        [(who, on.isoformat(), *_times(start, end), kind) for who, on, start, end, kind in days],
        answered,
    )


def _weekly(zones: Iterable[UUID], monday: date) -> dict[UUID, list[LocalWindow]]:
    sunday = monday + 6 * DAY
    found: dict[UUID, list[LocalWindow]] = defaultdict(list)
    for row in AvailabilityWindow.objects.filter(_of(zones), from_on__lte=sunday).exclude(until_on__lt=sunday):
        found[row.who].append(LocalWindow(row.weekday, row.from_minute, row.to_minute))
    return found


def _of(zones: Iterable[UUID]) -> Q:
    whose = list(zones)
    return Q(patient__in=whose) | Q(clinician__in=whose)


def _days(row: AvailabilityException, first: date) -> list[DatedException]:
    """Each day of an exception that is not before this one."""
    plain: Any = row.plain()
    return [DatedException(day, plain.start, plain.end, plain.kind) for day in plain.days if day >= first]


def _times(start: int, end: int) -> tuple[str, str]:
    return ("", "") if (start, end) == (0, DAY_MINUTES) else (written(start), written(end))
