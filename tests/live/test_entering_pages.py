"""The ways into a room: whoever leads by one press, whoever accepted a call, whoever was let in; and the token door."""

import json
from datetime import timedelta

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.actions.seating import leave_room
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.web.saying import said
from tests import build
from tests.builders import live, safety, schedule
from tests.builders.live import account_of
from tests.kept import begins_with
from tests.live.faked import KEYS, faked


def harbor():
    there = live.live(build.program())
    there.actors["flo"] = live.signs_in(there.at, schedule.able(there.at, "Flo Ito"))
    return there


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    with clock.fixed(kept.session.starts_at + timedelta(minutes=5)):
        yield kept


@pytest.fixture(scope="module")
def server():
    with faked() as fake:
        yield fake


@pytest.fixture
def media(server, settings):
    """The installation's media server, in which nothing has happened yet."""
    server.house.rooms.clear()
    settings.MEDIA = server.server
    settings.PUSH_PORT = 8123
    return LiveKit(server.server)


def client(who) -> Client:
    page = Client()
    page.force_login(account_of(who))
    return page


def token(there, who):
    answered = client(who).post(reverse("live:token", args=[there.live.pk]))
    return answered.status_code, json.loads(answered.content)


def seats_of(there, who) -> list[Seat]:
    with behind(there.at.program.pk, there.at.director):
        return list(Seat.objects.filter(session=there.live, occupants__clinician__account=who.account))


def floater_who_comes(there):
    floater = there.actors["flo"]
    with scope(floater):
        start_duty(program=there.at.program.pk, kind="floater", by=floater)
    page = safety.called_for(there.at, subject=there.room.pk, ladder="floaters", of="room", cause="ratio")
    with scope(floater):
        return floater, accept_page(page=page, by=floater)


def test_whoever_was_let_in_gets_a_token_for_the_relay_and_a_note_for_heartbeats(there, media, settings):
    status, told = token(there, there.actors["p1"])

    assert (status, set(told)) == (200, {"url", "token", "beat", "room", "expires"})
    assert told["url"] == "ws://testserver:8123"
    claims = jwt.decode(told["token"], KEYS[0].secret, algorithms=["HS256"])
    assert (claims["sub"], claims["video"]["room"]) == (there.seat("p1").identity, told["room"])
    assert settings.TICKETS.read(told["beat"], 0).seat == there.seat("p1").pk


def test_a_token_asked_for_by_a_get_is_none(there, media):
    assert client(there.actors["p1"]).get(reverse("live:token", args=[there.live.pk])).status_code == 405


def test_without_a_media_server_the_answer_says_so_and_when_it_comes(there, settings):
    settings.MEDIA = None

    status, told = token(there, there.actors["p1"])

    assert status == 503
    assert told["says"].startswith("Video is not there yet")


@pytest.mark.parametrize("gone", ["put out", "left for good"])
def test_whoever_is_out_gets_no_token_and_a_sentence(there, media, gone):
    with scope(there.lead):
        if gone == "put out":
            put_out_seat(seat=there.seat("p2"), by=there.lead)
    with scope(there.actors["p2"]):
        if gone == "left for good":
            leave_room(seat=there.seat("p2"), coming_back=False, by=there.actors["p2"])

    status, told = token(there, there.actors["p2"])

    # Who was put out is nothing to the session any more.
    assert (status, "You are not in the room." in told.get("says", "")) in [(409, True), (404, False)]
    assert "token" not in told


def test_nobody_else_finds_the_token_door(there, media):
    stranger = client(build.actor(there.at.program, "coordinator"))

    assert stranger.post(reverse("live:token", args=[there.live.pk])).status_code == 404


def test_a_facilitator_enters_by_one_press_and_again_at_the_same_seat(there):
    with scope(there.lead):
        leave_room(seat=there.seat("kim"), coming_back=False, by=there.lead)
    page, address = client(there.lead), reverse("live:enter", args=[there.session.pk])

    assert page.get(address).status_code == 200
    assert len(seats_of(there, there.lead)) == 1
    assert [page.post(address).status_code for _ in range(2)] == [303, 303]

    first, again = sorted(seats_of(there, there.lead), key=lambda seat: seat.made_at)
    assert again.admitted_at is not None
    assert first.pk == there.seat("kim").pk


def test_whoever_accepted_a_call_is_led_into_the_room_as_staff(there):
    floater, page = floater_who_comes(there)
    leads_to = said(page).leads_to

    assert leads_to == reverse("live:enter", args=[there.session.pk]) + "#now"
    assert client(floater).post(leads_to.removesuffix("#now")).status_code == 303
    (seat,) = seats_of(there, floater)
    with behind(there.at.program.pk, there.at.director):
        assert SeatOccupant.objects.get(seat=seat).role == "facilitator"


def test_before_it_is_accepted_a_call_leads_nowhere_and_opens_nothing(there):
    floater = there.actors["flo"]
    with scope(floater):
        start_duty(program=there.at.program.pk, kind="floater", by=floater)

    assert client(floater).post(reverse("live:enter", args=[there.session.pk])).status_code == 404
    assert seats_of(there, floater) == []


def test_too_early_the_page_says_from_when_on(there):
    tomorrow = there.group.session(there.session.on_day + timedelta(days=7))
    page = client(there.lead)

    with clock.fixed(there.session.starts_at):
        answered = page.post(reverse("live:enter", args=[tomorrow.pk]))

    assert answered.status_code == 422
    assert "You can enter from" in answered.content.decode()


def test_a_patient_enters_only_through_the_door(there):
    page = client(there.actors["p1"])

    assert page.get(reverse("live:enter", args=[there.session.pk])).status_code == 403
