"""LiveKit, run by whoever runs Hearthside: the one media server we speak to, and the measure of our fake one."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from hearthside.live.media import tokens, twirp
from hearthside.live.media.engine import MediaRefused, NotInRoom, Participant, Room, Track
from hearthside.live.media.keys import MediaServer
from hearthside.live.media.permissions import Permission

ACTIVE = "ACTIVE"


class LiveKit:
    """The media engine over LiveKit's own requests."""

    def __init__(self, server: MediaServer) -> None:
        self.server = server

    def answers(self) -> bool:
        return twirp.is_there(self.server.url)

    def create_room(self, name: str, *, empty_seconds: int, most: int) -> Room:
        asked = {
            "name": name, "emptyTimeout": empty_seconds, "departureTimeout": empty_seconds, "maxParticipants": most,
        }  # fmt: skip
        return _room(self._ask("CreateRoom", {"roomCreate": True}, asked))

    def rooms(self, names: Sequence[str] = ()) -> list[Room]:
        return [_room(room) for room in self._ask("ListRooms", {"roomList": True}, {"names": list(names)})["rooms"]]

    def close_room(self, name: str) -> None:
        try:
            self._ask("DeleteRoom", {"roomCreate": True}, {"room": name})
        except NotInRoom:
            return

    def mint_token(self, room: str, identity: str, permission: Permission, attributes: Mapping[str, str]) -> str:
        return tokens.join_token(self.server.app, room, identity, permission, attributes)

    def participants(self, room: str) -> list[Participant]:
        return [_participant(one) for one in self._in(room, "ListParticipants", {})["participants"]]

    def remove(self, room: str, identity: str) -> None:
        self._in(room, "RemoveParticipant", {"identity": identity})

    def set_permission(self, room: str, identity: str, permission: Permission) -> None:
        rights = {
            "canPublish": permission.can_publish,
            "canSubscribe": permission.subscribe,
            "canPublishData": permission.data,
            "canPublishSources": [source.upper() for source in permission.sources],
            "canUpdateMetadata": False,
            "agent": permission.agent,
        }
        self._in(room, "UpdateParticipant", {"identity": identity, "permission": rights})

    def set_attributes(self, room: str, identity: str, attributes: Mapping[str, str]) -> None:
        self._in(room, "UpdateParticipant", {"identity": identity, "attributes": dict(attributes)})

    def mute(self, room: str, identity: str, track_sid: str) -> None:
        try:
            self._in(room, "MutePublishedTrack", {"identity": identity, "trackSid": track_sid, "muted": True})
        except MediaRefused as why:
            # It asks whoever is meant, waits for three seconds, and says that nobody answered.
            raise (NotInRoom(why.code, str(why)) if why.code == "unavailable" else why) from None

    def send(self, room: str, topic: str, content: bytes, identities: Sequence[str]) -> None:
        data = base64.b64encode(content).decode()
        asked = {"data": data, "kind": "RELIABLE", "destinationIdentities": list(identities), "topic": topic}
        self._in(room, "SendData", asked)

    def _in(self, room: str, method: str, question: Mapping[str, Any]) -> dict[str, Any]:
        return self._ask(method, {"roomAdmin": True, "room": room}, {"room": room, **question})

    def _ask(self, method: str, grants: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
        token = tokens.request_token(self.server.app, grants)
        return twirp.ask(self.server.url, method, token, question)


def _room(told: Mapping[str, Any]) -> Room:
    return Room(told["name"], told["sid"])


def _participant(told: Mapping[str, Any]) -> Participant:
    rights = told.get("permission") or {}
    return Participant(
        sid=told["sid"],
        identity=told["identity"],
        kind=told.get("kind", "STANDARD"),
        active=told.get("state") == ACTIVE,
        # Numbers of 64 bits come as text.
        joined_at_ms=int(_either(told, "joined_at_ms", "joinedAtMs") or 0),
        can_publish=bool(_either(rights, "can_publish", "canPublish")),
        attributes=dict(told.get("attributes") or {}),
        tracks=tuple(
            Track(track["sid"], str(track.get("source", "")).lower(), bool(track.get("muted")))
            for track in told.get("tracks") or ()
        ),
    )


def _either(told: Mapping[str, Any], snake: str, camel: str) -> Any:
    """Servers of different age write the same field in one of two ways."""
    return told[snake] if snake in told else told.get(camel)
