"""Rooms and people of a fake media server, and why somebody is in a room no more."""

from dataclasses import dataclass, field
from typing import Any

from hearthside.base.refusal import Refusal

CLIENT, DUPLICATE, REMOVED, ROOM_DELETED, TIMEOUT = (
    "CLIENT_INITIATED", "DUPLICATE_IDENTITY", "PARTICIPANT_REMOVED", "ROOM_DELETED", "CONNECTION_TIMEOUT",
)  # fmt: skip


class NotLetIn(Refusal):
    """The fake server's handshake failed, with the status that the real one answers."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass
class FakeRoom:
    name: str
    sid: str
    empty_seconds: int
    most: int
    made_at: float
    people: dict[str, "FakePerson"] = field(default_factory=dict)


@dataclass
class FakePerson:
    """One connection."""

    sid: str
    identity: str
    kind: str
    joined_at: float
    rights: dict[str, Any]
    attributes: dict[str, str]
    tracks: dict[str, dict[str, Any]] = field(default_factory=dict)
    received: list[tuple[str, bytes]] = field(default_factory=list)
    gone_because: str | None = None
    lost: bool = False
