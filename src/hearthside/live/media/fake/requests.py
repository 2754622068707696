"""What a media server's requests do to a fake house: names, fields and refusals are the real one's."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from hearthside.live.media.fake.house import House
from hearthside.live.media.fake.people import FakePerson, FakeRoom


class Refused(Exception):
    """The server's word for why not."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def _found(house: House, asked: Mapping[str, Any]) -> tuple[str, str]:
    room, identity = str(asked["room"]), str(asked["identity"])
    if room not in house.rooms or identity not in house.rooms[room].people:
        raise Refused("not_found", "participant does not exist")
    return room, identity


def _create(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    return _room(house.create(asked["name"], int(asked["emptyTimeout"]), int(asked["maxParticipants"])))


def _rooms(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    names = asked.get("names") or list(house.rooms)
    return {"rooms": [_room(house.rooms[name]) for name in names if name in house.rooms]}


def _delete(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    if asked["room"] in house.rooms:
        house.delete(asked["room"])
    return {}


def _participants(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    room = house.rooms.get(asked["room"])
    return {"participants": [_person(person) for person in room.people.values()] if room else []}


def _remove(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    house.remove(*_found(house, asked))
    return {}


def _update(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    room, identity = _found(house, asked)
    if "permission" in asked:
        house.permit(room, identity, asked["permission"])
    person = house.rooms[room].people[identity]
    changed = {**person.attributes, **asked.get("attributes", {})}
    person.attributes = {name: word for name, word in changed.items() if word}
    return _person(person)


def _mute(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    room = house.rooms.get(asked["room"])
    person = room.people.get(asked["identity"]) if room else None
    if person is None:
        raise Refused("unavailable", "no response from servers")
    if track := person.tracks.get(asked["trackSid"]):
        track["muted"] = bool(asked["muted"])
    return {"track": track} if track else {}


def _send(house: House, asked: Mapping[str, Any]) -> dict[str, Any]:
    room = house.rooms.get(asked["room"])
    if room is None:
        raise Refused("unavailable", "no response from servers")
    for identity in asked["destinationIdentities"] or list(room.people):
        if identity in room.people:
            room.people[identity].received.append((asked["topic"], base64.b64decode(asked["data"])))
    return {}


METHODS: dict[str, tuple[str, Callable[[House, Mapping[str, Any]], dict[str, Any]]]] = {
    "CreateRoom": ("roomCreate", _create),
    "ListRooms": ("roomList", _rooms),
    "DeleteRoom": ("roomCreate", _delete),
    "ListParticipants": ("roomAdmin", _participants),
    "RemoveParticipant": ("roomAdmin", _remove),
    "UpdateParticipant": ("roomAdmin", _update),
    "MutePublishedTrack": ("roomAdmin", _mute),
    "SendData": ("roomAdmin", _send),
}


def _room(room: FakeRoom) -> dict[str, Any]:
    return {"name": room.name, "sid": room.sid, "max_participants": room.most, "empty_timeout": room.empty_seconds}


def _person(person: FakePerson) -> dict[str, Any]:
    return {
        "sid": person.sid,
        "identity": person.identity,
        "state": "ACTIVE",
        "kind": person.kind,
        "joined_at_ms": str(int(person.joined_at * 1000)),
        "permission": {"can_publish": person.rights.get("canPublish", False)},
        "attributes": person.attributes,
        "tracks": [{**track, "source": track["source"].upper()} for track in person.tracks.values()],
    }
