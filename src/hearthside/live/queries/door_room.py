"""The room as the door must know it: who is in it, which staff are really there, what one person more would need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from hearthside.live.attendance.evidence import Block as EvidenceBlock
from hearthside.live.attendance.ratio import need_in_block
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.models.seats import Leave, SeatOccupant
from hearthside.live.policy import BREACH_KEY, LivePolicy, evidence_kind
from hearthside.live.words import FACILITATOR, PARTNER, PATIENT
from hearthside.policy.queries import in_force
from hearthside.schedule.models.sessions import Block, Session


@dataclass(frozen=True)
class Inside:
    """Whoever was let in and has not left for good: patient or partner, with the seat they sit at."""

    who: UUID
    patient: UUID | None
    seat: UUID
    couple: UUID | None


@dataclass(frozen=True)
class RoomNow:
    """The room at one instant."""

    inside: Mapping[UUID, Inside]
    staff: frozenset[UUID]
    most: int | None
    blocks: tuple[EvidenceBlock, ...] = ()
    block: int = 0

    def needed_with(self, couple: UUID | None) -> int:
        """How many staff one person more would need, of this couple if they come with one."""
        people = len(self.inside) + 1
        units = {each.couple or each.who for each in self.inside.values()}
        with_them = len(units) + (couple is None or couple not in units)
        return need_in_block(self.blocks, self.block, people, with_them)[0] if self.blocks else 1


def room_now(live: LiveSession, session: Session, at: datetime) -> RoomNow:
    """The room of a session as it is now. Behind the scenes."""
    policy = LivePolicy(in_force(session.on_day, session.program_id))
    blocks = list(Block.objects.filter(session=session).order_by("number"))
    as_evidence = tuple(
        EvidenceBlock(
            int(b.starts_at.timestamp() * 1000), int(b.ends_at.timestamp() * 1000), evidence_kind(b.kind),
            policy.ratio(b.kind), False,
        )
        for b in blocks
    )  # fmt: skip
    return RoomNow(
        inside=_inside(live),
        staff=staff_there(live, at, policy.policy.whole(BREACH_KEY)),
        most=policy.cap(session.kind),
        blocks=as_evidence,
        block=_block_now(live, blocks, at),
    )


def _inside(live: LiveSession) -> dict[UUID, Inside]:
    gone = Leave.objects.filter(seat=OuterRef("seat"), coming_back=False)
    rows = SeatOccupant.objects.filter(
        seat__session=live, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True, until_at__isnull=True,
        role__in=(PATIENT, PARTNER),
    ).exclude(Exists(gone))  # fmt: skip
    found = [Inside(row.who_id, row.patient_id, row.seat_id, row.couple_id) for row in rows]
    return {each.who: each for each in found}


def staff_there(live: LiveSession, at: datetime, silence_seconds: int) -> frozenset[UUID]:
    """Staff who count, are in the room and whose page is alive: being on the plan is not being there."""
    left = Leave.objects.filter(seat=OuterRef("seat"), at__gte=OuterRef("first_at"))
    beats = LastBeat.objects.filter(seat=OuterRef("seat"), at__gt=at - timedelta(seconds=silence_seconds)).exclude(
        Exists(left)
    )
    rows = SeatOccupant.objects.filter(
        Exists(beats), seat__session=live, seat__revoked_at__isnull=True, role=FACILITATOR, counts_in_ratio=True,
        until_at__isnull=True,
    )  # fmt: skip
    return frozenset(rows.values_list("clinician", flat=True))


def _block_now(live: LiveSession, blocks: list[Block], at: datetime) -> int:
    """Of the plan's blocks the one that is held, or that comes first."""
    held = LiveBlock.objects.filter(session=live, ended_at__isnull=True).values_list("number", flat=True).first()
    if held is not None:
        return next((n for n, b in enumerate(blocks) if b.number == held), 0)
    return max((n for n, b in enumerate(blocks) if b.starts_at <= at), default=0)
