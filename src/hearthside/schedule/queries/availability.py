"""
When somebody is free, worked out from windows, exceptions and closures: three questions for any number of people.

What may be seen of whom is decided by row security and by whoever asks; rules that must hold whoever asks read behind.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.spans import Span
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.models.closures import Closure
from hearthside.schedule.windows import (
    AWAY,
    DatedException,
    DatedWindow,
    Window,
    as_instants,
    as_minutes,
    free,
    holds,
    spans_of,
    whole_days,
)


@dataclass(frozen=True)
class Free:
    """Somebody's free time between two days. `is_known`: they recorded any window that stands in it."""

    zone: str
    spans: tuple[Span, ...]
    is_known: bool
    away: tuple[DatedException, ...] = ()

    @property
    def instants(self) -> list[tuple[datetime, datetime]]:
        """The spans as instants (UTC), in order."""
        return [as_instants(span) for span in self.spans]

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether all of this time is free. Who recorded nothing is not held to anything."""
        return not self.is_known or holds(self.spans, starts_at, ends_at)


def zones_of(whose: Collection[UUID]) -> dict[UUID, str]:
    """On whose clocks each of these patients and clinicians states their hours."""
    zones = dict(PatientDetails.objects.filter(pk__in=whose).values_list("pk", "zone"))
    return zones | dict(Clinician.objects.filter(pk__in=whose).values_list("pk", "zone"))


# Written out: ids that are one array are read in a tenth of the time that a list of so many takes.
_WINDOWS = """
    SELECT coalesce(w.patient_id, w.clinician_id), w.weekday, w.from_minute, w.to_minute, w.from_on, w.until_on
      FROM schedule_availability_window w
     WHERE (w.patient_id = ANY (%s) OR w.clinician_id = ANY (%s))
       AND w.from_on <= %s AND (w.until_on IS NULL OR w.until_on >= %s)
"""
_EXCEPTIONS = """
    SELECT coalesce(e.patient_id, e.clinician_id), e.kind, e.first_on, e.last_on, e.from_minute, e.to_minute
      FROM schedule_availability_exception e
     WHERE (e.patient_id = ANY (%s) OR e.clinician_id = ANY (%s)) AND e.ended_at IS NULL
       AND e.first_on <= %s AND e.last_on >= %s
"""
_CLOSED = """
    SELECT c.from_on, c.until_on FROM schedule_closure c
     WHERE c.program_id = %s AND c.taken_back_at IS NULL AND c.from_on <= %s AND c.until_on >= %s
     ORDER BY c.from_on, c.id
"""


def free_between(
    program: Program, whose: Iterable[UUID], first_on: date, last_on: date, *, zones: Mapping[UUID, str] | None = None
) -> dict[UUID, Free]:
    """
    When each of these patients and clinicians is free, from the first of these days to the end of the last.

    Days are the person's own. Closures of the clinic are taken off; sessions that somebody has are not. `zones` says on
    whose clocks each states their hours, where that is known already.
    """
    asked = set(whose)
    windows: dict[UUID, list[DatedWindow]] = {}
    exceptions: dict[UUID, list[DatedException]] = {}
    day, who = timedelta(days=1), list(asked)
    with connection.cursor() as cursor:
        cursor.execute(_WINDOWS, [who, who, last_on, first_on])
        for whose_it_is, weekday, start, end, from_on, until_on in cursor.fetchall():
            windows.setdefault(whose_it_is, []).append(DatedWindow(Window(weekday, start, end), from_on, until_on))
        # A day more at both ends: what is the last of these days here may be another one on the program's clocks.
        cursor.execute(_EXCEPTIONS, [who, who, last_on + day, first_on - day])
        for whose_it_is, *plain in cursor.fetchall():
            exceptions.setdefault(whose_it_is, []).append(DatedException(*plain))
    closed = closed_between(program, first_on, last_on)
    return {
        who: Free(
            zone,
            free(zone, windows.get(who, ()), exceptions.get(who, ()), first_on, last_on, closed=closed),
            is_known=who in windows,
            away=tuple(e for e in exceptions.get(who, ()) if e.kind == AWAY),
        )
        for who, zone in (zones_of(asked) if zones is None else zones).items()
    }


def standing(first_on: date, last_on: date) -> Q:
    """Windows that stand on any of these days."""
    return Q(from_on__lte=last_on) & (Q(until_on__isnull=True) | Q(until_on__gte=first_on))


def closures_between(program: Program, first_on: date, last_on: date) -> list[Closure]:
    """Closures of the clinic that touch any of these days, in order."""
    rows = Closure.objects.filter(program=program, taken_back_at__isnull=True)
    return list(rows.filter(from_on__lte=last_on, until_on__gte=first_on).order_by("from_on", "id"))


def closed_between(program: Program, first_on: date, last_on: date) -> list[Span]:
    """The hours in which nothing takes place, a day around these days included."""
    day = timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, [program.pk, last_on + day, first_on - day])
        return [whole_days(program.zone, *days) for days in cursor.fetchall()]


def week_of(whose: Patient | Clinician, on: date) -> list[Window]:
    """The weekly windows that stand on a day, in the order of the week."""
    rows = AvailabilityWindow.objects.of(whose).filter(standing(on, on))
    return sorted(row.plain().window for row in rows)


def exceptions_of(whose: Patient | Clinician, from_day: date) -> list[AvailabilityException]:
    """The exceptions that are not over by a day, the earliest first."""
    rows = AvailabilityException.objects.of(whose).filter(ended_at__isnull=True, last_on__gte=from_day)
    return list(rows.order_by("first_on", "from_minute", "id"))


def away_in(program: Program, whose: Iterable[UUID], starts_at: datetime, ends_at: datetime) -> set[UUID]:
    """Who of these said that they are away in any part of this time: one question for all of them."""
    start, end = as_minutes(starts_at, ends_at)
    said = away_between(whose, starts_at, ends_at)
    return {who for who, (zone, away) in said.items() if any(touches(each, zone, start, end) for each in away)}


def away_between(
    whose: Iterable[UUID], starts_at: datetime, ends_at: datetime
) -> dict[UUID, tuple[str, list[DatedException]]]:
    """Of those who said that they are away around this time: on whose clocks, and when."""
    asked, day = set(whose), timedelta(days=1)
    rows = AvailabilityException.objects.filter(
        Q(patient__in=asked) | Q(clinician__in=asked), kind=AWAY, ended_at__isnull=True,
        first_on__lte=ends_at.date() + day, last_on__gte=starts_at.date() - day,
    )  # fmt: skip
    found: dict[UUID, list[DatedException]] = {}
    for row in rows:
        found.setdefault(row.who, []).append(row.plain())
    return {who: (zone, found[who]) for who, zone in zones_of(found).items()} if found else {}


def touches(exception: DatedException, zone: str, start: int, end: int) -> bool:
    """Whether an exception covers any minute of this span (minutes as `windows` counts them)."""
    return any(s < end and start < e for s, e in spans_of(exception, zone))
