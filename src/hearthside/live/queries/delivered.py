"""
What a program's groups really had in a month: its sessions, what is known of each, and the editions already told.

Read behind the scenes: nobody but the program itself asks for these rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import TruncMonth

from hearthside.access.models import Program
from hearthside.live.delivered.figures import Figures, Part
from hearthside.live.models.attested import AttendanceVersion, Attestation
from hearthside.live.models.delivered import DeliveredMonth, DeliveredPart
from hearthside.live.models.rooms import LiveSession
from hearthside.policy.queries import in_force, today
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import COUPLES_GROUP, PROGRAM_DAY

# Kinds of session in which several people may be together.
GROUPS = (PROGRAM_DAY, COUPLES_GROUP, "couples", "wellness")
FIGURES = (
    "patient_ms", "staff_ms", "occupied_ms", "largest", "breach_ms", "breaches", "size_ms", "size_breaches",
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    """The sessions of one month that are over. `versions` are those with figures, one for each attested session."""

    parts: tuple[Part, ...]
    versions: frozenset[UUID]
    # Of how many sessions somebody was there, nobody came, nobody has confirmed it yet, and nothing was received.
    counted: int
    empty: int
    unconfirmed: int
    without_evidence: int


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def due_now(program: Program) -> list[date]:
    """Months that this program has to tell today, by its own clock and policy."""
    day = today(program)
    policy = in_force(on=day, program=program.pk)
    settle, kept = policy.whole("delivered.settle.days"), policy.whole("delivered.months")
    return months_due(program.pk, day, settle_days=settle, kept=kept)


def months_due(program: UUID, today: date, *, settle_days: int, kept: int) -> list[date]:
    """
    Months that are over for as many days as policy says, and were never told or have had something attested since.

    From the first month in which a live session was held, and at most the last `kept`.
    """
    held = LiveSession.objects.filter(program=program).aggregate(first=Min("session__on_day"))["first"]
    if held is None:
        return []
    earliest = (today.replace(day=1) - timedelta(days=31 * kept)).replace(day=1)
    told = {row.month: row.told_at for row in editions(program)}
    since = dict(
        Attestation.objects.filter(program=program, version__session__session__on_day__gte=earliest)
        .annotate(month=TruncMonth(F("version__session__session__on_day")))
        .values_list("month")
        .annotate(last=Max("at"))
    )
    due, month = [], max(held.replace(day=1), earliest)
    while next_month(month) + timedelta(days=settle_days) <= today:
        if month not in told or (month in since and since[month] > told[month]):
            due.append(month)
        month = next_month(month)
    return due


def editions(program: UUID) -> list[DeliveredMonth]:
    """The edition of each month that stands, the latest month first."""
    rows = DeliveredMonth.objects.filter(program=program)
    return list(rows.order_by("-month", "-edition").distinct("month"))


def month_of(program: UUID, first: date, now: datetime) -> Month:
    """A month's sessions that are over by now, with the figures of what was attested."""
    attested = AttendanceVersion.objects.filter(session=OuterRef("pk"), attestation__isnull=False).order_by("-n")
    sessions = (
        Session.objects.standing()
        .filter(program=program, kind__in=GROUPS, on_day__gte=first, on_day__lt=next_month(first), ends_at__lt=now)
        .annotate(
            version=Subquery(attested.filter(delivered__isnull=False).values("pk")[:1]),
            was_open=Exists(LiveSession.objects.filter(pk=OuterRef("pk"))),
        )
    )
    found = list(sessions.values_list("pk", "version", "was_open"))
    versions = frozenset(version for _, version, _ in found if version)
    parts = tuple(parts_of(versions))
    there = {part.session for part in parts}
    return Month(
        parts=parts,
        versions=versions,
        counted=sum(str(pk) in there for pk, _, _ in found),
        empty=sum(version is not None and str(pk) not in there for pk, version, _ in found),
        unconfirmed=sum(was_open and version is None for _, version, was_open in found),
        without_evidence=sum(not was_open for _, _, was_open in found),
    )


def parts_of(versions: Iterable[UUID]) -> list[Part]:
    """The figures of these versions."""
    rows = DeliveredPart.objects.filter(delivered__in=list(versions)).annotate(session=F("delivered__version__session"))
    return [
        Part(
            str(row.session),
            row.kind,
            frozenset(str(patient) for patient in row.patients),
            Figures(**{name: getattr(row, name) for name in FIGURES}),
        )
        for row in rows
    ]


def versions_without_figures(most: int) -> list[AttendanceVersion]:
    """
    Attested versions in force of any program whose figures were not worked out yet, the oldest first. Of one that was
    corrected before that, nothing is told until the correction is attested to.
    """
    later = AttendanceVersion.objects.filter(session=OuterRef("session"), n__gt=OuterRef("n"))
    rows = AttendanceVersion.objects.filter(~Exists(later), attestation__isnull=False, delivered__isnull=True)
    return list(rows.select_related("session__session").order_by("computed_at", "pk")[:most])


def changed(before: Iterable[Part], after: Iterable[Part]) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """By kind whom and which sessions two editions differ by: (patients, sessions)."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for part in set(before) ^ set(after):
        patients, sessions = found.get(part.kind, (frozenset(), frozenset()))
        found[part.kind] = (patients | part.patients, sessions | {part.session})
    return found
