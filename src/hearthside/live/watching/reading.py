"""
One second's reading: every open session as the watch takes it, in a handful of questions whatever their number.

Events and polls are read as they come and kept in memory; the rest is asked for anew. A stand-by that takes over reads
everything once, and knows the same.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from hearthside.live.models.beats import BEATS, AtWork, PresencePoll
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.models.states import RoomState
from hearthside.live.policy import LivePolicy
from hearthside.live.queries.blocks import held, milliseconds, planned
from hearthside.live.watch.blocks import Planned
from hearthside.live.watch.facts import Facts, OpenPage, Somebody, Times
from hearthside.live.watching.connections import Known, Told
from hearthside.live.watching.rows import Rows, gather
from hearthside.policy.queries import at_version
from hearthside.safety.models.pages import Page

log = logging.getLogger("hearthside.live")

# A row may become visible later than one that was stored after it: what is kept in memory may be read twice.
OVERLAP = timedelta(seconds=15)


@dataclass
class Open:
    """One open session, with what carrying out a decision needs to know of it."""

    live: LiveSession
    rooms: dict[str, LiveRoom]
    facts: Facts
    times: Times
    plan: list[Planned]
    running: LiveBlock | None
    pages: dict[tuple[str, str], Page]
    cards: dict[tuple[str, str], MissingCard]
    seats: dict[str, Seat]
    states: dict[str, RoomState]


class Reader:
    """Reads, and remembers what of the past does not change. `only`: one session, and no other."""

    def __init__(self, only: UUID | None = None) -> None:
        self._only = only
        self._known: dict[str, Known] = {}
        # The latest that was read of any room, and of each room its latest poll.
        self._heard_until: datetime | None = None
        self._polled_until: datetime | None = None
        self._last_poll: dict[str, datetime] = {}
        self._times: dict[UUID, tuple[str, LivePolicy, Times]] = {}

    def heard_at(self) -> int | None:
        """When anybody who receives heartbeats last said that they do."""
        last = AtWork.objects.filter(does=BEATS).order_by("-at").values_list("at", flat=True).first()
        return milliseconds(last) if last else None

    def read(self, now: datetime) -> list[Open]:
        """Every session that is watched now."""
        watched = LiveSession.objects.filter(ended_at__isnull=True).select_related("session__cohort")
        lives = list(watched.filter(pk=self._only) if self._only else watched)
        ids = [live.pk for live in lives]
        rows = gather(ids)
        rooms = [room for listed in rows.rooms.values() for room in listed]
        names = {room.name for room in rooms}
        self._forget(names, set(ids))
        new = names - set(self._known)
        self._known |= {name: Known() for name in new}
        self._hear(names, new, now)
        self._poll(names, new, now)
        return list(self._opened(lives, rows, milliseconds(now)))

    def _opened(self, lives: Iterable[LiveSession], rows: Rows, now: int) -> Iterator[Open]:
        """Those with a room. One whose rows make no sense is said in the log, and keeps no other from being watched."""
        for live in lives:
            if not rows.rooms.get(live.pk):
                continue
            try:
                one = self._open(live, rows, now)
            except Exception as error:
                log.exception("Session %s could not be read: %s", live.pk, type(error).__name__)
                continue
            yield one

    def _forget(self, names: set[str], ids: set[UUID]) -> None:
        self._known = {name: known for name, known in self._known.items() if name in names}
        self._last_poll = {name: at for name, at in self._last_poll.items() if name in names}
        self._times = {pk: kept for pk, kept in self._times.items() if pk in ids}

    def _hear(self, names: set[str], new: set[str], now: datetime) -> None:
        """Take in what the media server told since the last reading; of rooms that are new here, all of it."""
        since = (self._heard_until or now) - OVERLAP
        inbox = WebhookInbox.objects.filter(Q(room__in=new) | Q(room__in=names, stored_at__gt=since))
        self._heard_until = self._heard_until or now
        for row in inbox.order_by("stored_at"):
            self._known[row.room].hear(_told(row))
            self._heard_until = max(row.stored_at, self._heard_until)

    def _poll(self, names: set[str], new: set[str], now: datetime) -> None:
        """The same of polls. One that comes after a later one says nothing new."""
        since = (self._polled_until or now) - OVERLAP
        polls = PresencePoll.objects.filter(Q(room__name__in=new) | Q(room__name__in=names, at__gt=since))
        self._polled_until = self._polled_until or now
        for poll in polls.select_related("room").order_by("at"):
            name = poll.room.name
            self._polled_until = max(poll.at, self._polled_until)
            if name in self._last_poll and poll.at <= self._last_poll[name]:
                continue
            self._last_poll[name] = poll.at
            if poll.ok:
                self._known[name].poll(name, milliseconds(poll.at), poll.participants)

    def _policy(self, live: LiveSession) -> tuple[LivePolicy, Times]:
        kept = self._times.get(live.pk)
        if kept is None or kept[0] != live.policy_version:
            policy = LivePolicy(at_version(live.policy_version, live.session.on_day, live.program_id))
            kept = self._times[live.pk] = live.policy_version, policy, policy.times(live.session.kind)
        return kept[1], kept[2]

    def _open(self, live: LiveSession, rows: Rows, now: int) -> Open:
        policy, times = self._policy(live)
        rooms = {room.name: room for room in rows.rooms[live.pk]}
        seats = {seat.identity: seat for seat in rows.seats[live.pk]}
        plan = planned(rows.plan[live.pk])
        blocks = held(live, plan, rows.held[live.pk], policy, milliseconds(live.session.starts_at))
        number = next((n for n, block in enumerate(blocks) if now < block.end), len(blocks) - 1)
        pages = {(name, page.cause): page for name, room in rooms.items() for page in rows.pages[room.pk]}
        cards = {(card.seat.identity, str(card.patient_id or card.partner_id)): card for card in rows.cards[live.pk]}
        leaves = {identity: _goodbyes(seat, rows.leaves[seat.pk]) for identity, seat in seats.items()}
        facts = Facts(
            connections=tuple(c for name in rooms for c in self._known[name].connections(rows.beats, leaves)),
            seats={identity: tuple(map(_somebody, rows.sitting[seat.pk])) for identity, seat in seats.items()},
            blocks=tuple(blocks),
            block=number,
            rooms=tuple(rooms),
            lead=rows.lead.get(live.pk),
            staff_order=tuple(dict.fromkeys(rows.staff[live.pk])),
            held=frozenset(name for name, room in rooms.items() if room.held_at is not None),
            held_by_staff=frozenset(name for name, room in rooms.items() if room.held_by_id is not None),
            pages={
                key: OpenPage(milliseconds(page.raised_at), page.accepted_at is not None) for key, page in pages.items()
            },
            missing=frozenset(cards),
            untold={key: milliseconds(card.lost_at) for key, card in cards.items() if card.pk in rows.untold},
            admitted=frozenset(i for i, seat in seats.items() if seat.admitted_at and not seat.revoked_at),
            next_block_at=blocks[number + 1].start if number + 1 < len(blocks) else None,
        )
        running = next((block for block in rows.held[live.pk] if block.ended_at is None), None)
        states = {name: room.state for name, room in rooms.items()}
        return Open(live, rooms, facts, times, plan, running, pages, cards, seats, states)


def _goodbyes(seat: Seat, said: Iterable[datetime]) -> list[int]:
    """When a seat said that it leaves. One that was put out is gone, whatever it says."""
    revoked = [seat.revoked_at] if seat.revoked_at else []
    return [milliseconds(at) for at in (*said, *revoked)]


def _somebody(row: SeatOccupant) -> Somebody:
    couple = str(row.couple_id) if row.couple_id else None
    return Somebody(str(row.who_id), row.role, row.counts_in_ratio, couple)


def _told(row: Any) -> Told:
    return Told(
        event=row.event,
        room=row.room,
        room_sid=row.room_sid,
        sid=row.sid,
        identity=row.identity,
        kind=row.kind,
        created_at=milliseconds(row.created_at),
        joined_at=row.joined_at_ms,
        reason=row.reason,
        can_publish=row.can_publish,
        received_at=milliseconds(row.received_at),
    )
