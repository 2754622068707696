"""
Attendance for the record: of sessions the version in force, each person's blocks in it, and whether it was attested.

Read behind the scenes. Who may see whose minutes is decided by whoever asks.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from hearthside.live.models.attested import AttendanceVersion, AttendedBlock

MINUTE = 60_000


@dataclass(frozen=True)
class Attended:
    """The version in force of one session. `attested_at` is None until somebody has said that it is right."""

    version: AttendanceVersion
    blocks: tuple[AttendedBlock, ...]
    attested_at: datetime | None
    attested_by: UUID | None

    @property
    def session(self) -> UUID:
        found: UUID = self.version.session_id
        return found

    @property
    def n(self) -> int:
        return self.version.n

    @property
    def is_attested(self) -> bool:
        return self.attested_at is not None

    @property
    def answer(self) -> dict[str, Any]:
        """What the attendance engine answered: people, rooms with their breaches, warnings."""
        found: dict[str, Any] = self.version.answer
        return found

    def of(self, who: UUID) -> tuple[AttendedBlock, ...]:
        """One person's blocks, in order."""
        return tuple(block for block in self.blocks if block.who_id == who)

    def minutes(self, who: UUID) -> "Minutes":
        """One person's whole minutes in the whole session."""
        return minutes(self.of(who))


@dataclass(frozen=True)
class Minutes:
    """Whole minutes, each taken once from a sum."""

    attended: int
    supervised: int
    countable: int


def minutes(blocks: Iterable[AttendedBlock]) -> Minutes:
    """Whole minutes of these blocks together."""
    rows = list(blocks)
    return Minutes(
        attended=sum(row.attended for row in rows) // MINUTE,
        supervised=sum(row.supervised for row in rows) // MINUTE,
        countable=sum(row.countable for row in rows) // MINUTE,
    )


def attended(
    sessions: Collection[UUID], people: Collection[UUID] | None = None, *, answers: bool = True
) -> dict[UUID, Attended]:
    """
    Of each of these sessions that was judged the version in force, with everybody's blocks, or those of `people` alone.

    Two questions, however many sessions. Without `answers` the engine's own are left where they are: they are long.
    """
    rows = AttendanceVersion.objects.filter(session__in=sessions).select_related("attestation")
    rows = rows if answers else rows.defer("answer")
    found = {row.session_id: row for row in rows.order_by("session", "-n").distinct("session")}
    theirs = AttendedBlock.objects.filter(version__in=found.values())
    if people is not None:
        theirs = theirs.filter(Q(patient__in=people) | Q(partner__in=people) | Q(clinician__in=people))
    blocks: dict[UUID, list[AttendedBlock]] = {}
    for block in theirs.order_by("version", "number", "id"):
        blocks.setdefault(block.version_id, []).append(block)
    return {session: _whole(row, blocks.get(row.pk, ())) for session, row in found.items()}


def _whole(row: AttendanceVersion, blocks: Iterable[AttendedBlock]) -> Attended:
    word = getattr(row, "attestation", None)
    return Attended(row, tuple(blocks), word.at if word else None, word.by_id if word else None)
