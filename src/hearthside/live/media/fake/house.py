"""
The rooms of a fake media server and who is in them: what the real one does, without sound or pictures.

It is measured against the real one by one suite that both have to pass. Whoever scripts it says who comes, leaves, or
is lost; what follows from that (events, lists, limits) follows by itself.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from hearthside.live.media.fake.clock import Clock
from hearthside.live.media.fake.people import (
    CLIENT,
    DUPLICATE,
    REMOVED,
    ROOM_DELETED,
    TIMEOUT,
    FakePerson,
    FakeRoom,
    NotLetIn,
)
from hearthside.live.media.fake.telling import Telling
from hearthside.live.media.keys import KeyPair

# After this many seconds the real server misses somebody whose connection died.
MISSED_BETWEEN_SECONDS = (20.1, 21.7)


@dataclass
class House:
    """All rooms of one server."""

    app: KeyPair
    clock: Clock
    telling: Telling
    seed: int = 7
    rooms: dict[str, FakeRoom] = field(default_factory=dict)
    down: bool = False

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    # -- what the server's own requests do

    def create(self, name: str, empty_seconds: int, most: int) -> FakeRoom:
        if name not in self.rooms:
            self.rooms[name] = FakeRoom(name, self._sid("RM"), empty_seconds, most, self.clock.now())
            self._tell("room_started", self.rooms[name])
        return self.rooms[name]

    def delete(self, name: str) -> None:
        room = self.rooms[name]
        for person in list(room.people.values()):
            self._gone(room, person, ROOM_DELETED)
        del self.rooms[name]
        self._tell("room_finished", room)

    def remove(self, room: str, identity: str) -> None:
        self._gone(self.rooms[room], self.rooms[room].people[identity], REMOVED)

    def permit(self, room: str, identity: str, rights: Mapping[str, Any]) -> None:
        """What they may no longer send ends."""
        person = self.rooms[room].people[identity]
        person.rights = dict(rights)
        person.tracks = {s: t for s, t in person.tracks.items() if _may_send(person.rights, t["source"])}

    # -- what people do

    def join(self, token: str) -> FakePerson:
        """
        Come in with this token.

        Raises:
            NotLetIn: the server is down, the token is not good for it, or there is no such room, or no place in it.
        """
        claims = self._claims(token)
        video = claims["video"]
        room = self.rooms.get(video["room"])
        if room is None:
            raise NotLetIn(404, "requested room does not exist")
        identity = claims["sub"]
        agent = claims.get("kind") == "agent"
        counted = [p for p in room.people.values() if p.kind != "AGENT" and p.identity != identity]
        if not agent and room.most and len(counted) >= room.most:
            raise NotLetIn(500, "room has exceeded its max participants")
        if identity in room.people:
            self._gone(room, room.people[identity], DUPLICATE)
        rights = {
            "canSubscribe": video["canSubscribe"], "canPublish": video["canPublish"],
            "canPublishData": video["canPublishData"],
            "canPublishSources": [s.upper() for s in video.get("canPublishSources", [])],
        }  # fmt: skip
        person = FakePerson(
            self._sid("PA"), identity, "AGENT" if agent else "STANDARD", self.clock.now(), rights,
            dict(claims.get("attributes", {})),
        )  # fmt: skip
        room.people[identity] = person
        self._tell("participant_joined", room, person)
        return person

    def try_to_join(self, token: str) -> None:
        """Begin to connect, and never get through."""
        claims = self._claims(token)
        room = self.rooms[claims["video"]["room"]]
        person = FakePerson(self._sid("PA"), claims["sub"], "STANDARD", self.clock.now(), {}, {})
        self._tell("participant_connection_aborted", room, person, TIMEOUT)

    def publish(self, room: str, identity: str, source: str) -> str | None:
        """Send from this source; the track, or None where that is not allowed."""
        person = self.rooms[room].people[identity]
        if not _may_send(person.rights, source):
            return None
        sid = self._sid("TR")
        person.tracks[sid] = {"sid": sid, "source": source, "muted": False}
        return sid

    def leave(self, room: str, identity: str) -> None:
        """Say goodbye: it is told at once."""
        self._gone(self.rooms[room], self.rooms[room].people[identity], CLIENT)

    def lose(self, room: str, identity: str) -> None:
        """The connection dies without a word: listed as before until the server misses it."""
        there, person = self.rooms[room], self.rooms[room].people[identity]
        person.lost = True
        late = self.dice.uniform(*MISSED_BETWEEN_SECONDS)
        self.clock.later(late, lambda: self._missed(there, person))

    # -- what happens to the server

    def stop(self) -> None:
        """It ends: its rooms and what it had to tell are gone, and nobody is told."""
        self.down = True
        for room in self.rooms.values():
            for person in room.people.values():
                person.gone_because = "SERVER_SHUTDOWN"
        self.rooms.clear()
        self.telling.forget()

    def start(self) -> None:
        """It is there again, with no room."""
        self.down = False

    def _missed(self, room: FakeRoom, person: FakePerson) -> None:
        if person.gone_because is None and self.rooms.get(room.name) is room:
            self._gone(room, person, TIMEOUT)

    def _gone(self, room: FakeRoom, person: FakePerson, because: str) -> None:
        person.gone_because = because
        if room.people.get(person.identity) is person:
            del room.people[person.identity]
        self._tell("participant_left", room, person, because)

    def _claims(self, token: str) -> dict[str, Any]:
        if self.down:
            raise NotLetIn(0, "nobody answers")
        try:
            # The clock of this server decides, not that of the machine.
            claims = jwt.decode(
                token, self.app.secret, algorithms=["HS256"], issuer=self.app.name,
                options={"verify_exp": False, "verify_nbf": False},
            )  # fmt: skip
        except jwt.InvalidTokenError:
            raise NotLetIn(401, "invalid token") from None
        if not claims["nbf"] - 60 <= self.clock.now() <= claims["exp"] + 60:
            raise NotLetIn(401, "token has expired")
        if not claims.get("video", {}).get("roomJoin") or not claims["video"].get("room"):
            raise NotLetIn(401, "permissions denied")
        return dict(claims)

    def _tell(self, event: str, room: FakeRoom, person: FakePerson | None = None, because: str = "") -> None:
        told: dict[str, Any] = {
            "event": event, "room": {"sid": room.sid, "name": room.name, "turnPassword": "never-kept"},
            "id": self._sid("EV"), "createdAt": str(int(self.clock.now())),
        }  # fmt: skip
        if person is not None:
            told["participant"] = {
                "sid": person.sid, "identity": person.identity, "state": "DISCONNECTED" if because else "ACTIVE",
                "joinedAt": str(int(person.joined_at)), "joinedAtMs": str(int(person.joined_at * 1000)),
                "permission": person.rights, "attributes": person.attributes,
                **({"disconnectReason": because} if because else {}),
                **({"kind": person.kind} if person.kind != "STANDARD" else {}),
            }  # fmt: skip
        self.telling.tell(room.name, told)

    def _sid(self, kind: str) -> str:
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
        return f"{kind}_{''.join(self.dice.choices(letters, k=12))}"


def _may_send(rights: Mapping[str, Any], source: str) -> bool:
    sources = rights.get("canPublishSources") or []
    return bool(rights.get("canPublish")) and (not sources or source.upper() in sources)
