"""
From what was received to the connections that are known right now, as the watch takes them.

Facts of a connection are set once, so the same rows read again, or late, or twice, change nothing. What the attendance
engine believes of starts and ends is believed here too. The watch's own is how long to wait for a silence, and by whose
clock: where the media server's is behind ours, nobody may seem gone for longer than they are, or gone by a Leave that
they pressed before they came back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hearthside.live.attendance.connections import GRACEFUL, NEVER_CAME
from hearthside.live.attendance.evidence import TECHNICAL_KINDS, plain_identity
from hearthside.live.watch.facts import Connection

JOINED, LEFT, FINISHED = "participant_joined", "participant_left", "room_finished"
ABSENCES = 2
"""Polls in a row without a connection, after which it is over although nobody said so."""
CLOCKS_APART = 3_000
"""The media server's clock may be two seconds behind ours, and it says whole seconds."""


@dataclass(frozen=True)
class Told:
    """One event of the media server, instants in milliseconds."""

    event: str
    room: str
    room_sid: str
    sid: str
    identity: str
    kind: str
    created_at: int
    joined_at: int | None
    reason: str
    can_publish: bool | None
    # By our own clock.
    received_at: int

    @property
    def at(self) -> int:
        """When it happened by our clock, at the latest: it was no later than we heard of it."""
        return min(self.received_at, self.created_at + CLOCKS_APART)


@dataclass
class _Known:
    """What is known of one connection."""

    room: str = ""
    room_sid: str = ""
    identity: str = ""
    kind: str = "STANDARD"
    joined_at: int | None = None
    # The same by our clock: what was said before is not of this connection.
    came_at: int = 0
    is_active: bool = False
    left_at: int | None = None
    lossy: bool = False
    can_publish: bool = True
    absent: list[int] = field(default_factory=list)


class Known:
    """What is known of all connections of one room, gathered as it comes."""

    def __init__(self) -> None:
        self._of: dict[str, _Known] = {}
        self._finished: dict[str, int] = {}

    def hear(self, told: Told) -> None:
        """Take in one event; the same once more changes nothing."""
        if told.event == FINISHED:
            self._finished[told.room_sid] = min(told.at, self._finished.get(told.room_sid, told.at))
        if told.event not in (JOINED, LEFT) or not told.sid or told.reason == NEVER_CAME:
            return
        known = self._of.setdefault(told.sid, _Known())
        known.room, known.room_sid = told.room, told.room_sid or known.room_sid
        known.identity, known.kind, known.is_active = plain_identity(told.identity), told.kind, True
        if told.event == JOINED:
            started = max(told.created_at, told.joined_at or 0)
            known.joined_at = max(started, known.joined_at or 0)
            known.came_at = max(told.at, known.came_at)
            known.can_publish = told.can_publish is not False
            return
        if known.joined_at is None:
            known.joined_at = told.joined_at or told.created_at
        if known.left_at is None or told.at <= known.left_at:
            known.left_at, known.lossy = told.at, told.reason not in GRACEFUL

    def poll(self, room: str, at: int, participants: Iterable[Mapping[str, Any]]) -> None:
        """Take in one answered poll. Polls come in order of time."""
        listed = {one["sid"]: one for one in participants}
        for sid, one in listed.items():
            known = self._of.setdefault(sid, _Known(room=room, identity=plain_identity(one["identity"])))
            known.is_active, known.absent = True, []
            if known.joined_at is None:
                known.joined_at, known.kind = one.get("joined_at_ms") or at, one.get("kind") or "STANDARD"
                known.can_publish = one.get("can_publish") is not False
        for sid, known in self._of.items():
            if sid not in listed and known.joined_at is not None and known.joined_at < at:
                known.absent.append(at)

    def connections(
        self, beats: Mapping[tuple[str, str], int], leaves: Mapping[str, Iterable[int]]
    ) -> list[Connection]:
        """
        Every connection of a person, with the last heartbeat that its own seat sent for it and with what that seat said
        of leaving since it began. `beats`: (identity, SID) -> instant; `leaves`: identity -> instants.
        """
        found = []
        for sid, known in self._of.items():
            if not known.is_active or known.joined_at is None or known.kind in TECHNICAL_KINDS:
                continue
            left_at, lossy = self._end(known)
            goodbye = [at for at in leaves.get(known.identity, ()) if at >= (known.came_at or known.joined_at)]
            found.append(
                Connection(
                    sid=sid,
                    identity=known.identity,
                    room=known.room,
                    joined_at=known.joined_at,
                    last_beat=beats.get((known.identity, sid)),
                    left_at=left_at,
                    lossy=lossy,
                    own_leave_at=min(goodbye, default=None),
                    can_publish=known.can_publish,
                )
            )
        return found

    def _end(self, known: _Known) -> tuple[int | None, bool]:
        """When it ended as far as anybody said, and whether the server had only missed it."""
        if known.left_at is not None:
            return known.left_at, known.lossy
        if known.room_sid in self._finished:
            return self._finished[known.room_sid], False
        if len(known.absent) >= ABSENCES:
            return known.absent[0], True
        return None, False
