"""
Doors that are answered without Django's views: each is on the list, states its rule, and gives nothing to nobody.

None of them has a session before it, so each has to know by itself who asks: that is what the list says of it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from hearthside.access.parts import parts
from hearthside.base.ids import new_id
from hearthside.project.raw_doors import RAW_DOORS, RawDoor
from tests.apart import apart_database
from tests.loops import run

REVIEWED = json.loads((Path(__file__).parent / "reviewed.json").read_text())["raw doors"]
REFUSALS = {400, 401, 403, 404, 405, 413, 426}
NAMES = [door.name for door in RAW_DOORS]


@pytest.fixture(scope="module")
def application(database_server, django_db_setup, django_db_blocker):
    """The application that serves them, over an empty database."""
    with django_db_blocker.unblock(), apart_database():
        from hearthside.project.asgi import application

        yield application


def path_of(door: RawDoor) -> str:
    fixed, place, _ = door.path.partition("<")
    return fixed + (str(new_id()) if place else "")


def ask(application: Any, path: str, method: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Any:
    """Status and content of one request, by somebody who has nothing but these headers."""
    address, _, query = path.partition("?")
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http", "method": method, "path": address, "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(part: Any) -> None:
        sent.append(part)

    run(application(scope, receive, send))
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:])


def test_every_raw_door_is_reviewed_with_how_it_knows_who_asks():
    assert {door.name: door.known_by for door in RAW_DOORS} == REVIEWED


def test_each_is_served_and_none_beside_the_list(application):
    assert sorted(application.doors) == sorted(NAMES)


@pytest.mark.parametrize("door", RAW_DOORS, ids=NAMES)
def test_each_states_a_rule_of_the_table_and_stands_where_no_page_does(door):
    assert door.rule.part in parts()
    with pytest.raises(Resolver404):
        resolve(path_of(door))


OFFERED = {
    "nothing": {},
    "a session that is none": {"cookie": "hearthside=abcdefghijklmnopqrstuvwxyz012345"},
    "a signature that is none": {"authorization": "eyJhbGciOiJub25lIn0.eyJpc3MiOiJob29rIn0."},
    "an address that was asked elsewhere": {"x-forwarded-uri": "/rtc?access_token=abc", "x-original-uri": "/rtc"},
    "a page of somebody else's": {"origin": "https://elsewhere.example.org"},
}


@pytest.mark.parametrize("offered", OFFERED)
@pytest.mark.parametrize("door", RAW_DOORS, ids=NAMES)
def test_whoever_is_nobody_gets_nothing(application, door, offered):
    for body in (b"", b"x", b'{"event": "participant_joined", "id": "EV_1", "room": {"name": "room-number-1"}}'):
        status, content = ask(application, path_of(door), door.method, OFFERED[offered], body)

        assert status in REFUSALS
        assert content == b""


def test_another_way_of_asking_and_another_address_are_refused(application):
    assert ask(application, "/hooks/livekit", "GET")[0] == 405
    assert ask(application, "/live/beat", "DELETE")[0] == 405
    assert ask(application, "/rtc/other", "GET")[0] == 404
    assert ask(application, "/hooks/livekit/", "POST")[0] == 404
    assert ask(application, "/", "GET")[0] == 404
