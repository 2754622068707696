"""One second's rows of all open sessions, in the same number of questions however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from hearthside.live.models.beats import LastBeat
from hearthside.live.models.missing import MissingAct, MissingCard
from hearthside.live.models.rooms import Lead, LiveBlock, LiveRoom
from hearthside.live.models.seats import Leave, Seat, SeatOccupant
from hearthside.live.queries.blocks import milliseconds
from hearthside.live.words import LOBBY
from hearthside.live.words import SUBJECT_CARD as CARD
from hearthside.live.words import SUBJECT_ROOM as ROOM
from hearthside.safety.models.pages import OPEN, Page
from hearthside.schedule.models.sessions import Block as PlannedBlock
from hearthside.schedule.models.sessions import Staffing


@dataclass
class Rows:
    """What was read for all open sessions, by session."""

    rooms: dict[UUID, list[LiveRoom]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[UUID, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    sitting: dict[UUID, list[SeatOccupant]] = field(default_factory=lambda: defaultdict(list))
    held: dict[UUID, list[LiveBlock]] = field(default_factory=lambda: defaultdict(list))
    plan: dict[UUID, list[PlannedBlock]] = field(default_factory=lambda: defaultdict(list))
    staff: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    lead: dict[UUID, str] = field(default_factory=dict)
    leaves: dict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    beats: dict[tuple[str, str], int] = field(default_factory=dict)
    pages: dict[UUID, list[Page]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[UUID, list[MissingCard]] = field(default_factory=lambda: defaultdict(list))
    untold: set[UUID] = field(default_factory=set)


def gather(ids: Collection[UUID]) -> Rows:
    """Everything of these sessions that is asked for anew each second."""
    rows = Rows()
    open_rooms = LiveRoom.objects.filter(session__in=ids, closed_at__isnull=True).exclude(kind=LOBBY)
    for room in open_rooms.select_related("state"):
        rows.rooms[room.session_id].append(room)
    for seat in Seat.objects.filter(session__in=ids):
        rows.seats[seat.session_id].append(seat)
    for occupant in SeatOccupant.objects.filter(seat__session__in=ids, until_at__isnull=True):
        rows.sitting[occupant.seat_id].append(occupant)
    for block in LiveBlock.objects.filter(session__in=ids):
        rows.held[block.session_id].append(block)
    for planned_block in PlannedBlock.objects.filter(session__in=ids):
        rows.plan[planned_block.session_id].append(planned_block)
    for session, clinician in _staff(ids):
        rows.staff[session].append(str(clinician))
    for lead in Lead.objects.filter(session__in=ids, until_at__isnull=True):
        rows.lead[lead.session_id] = str(lead.clinician_id)
    for seat_id, at in Leave.objects.filter(seat__session__in=ids).values_list("seat", "at"):
        rows.leaves[seat_id].append(at)
    for identity, sid, at in LastBeat.objects.filter(seat__session__in=ids).values_list("seat__identity", "sid", "at"):
        rows.beats[identity, sid] = milliseconds(at)
    subjects = [room.pk for listed in rows.rooms.values() for room in listed]
    for page in Page.objects.filter(OPEN, subject_kind=ROOM, subject_id__in=subjects):
        rows.pages[page.subject_id].append(page)
    for card in _open_cards(ids):
        rows.cards[card.seat.session_id].append(card)
        rows.untold |= set() if card.is_told else {card.pk}
    return rows


def _open_cards(ids: Collection[UUID]) -> Iterable[Any]:
    """Cards of people who are looked for, each with whether whoever is on call was told, or is called."""
    told = MissingAct.objects.filter(card=OuterRef("pk"), act="told")
    called = Page.objects.filter(subject_kind=CARD, subject_id=OuterRef("pk"))
    rows = MissingCard.objects.filter(seat__session__in=ids, outcome="").select_related("seat")
    found: Iterable[Any] = rows.annotate(is_told=Exists(told) | Exists(called))
    return found


def _staff(ids: Collection[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """Who staffs each session by its plan, the lead first."""
    rows = Staffing.objects.filter(block__session__in=ids, released_at__isnull=True)
    return rows.order_by("-part", "block__number", "from_at", "clinician").values_list("block__session", "clinician")
