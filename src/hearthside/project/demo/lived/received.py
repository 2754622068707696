"""
What would have been received of a session, put where it is received: the media server's events, polls and heartbeats.

It goes the way of everything that is received: an event is read from a message like the media server's, an event that
is there already is not kept twice, and of heartbeats the first, the last and the pauses are kept.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from hearthside.live.media.told import event_of
from hearthside.live.models.beats import PresencePoll
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.models.seats import Seat
from hearthside.live.push.beats import WRITE, Beats
from hearthside.live.push.inbox import INSERT
from hearthside.live.queries.blocks import milliseconds
from hearthside.project.demo.lived.script import Stay

RECEIVER = "demonstration"
# How long somebody connects before media flows, and how long our answer takes.
CONNECTS, ARRIVES = timedelta(milliseconds=700), timedelta(milliseconds=90)
# A page beats every two seconds. What is kept of that is the same if fewer beats are told, without a pause among them.
BEAT_SECONDS = 5.0
# The media server is asked every fifteen seconds; kept for these weeks is one answer in forty.
POLL = timedelta(minutes=10)
LOST, SAID = "CONNECTION_TIMEOUT", "CLIENT_INITIATED"


@dataclass(frozen=True)
class Connection:
    """One connection of a seat's, as the media server knows it."""

    seat: Seat
    stay: Stay

    @cached_property
    def sid(self) -> str:
        return f"PA_{_short(self.seat.identity, self.stay.start.isoformat())}"

    @property
    def joined_ms(self) -> int:
        return milliseconds(self.stay.start - CONNECTS)

    def is_open_at(self, at: datetime) -> bool:
        """Whether the media server lists it then: one whose line broke it lists until it has noticed."""
        return self.stay.start < at < self.stay.told_at


def receive(room: LiveRoom, connections: Sequence[Connection], since: datetime, until: datetime) -> None:
    """What came from this instant on and before that one: the media server's events, and the heartbeats of pages."""
    told = sorted(_told(room, connections), key=lambda each: each[0])
    events = [
        replace(event, received_at=at + ARRIVES, stored_at=at + ARRIVES)
        for at, body in told
        if since <= at < until and (event := event_of(body)) is not None
    ]
    said = sorted(_beats(connections, since, until), key=lambda each: each[0])
    heard_at = [until.timestamp()]
    beats = Beats(RECEIVER, lambda: heard_at[0])
    for heard_at[0], each in said:
        beats.beat(each.seat.pk, each.sid, room.name)
    heard_at[0] = until.timestamp()
    parameters: dict[str, Any] = beats.parameters(beats.take(), until)
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [vars(event) for event in events])
        cursor.execute(WRITE, parameters)


def keep_polls(room: LiveRoom, connections: Sequence[Connection], since: datetime, until: datetime) -> None:
    """Whom the media server listed each time it was asked."""
    found, at = [], since + POLL
    while at < until:
        listed = [_listed(each) for each in connections if each.is_open_at(at)]
        found.append(PresencePoll(program_id=room.program_id, room=room, at=at, ok=True, participants=listed))
        at += POLL
    PresencePoll.objects.bulk_create(found)


def _beats(connections: Iterable[Connection], since: datetime, until: datetime) -> Iterator[tuple[float, Connection]]:
    first, last = since.timestamp(), until.timestamp()
    for each in connections:
        at, end = each.stay.start.timestamp(), each.stay.end.timestamp()
        # The first of its beats that is not before.
        at += max(0, math.ceil((first - at) / BEAT_SECONDS)) * BEAT_SECONDS
        while at < min(end, last):
            yield at, each
            at += BEAT_SECONDS
        if first <= end < last:
            yield end, each


def _told(room: LiveRoom, connections: Iterable[Connection]) -> Iterator[tuple[datetime, bytes]]:
    for each in connections:
        yield each.stay.start, _body(room, "participant_joined", each.stay.start, each)
        reason = LOST if each.stay.broke else SAID
        yield each.stay.told_at, _body(room, "participant_left", each.stay.told_at, each, reason)


def _body(room: LiveRoom, event: str, at: datetime, each: Connection | None = None, reason: str = "") -> bytes:
    """As the media server writes it, as far as anybody here reads it."""
    told: dict[str, Any] = {
        "event": event,
        "id": f"EV_{_short(room.name, event, each.sid if each else '')}",
        "createdAt": str(int(at.timestamp())),
        "room": {"name": room.name, "sid": room.room_sid},
    }
    if each is not None:
        told["participant"] = {
            "sid": each.sid, "identity": each.seat.identity, "joinedAtMs": str(each.joined_ms),
            "permission": {"canPublish": True}, **({"disconnectReason": reason} if reason else {}),
        }  # fmt: skip
    return json.dumps(told).encode()


def _listed(each: Connection) -> dict[str, Any]:
    return {
        "sid": each.sid, "identity": each.seat.identity, "joined_at_ms": each.joined_ms, "kind": "STANDARD",
        "can_publish": True,
    }  # fmt: skip


def _short(*words: str) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:20]
