"""
What the live room asks of a media server, whichever it is.

Rooms and identities are opaque: nothing that is sent there says who somebody is, because everybody in a room is shown
it and the server writes it into its logs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hearthside.base.refusal import Refusal
from hearthside.live.media.permissions import Permission


class MediaUnreachable(Refusal):
    """The media server does not answer, or not in time. Whatever was asked may have been done or not."""


class MediaRefused(Refusal):
    """The media server answered that it will not: `code` is its word for why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"The media server refused ({code}): {words}")
        self.code = code


class NotInRoom(MediaRefused):
    """Nobody with this identity is in this room, or there is no such room."""


@dataclass(frozen=True)
class Room:
    """A room as the server keeps it. Another `sid` under the same name means that it was made anew."""

    name: str
    sid: str


@dataclass(frozen=True)
class Track:
    """What somebody sends: their microphone, camera or screen."""

    sid: str
    source: str
    muted: bool


@dataclass(frozen=True)
class Participant:
    """Somebody's connection, as the server lists it. A crash is listed for twenty seconds more."""

    sid: str
    identity: str
    kind: str
    active: bool
    joined_at_ms: int
    can_publish: bool
    attributes: Mapping[str, str]
    tracks: tuple[Track, ...]


class MediaEngine(Protocol):
    """
    A media server. Every call is one request; nothing is kept between two.

    Raises, each of them: MediaUnreachable, MediaRefused.
    """

    def answers(self) -> bool:
        """Whether it is there. Raises nothing."""
        ...

    def create_room(self, name: str, *, empty_seconds: int, most: int) -> Room:
        """Make the room, or give the one that is there; it lasts so many seconds with nobody in it."""
        ...

    def rooms(self, names: Sequence[str] = ()) -> list[Room]:
        """The rooms of these names that there are; with no name, all."""
        ...

    def close_room(self, name: str) -> None:
        """End the room and every connection in it; one that is not there is closed already."""
        ...

    def mint_token(self, room: str, identity: str, permission: Permission, attributes: Mapping[str, str]) -> str:
        """What lets one person into one room within two minutes. Asks nobody."""
        ...

    def participants(self, room: str) -> list[Participant]:
        """Who is in the room; nobody where there is no such room."""
        ...

    def remove(self, room: str, identity: str) -> None:
        """
        End this person's connection. It does not keep them from coming back: the gate does.

        Raises:
            NotInRoom: they are not there.
        """
        ...

    def set_permission(self, room: str, identity: str, permission: Permission) -> None:
        """
        What they may send and receive from now on; what they may no longer send ends.

        Raises:
            NotInRoom: they are not there.
        """
        ...

    def set_attributes(self, room: str, identity: str, attributes: Mapping[str, str]) -> None:
        """
        Change these words on somebody's tile; an empty one is taken away, others stay.

        Raises:
            NotInRoom: they are not there.
        """
        ...

    def mute(self, room: str, identity: str, track_sid: str) -> None:
        """
        Silence what they send. Only they themselves can turn it on again.

        Raises:
            NotInRoom: they, or what they sent, are not there.
        """
        ...

    def send(self, room: str, topic: str, content: bytes, identities: Sequence[str]) -> None:
        """Pass this on to those of them who are in the room."""
        ...
