"""Where a room page finds the raw doors, and that the note it is given is one that they take."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import RequestFactory

from hearthside.live.web.reach import beat_note, raw_doors_at
from hearthside.project.environment import NotConfigured
from hearthside.project.push_address import page_origins, push_port, push_sources
from tests import build
from tests.builders import live
from tests.kept import begins_with


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


HOSTS = [("localhost:8000", "http://localhost:8001"), ("127.0.0.1", "http://127.0.0.1:8001")]


@pytest.mark.parametrize(("host", "at"), HOSTS)
def test_at_home_they_have_a_port_of_their_own_under_the_name_of_the_page(settings, host, at):
    settings.PUSH_PORT = 8001

    assert raw_doors_at(RequestFactory().get("/", headers={"host": host})) == at


def test_behind_a_proxy_they_share_the_pages_address(settings):
    settings.PUSH_PORT = None

    assert raw_doors_at(RequestFactory().get("/", headers={"host": "localhost"})) == ""


def test_the_note_names_seat_and_room_until_an_hour_past_the_end(kept):
    note = beat_note(kept.seats["p1"], kept.room, kept.live)
    ends = kept.live.ends_at.timestamp()

    ticket = settings.TICKETS.read(note, ends)
    assert ticket is not None
    assert (ticket.seat, ticket.room) == (kept.seats["p1"].pk, kept.room.name)
    assert settings.TICKETS.read(note, ends + timedelta(hours=1).total_seconds()) is None


def test_pages_may_connect_to_that_port_and_nowhere_else():
    known = settings.ENVIRONMENT

    assert push_sources(known, 8001) == (
        "http://testserver:8001", "http://localhost:8001", "http://127.0.0.1:8001",
        "ws://testserver:8001", "ws://localhost:8001", "ws://127.0.0.1:8001",
    )  # fmt: skip
    assert push_sources(known, None) == ()
    assert "http://localhost:8000" in page_origins(known)


@pytest.mark.parametrize("named", ["0", "65536", "-1", "port", "8001 "])
def test_a_port_that_is_none_is_refused_in_a_sentence(named):
    with pytest.raises(NotConfigured, match="Give a port from 1 to 65535"):
        push_port({"HEARTHSIDE_PUSH_PORT": named})
