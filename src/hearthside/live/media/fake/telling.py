"""
How a fake media server tells what happened, and how that goes wrong: as the real one's, or worse where a test asks.

The real one keeps what it has to tell in memory, in one queue for each room. It tries five times, with growing pauses,
when nobody answers or the answer is a fault; any other refusal counts as delivered; what waited for half a minute, or
stands behind two hundred others, is dropped.
"""

import base64
import hashlib
import json
import random
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from hearthside.live.media.fake.clock import Clock
from hearthside.live.media.keys import KeyPair

LASTS_SECONDS = 300
PAUSES = (1.0, 2.0, 4.0, 8.0)
TOO_MANY_REQUESTS, FAULT, REFUSED = 429, 500, 400

Send = Callable[[bytes, str], int]
"""Hand over a body and its signature; the status of the answer, or 0 where nobody answers."""


@dataclass
class Knobs:
    """What goes wrong, and how often. As they stand nothing does."""

    dropped: float = 0.0
    doubled: float = 0.0
    delay_seconds: float = 0.0
    # The chance that one is told after the next.
    reordered: float = 0.0
    oldest_seconds: float = 30.0
    deepest: int = 200
    seed: int = 7


@dataclass
class Told:
    """What became of everything there was to tell."""

    delivered: int = 0
    refused: int = 0
    dropped: int = 0


@dataclass
class Telling:
    """One queue for each room, worked through in order."""

    pair: KeyPair
    clock: Clock
    send: Send
    knobs: Knobs = field(default_factory=Knobs)
    told: Told = field(default_factory=Told)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.knobs.seed)
        self.queues: dict[str, deque[tuple[float, bytes]]] = defaultdict(deque)
        self.busy: set[str] = set()

    def tell(self, room: str, event: Mapping[str, Any]) -> None:
        """Queue one event of this room."""
        if self.dice.random() < self.knobs.dropped or len(self.queues[room]) >= self.knobs.deepest:
            self.told.dropped += 1
            return
        queue, entry = self.queues[room], (self.clock.now(), json.dumps(event, separators=(",", ":")).encode())
        if queue and self.dice.random() < self.knobs.reordered:
            queue.insert(len(queue) - 1, entry)
        else:
            queue.append(entry)
        if self.dice.random() < self.knobs.doubled:
            queue.append(entry)
        if room not in self.busy:
            self.busy.add(room)
            self.clock.later(self.knobs.delay_seconds, lambda: self._next(room))

    def forget(self) -> None:
        """The server ended: what it had not told yet is gone."""
        self.told.dropped += sum(map(len, self.queues.values()))
        self.queues.clear()

    def _next(self, room: str) -> None:
        queue = self.queues[room]
        while queue and self.clock.now() - queue[0][0] > self.knobs.oldest_seconds:
            queue.popleft()
            self.told.dropped += 1
        if not queue:
            self.busy.discard(room)
            return
        self._try(room, queue.popleft()[1], 0)

    def _try(self, room: str, body: bytes, tries: int) -> None:
        status = self.send(body, signature(self.pair, body, self.clock.now()))
        again = status == 0 or status == TOO_MANY_REQUESTS or status >= FAULT
        if again and tries < len(PAUSES):
            self.clock.later(PAUSES[tries], lambda: self._try(room, body, tries + 1))
            return
        if again:
            self.told.dropped += 1
        elif status >= REFUSED:
            self.told.refused += 1
        else:
            self.told.delivered += 1
        self.clock.later(self.knobs.delay_seconds, lambda: self._next(room))


def signature(pair: KeyPair, body: bytes, now: float) -> str:
    """What goes with a body so that its receiver can believe it."""
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    claims = {"iss": pair.name, "nbf": int(now), "iat": int(now), "exp": int(now) + LASTS_SECONDS, "sha256": digest}
    return jwt.encode(claims, pair.secret, algorithm="HS256")
