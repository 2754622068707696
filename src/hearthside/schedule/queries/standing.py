"""What already stands in somebody's way: where they are booked, when they are away, when the clinic is closed."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db import connection
from django.db.models import Q

from hearthside.people.models.couples import KeepApart
from hearthside.people.models.patients import StatusChange
from hearthside.people.rules import DIED, DISCHARGED, ON_LEAVE
from hearthside.schedule.models.closures import Absence, Closure
from hearthside.schedule.rules import Stay, in_two_places

# No session lasts longer, with whatever follows it.
LONGEST = timedelta(days=2)
DAY = timedelta(days=1)


# By the sessions that begin around then: row security lets no index answer which spans overlap.
_STAYS = """
    SELECT o.who, lower(o.span), upper(o.span), o.session_id
      FROM schedule_occupancy o JOIN schedule_session s ON s.id = o.session_id
     WHERE o.who = ANY (%s) AND s.starts_at > %s AND s.starts_at < %s AND o.span && tstzrange(%s, %s)
"""


def stays(who: Collection[UUID], from_at: datetime, until_at: datetime) -> list[Stay]:
    """Where these people and clinicians are in this span; clinicians with their buffers."""
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, [list(who), from_at - LONGEST, until_at, from_at, until_at])
        return [Stay(*row) for row in cursor.fetchall()]


class Standing:
    """Everything known of these clinicians and patients from a day to a day, each part read once, when it is asked."""

    def __init__(
        self, program: UUID, clinicians: Collection[UUID], persons: Collection[UUID], from_at: datetime,
        until_at: datetime,
    ) -> None:  # fmt: skip
        # Stays that began the day before may reach into the first day.
        self.stays = stays([*clinicians, *persons], from_at - DAY, until_at + DAY)
        # Somebody has hundreds of stays, and two on a day.
        self._stays_on: dict[tuple[UUID, date], list[Stay]] = {}
        for stay in self.stays:
            self._note(stay)
        self._asked = (program, tuple(clinicians), tuple(persons), from_at, until_at)

    @cached_property
    def absences(self) -> list[Absence]:
        _, clinicians, _, from_at, until_at = self._asked
        return list(Absence.objects.filter(clinician__in=clinicians, from_at__lt=until_at, until_at__gt=from_at))

    @cached_property
    def closures(self) -> list[Closure]:
        program, _, _, from_at, until_at = self._asked
        standing = Closure.objects.filter(program=program, taken_back_at__isnull=True)
        first, last = from_at.date() - DAY, until_at.date() + DAY
        return list(standing.filter(from_on__lte=last, until_on__gte=first))

    @cached_property
    def kept_apart(self) -> list[tuple[UUID, UUID]]:
        return _pairs(self._asked[2])

    @cached_property
    def _statuses(self) -> dict[UUID, StatusChange]:
        rows = StatusChange.objects.filter(patient__in=self._asked[2])
        return {row.patient_id: row for row in rows.order_by("patient", "-at", "-id").distinct("patient")}

    def book(self, stay: Stay) -> None:
        """Somebody will be there as well: of something that is about to be made."""
        self.stays.append(stay)
        self._note(stay)

    def _note(self, stay: Stay) -> None:
        for day in _days(stay):
            self._stays_on.setdefault((stay.who, day), []).append(stay)

    def taken(self, stay: Stay) -> bool:
        """Whether they are somewhere else in a part of this time."""
        return any(
            next(in_two_places([stay], self._stays_on.get((stay.who, day), ())), None) is not None
            for day in _days(stay)
        )

    def closed(self, day: date) -> Closure | None:
        """What closes the clinic that day."""
        return next((c for c in self.closures if c.from_on <= day <= c.until_on), None)

    def absent(self, clinician: UUID, from_at: datetime, until_at: datetime) -> str:
        """Why the clinician cannot come then, or nothing."""
        return next(
            (
                a.because
                for a in self.absences
                if a.clinician_id == clinician and a.from_at < until_at and from_at < a.until_at
            ),
            "",
        )

    def on_leave(self, patient: UUID, day: date) -> bool:
        """Whether the patient is on leave that day, as far as is known today."""
        status = self._statuses.get(patient)
        return status is not None and status.status == ON_LEAVE and (
            status.since_on <= day and (status.expected_on is None or day < status.expected_on)
        )  # fmt: skip

    def gone(self, patient: UUID) -> bool:
        """Whether the patient's care here has ended."""
        status = self._statuses.get(patient)
        return status is not None and status.status in (DISCHARGED, DIED)

    def apart(self, people: Collection[UUID]) -> list[tuple[UUID, UUID]]:
        """The pairs among these who may not share a group."""
        here = set(people)
        return [pair for pair in self.kept_apart if here.issuperset(pair)]


def _days(stay: Stay) -> list[date]:
    """The days of the world's clock that this touches."""
    first, last = stay.from_at.astimezone(UTC).date(), stay.until_at.astimezone(UTC).date()
    return [first + n * DAY for n in range((last - first).days + 1)]


def _pairs(patients: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    if len(patients) < 2:
        return []
    pairs = KeepApart.objects.filter(Q(first__in=patients), second__in=patients, until_at__isnull=True)
    return sorted(pairs.values_list("first", "second"))
