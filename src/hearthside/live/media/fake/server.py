"""A fake media server, to which our own client talks as to the real one: over HTTP, in JSON, with signed rights."""

import base64
import http.client
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import jwt

from hearthside.live.media.fake.clock import Clock, WallClock
from hearthside.live.media.fake.house import FakePerson, FakeRoom, House
from hearthside.live.media.fake.telling import Knobs, Send, Telling
from hearthside.live.media.keys import MediaServer
from hearthside.live.media.twirp import SERVICE

ANSWERS_WITHIN_SECONDS = 5.0
STATUS_OF = {"unauthenticated": 401, "permission_denied": 403, "not_found": 404, "bad_route": 404, "unavailable": 503}


class Refused(Exception):
    """The server's word for why not."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class FakeLiveKit(AbstractContextManager["FakeLiveKit"]):
    """
    One server on this machine; as a context it runs.

    What happens in its rooms is told to `send`, or where an address is given, to whoever answers there.
    """

    def __init__(
        self,
        keys: Callable[[str], MediaServer],
        *,
        send: Send | None = None,
        hook_url: str = "",
        clock: Clock | None = None,
        knobs: Knobs | None = None,
    ) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server = keys(f"http://127.0.0.1:{self.http.server_port}")
        self.clock = clock or WallClock()
        telling = Telling(self.server.hook, self.clock, send or posting(hook_url), knobs or Knobs())
        self.house = House(self.server.app, self.clock, telling)
        self.lock = threading.RLock()

    def __enter__(self) -> "FakeLiveKit":
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def answer(self, method: str, token: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """
        What the real one answers to this request.

        Raises:
            Refused: with its word for why.
        """
        if method not in _METHODS:
            raise Refused("bad_route", f"no handler for path {method}")
        right, act = _METHODS[method]
        self._require(token, right, str(asked.get("room", "")))
        with self.lock:
            return act(self.house, asked)

    def _require(self, token: str, right: str, room: str) -> None:
        """Now by the wall's clock, whatever the house's: our client signs with that."""
        try:
            video = jwt.decode(token, self.server.app.secret, ["HS256"], issuer=self.server.app.name).get("video", {})
        except jwt.InvalidTokenError:
            raise Refused("unauthenticated", "invalid token") from None
        if not video.get(right) or (right == "roomAdmin" and video.get("room") != room):
            raise Refused("permission_denied", "permissions denied")


def posting(url: str) -> Send:
    """Hands what there is to tell to whoever answers at this address."""

    def send(body: bytes, signed: str) -> int:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ANSWERS_WITHIN_SECONDS)
        try:
            headers = {"Content-Type": "application/webhook+json", "Authorization": signed}
            connection.request("POST", parts.path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    return send if url else lambda body, signed: 200


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


_METHODS: dict[str, tuple[str, Callable[[House, Mapping[str, Any]], dict[str, Any]]]] = {
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


def _handler(fake: FakeLiveKit) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(503 if fake.house.down else 200, b"OK")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if fake.house.down:
                # As where nobody listens: the connection ends without a word.
                self.close_connection = True
                return
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                answer = fake.answer(self.path.removeprefix(f"{SERVICE}/"), token, json.loads(body))
            except Refused as why:
                told = {"code": why.code, "msg": str(why)}
                self._say(STATUS_OF[why.code], json.dumps(told).encode())
                return
            self._say(200, json.dumps(answer).encode())

        def _say(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: a test server has nothing to say to a terminal."""

    return Handler
