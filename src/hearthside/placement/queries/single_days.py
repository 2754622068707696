"""What keeps people and clinicians busy on single days of a week: single sessions, moved ones, and visits of guests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q

from hearthside.access.models import Program
from hearthside.base import localtime
from hearthside.base.spans import Span, without
from hearthside.placement.queries.busy import Clock, Stay
from hearthside.placement.solver.busy_besides import Busy
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import CANCELED, SEAT_HELD

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Booked:
    """Somebody is somewhere, once."""

    who: str
    starts_at: datetime
    ends_at: datetime
    works: bool


def single_days(program: Program, monday: date) -> list[Booked]:
    """
    Whatever is booked in this week beside the pattern and everything that repeats. Behind the scenes.

    A moved session is one: at its new time, or with who covers for somebody.
    """
    works = Staffing.objects.filter(
        _this_week("block__session__", monday), _single("block__session__"), program=program, released_at__isnull=True
    )
    works = works.values_list("clinician", "block__session").annotate(
        first=Min("block__starts_at"), last=Max("block__ends_at")
    )
    comes = Seat.objects.filter(
        _this_week("session__", monday), _single("session__") | Q(guest=True), program=program, state=SEAT_HELD,
        patient__isnull=False,
    ).values_list("patient", "session__starts_at", "session__ends_at")  # fmt: skip
    found = [Booked(str(who), first, last, works=True) for who, _, first, last in works]
    return [*found, *(Booked(str(who), first, last, works=False) for who, first, last in comes)]


def _this_week(session: str, monday: date) -> Q:
    days = Q((f"{session}on_day__range", (monday - DAY, monday + 7 * DAY)))
    return days & ~Q((f"{session}status", CANCELED))


def _single(session: str) -> Q:
    return Q((f"{session}series__isnull", True)) | Q((f"{session}moved", True))


def keep_busy(busy: Busy, booked: list[Booked], own: Mapping[str, list[Stay]], clock: Clock) -> None:
    """
    Take these times from whoever is booked, but for what the pattern wants of them itself.

    It counts toward nobody's weekly hours: the plan is for many weeks, and this happens once.
    """
    for each in booked:
        starts, ends = (localtime.minutes_since(clock.monday, at) for at in (each.starts_at, each.ends_at))
        pause = busy.pause if each.works else 0
        mine: list[Span] = [clock.span(s, clock.monday + s.weekday * DAY) for s in own.get(each.who, ())]
        busy.once(each.who, without([(starts - pause, ends + pause)], mine))
