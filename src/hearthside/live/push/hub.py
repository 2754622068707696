"""
Who listens to which session in this process, and to which of its news.

News are ids: what changed is fetched by whoever may see it. Each of them is for an audience, so that nobody learns from
a bell that rings what they may not know.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

CHANNEL = "live"
MOST_WAITING = 100
RESYNC: dict[str, Any] = {"kind": "resync"}
"""Something may have been missed: fetch everything again."""


@dataclass(eq=False)
class Stream:
    """What waits to be written to one open page."""

    queue: "asyncio.Queue[dict[str, Any] | None]" = field(
        default_factory=lambda: asyncio.Queue(MOST_WAITING), kw_only=True
    )

    def push(self, news: dict[str, Any] | None) -> None:
        """Pass it on. Who reads too slowly loses the oldest, and is told to fetch everything again."""
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(RESYNC)
        self.queue.put_nowait(news)

    def end(self) -> None:
        """They may listen no longer."""
        self.push(None)


@dataclass(eq=False)
class Listener(Stream):
    """One open stream: whose, of which session, for which audiences."""

    session: UUID
    session_key: str
    account: UUID
    audiences: frozenset[str]


class Hub:
    """All open streams of this process."""

    def __init__(self) -> None:
        self._listeners: dict[UUID, set[Listener]] = defaultdict(set)

    def join(self, listener: Listener) -> None:
        self._listeners[listener.session].add(listener)

    def leave(self, listener: Listener) -> None:
        self._listeners[listener.session].discard(listener)
        if not self._listeners[listener.session]:
            del self._listeners[listener.session]

    @property
    def listeners(self) -> list[Listener]:
        return [listener for those in self._listeners.values() for listener in those]

    def hear(self, payload: str) -> None:
        """What the database told: {session, to, kind, id}."""
        told = json.loads(payload)
        news = {"kind": told["kind"], "id": told["id"]}
        for listener in self._listeners.get(UUID(told["session"]), ()):
            if told["to"] in listener.audiences:
                listener.push(news)

    def resync(self) -> None:
        for listener in self.listeners:
            listener.push(RESYNC)

    def keep(self, still: Iterable[tuple[Listener, frozenset[str]]]) -> None:
        """Who may still listen, to what; everybody else's stream ends."""
        allowed = dict(still)
        for listener in self.listeners:
            if listener not in allowed:
                continue
            listener.audiences = allowed[listener]
            if not listener.audiences:
                listener.end()
