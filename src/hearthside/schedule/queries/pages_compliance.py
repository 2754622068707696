"""Size and ratio as planned: how many groups of each size, how many people for each clinician, and every exception."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.sessions import SessionQuerySet
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.rules import ratio_key
from hearthside.schedule.words import CANCELED, SHORT


@dataclass(frozen=True)
class Spread:
    """How often each number occurs, and the most that is allowed; None where no one number holds for all."""

    counts: dict[int, int]
    most: int | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def above(self) -> int:
        """How many lie above the most allowed."""
        return 0 if self.most is None else sum(n for value, n in self.counts.items() if value > self.most)


def sizes(rows: Iterable[Row], kind: str) -> Spread:
    """The people of each session of this kind that stands."""
    here = [row for row in rows if row.session.kind == kind and row.stands and row.people]
    return Spread(dict(sorted(Counter(row.people for row in here).items())), _one(row.cap for row in here))


def ratios(rows: Iterable[Row], block_kind: str) -> Spread:
    """The people for each clinician of every block of this kind; a block that nobody leads counts all its people."""
    fills = [f for row in rows if row.stands for f in row.fills if f.block.kind == block_kind and f.people]
    counted = Counter(f.each if f.each is not None else f.people for f in fills)
    return Spread(dict(sorted(counted.items())), _one(f.ratio for f in fills if f.ratio))


def with_ratio(rows: Iterable[Row]) -> list[str]:
    """The kinds of blocks in these sessions that have a ratio of their own."""
    kinds = dict.fromkeys(f.block.kind for row in rows if row.stands for f in row.fills)
    return [kind for kind in kinds if ratio_key(kind)]


def _one(numbers: Iterable[int | None]) -> int | None:
    found = {n for n in numbers if n is not None}
    return found.pop() if len(found) == 1 else min(found, default=None)


@dataclass(frozen=True)
class WeekCount:
    """One week in numbers."""

    monday: date
    sessions: int
    short: int
    answered_for: int
    canceled: int


def weeks(sessions: SessionQuerySet, first: date, count: int) -> list[WeekCount]:
    """So many weeks from this Monday on: one question."""
    last = first + timedelta(weeks=count)
    rows = (
        sessions.filter(on_day__gte=first, on_day__lt=last)
        .annotate(monday=TruncWeek("on_day"))
        .values("monday")
        .annotate(
            every=Count("pk", filter=~Q(status=CANCELED)),
            short=Count("pk", filter=Q(status=SHORT)),
            answered_for=Count("pk", filter=Q(override_at__isnull=False) & ~Q(status=CANCELED)),
            canceled=Count("pk", filter=Q(status=CANCELED)),
        )
    )
    found = {
        row["monday"]: WeekCount(row["monday"], row["every"], row["short"], row["answered_for"], row["canceled"])
        for row in rows
    }
    mondays = [first + timedelta(weeks=n) for n in range(count)]
    return [found.get(monday, WeekCount(monday, 0, 0, 0, 0)) for monday in mondays]


def short_ahead(sessions: SessionQuerySet, from_day: date) -> list[Shortage]:
    """What sessions from this day on lack staff, with whoever answers for each, the first one first: one question."""
    ahead = sessions.filter(on_day__gte=from_day).exclude(status=CANCELED)
    rows = Shortage.objects.filter(ended_at__isnull=True, session__in=ahead)
    rows = rows.select_related("session__cohort", "session__override_by", "clinician")
    return list(rows.order_by("session__starts_at", "session"))
