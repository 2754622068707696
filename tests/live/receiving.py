"""What an installation receives of a live session, put where it is received: events, polls and heartbeats."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.models.beats import PresencePoll
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.seats import Leave
from hearthside.live.push.beats import WRITE, Beats
from hearthside.live.queries.blocks import milliseconds
from hearthside.live.watching.tick import Looked, Tick
from tests.builders.live import Live, instant


@dataclass
class Received:
    """A session's room, watched second by second on real rows; seconds count from the session's beginning."""

    there: Live
    tick: Tick = field(default_factory=Tick)
    sids: dict[str, str] = field(default_factory=dict)
    # Whose page beats every two seconds, until it is stopped.
    beating: set[str] = field(default_factory=set)
    second: float = 0.0

    def __post_init__(self) -> None:
        self.beats = Beats("tests", lambda: self.second)

    def joins(self, *names: str, at: float, **more: Any) -> None:
        """Their connections are there, and their pages beat."""
        for name in names:
            self.sids[name] = f"PA_{name}_{round(at * 10)}"
            self.event("participant_joined", name, at, **more)
            self.beating.add(name)

    def leaves(self, name: str, *, at: float, reason: str = "CLIENT_INITIATED") -> None:
        self.beating.discard(name)
        self.event("participant_left", name, at, reason=reason)

    def event(self, event: str, name: str, at: float, *, stored: float | None = None, **more: Any) -> None:
        """What the media server tells; stored later where it waited on disk."""
        when, stored_at = instant(self.there, at), instant(self.there, at if stored is None else stored)
        with scope(self.there.watch):
            WebhookInbox.objects.create(
                event_id=str(new_id()), program=self.there.at.program, event=event, room=self.there.room.name,
                room_sid="RM_1", sid=self.sids[name], identity=self.there.seats[name].identity, created_at=when,
                received_at=when, stored_at=stored_at, body_sha256="0" * 64, **more,
            )  # fmt: skip

    def poll(self, *names: str, at: float, ok: bool = True) -> None:
        listed = [
            {"sid": self.sids[name], "identity": self.there.seats[name].identity, "joined_at_ms": self.ms(0)}
            for name in names
        ]
        with scope(self.there.watch):
            PresencePoll.objects.create(
                program=self.there.at.program, room=self.there.room, at=instant(self.there, at), ok=ok,
                participants=listed,
            )  # fmt: skip

    def says_leave(self, name: str, *, at: float) -> None:
        with scope(self.there.watch):
            Leave.objects.create(
                program=self.there.at.program, seat=self.there.seats[name], coming_back=False,
                at=instant(self.there, at),
            )  # fmt: skip
        self.beating.discard(name)

    def ms(self, seconds: float) -> int:
        return milliseconds(instant(self.there, seconds))

    def beat(self, names: "set[str] | None" = None) -> None:
        """One heartbeat of everybody's page, written as of now."""
        for name in sorted(self.beating if names is None else names):
            self.beats.beat(self.there.seats[name].pk, self.sids[name], self.there.room.name)
        self.write()

    def write(self, *, as_of: "datetime | None" = None) -> None:
        with scope(self.there.watch), connection.cursor() as cursor:
            cursor.execute(WRITE, self.beats.parameters(self.beats.take(), as_of or instant(self.there, self.second)))

    def until(self, seconds: float, *, media_works: bool = True) -> Looked:
        """Go on to this second: a heartbeat and a look every two."""
        looked = Looked(0, ())
        while self.second < seconds:
            self.second += 2
            self.beat()
            looked = self.look(media_works=media_works)
        return looked

    def look(self, *, media_works: bool = True) -> Looked:
        now = instant(self.there, self.second)
        with clock.fixed(now):
            return self.tick.look(now, media_works=media_works)


def everybody(there: Live) -> Received:
    """All are in from the first second, and eight seconds have passed: whoever watches sees again."""
    received = Received(there)
    received.joins("kim", "lee", "p1", "p2", "p3", "p4", at=0)
    received.until(10)
    return received
