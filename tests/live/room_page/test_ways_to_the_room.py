"""Who is shown the room, who is led elsewhere; and what is typed in it, which is nobody's once it is over."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.opening import end_live
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.actions.seating import leave_room
from hearthside.live.actions.typing_lines import KEPT, type_line
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.models.typed_lines import LONGEST_LINE, TypedLine
from hearthside.live.refusals import NotInThisSession, SessionOver
from tests import build
from tests.builders import live, people, safety
from tests.builders.live import account_of
from tests.kept import begins_with


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def opens(there, who, **headers):
    page = Client()
    page.force_login(account_of(who))
    return page.get(reverse("live:room", args=[there.live.pk]), headers=headers)


def types(there, name, words):
    by = there.actors[name]
    with scope(by):
        type_line(live=there.live, words=words, by=by)


def leads_to(answer, name, there):
    args = [] if name == "console" else [there.live.pk]
    return (answer.status_code, answer.headers.get("Location")) == (303, reverse(f"live:{name}", args=args))


def test_whoever_was_let_in_is_shown_the_room_and_a_script_gets_it_without_its_frame(there):
    whole, part = opens(there, there.actors["p1"]), opens(there, there.actors["p1"], x_hearthside_room="1")

    assert (whole.status_code, part.status_code) == (200, 200)
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert 'id="tiles"' in part.content.decode()


def test_whoever_waits_is_led_to_where_they_wait(there):
    with scope(there.watch):
        Seat.objects.filter(pk=there.seats["p1"].pk).update(admitted_at=None)

    assert leads_to(opens(there, there.actors["p1"]), "waiting", there)


def test_whoever_was_put_out_is_led_to_where_they_wait_and_told_nothing(there):
    with scope(there.watch):
        put_out_seat(seat=there.seats["p1"], by=there.watch)

    assert leads_to(opens(there, there.actors["p1"]), "waiting", there)
    page = Client()
    page.force_login(account_of(there.actors["p1"]))
    assert "tiles" not in json.loads(page.get(f"/live/{there.live.pk}/state/").content)


def test_whoever_left_for_today_is_told_so(there):
    with scope(there.actors["p1"]):
        leave_room(seat=there.seats["p1"], coming_back=False, by=there.actors["p1"])

    assert leads_to(opens(there, there.actors["p1"]), "left", there)


def test_whoever_leads_and_has_not_come_in_yet_is_led_to_the_press_that_lets_them_in(there):
    with scope(there.watch):
        Seat.objects.filter(pk=there.seats["lee"].pk).update(revoked_at=clock.now())

    assert leads_to(opens(there, there.co), "enter", there)


def test_a_floater_who_was_not_called_is_led_to_the_sessions(there):
    assert leads_to(opens(there, safety.on_duty(there.at)), "console", there)


def test_for_anybody_else_there_is_no_such_room(there):
    stranger = people.signs_in(there.at, build.patient(there.at, "Una", "Reed"))

    assert opens(there, stranger).status_code == 404
    assert opens(there, there.at.director).status_code in (403, 404)


def test_nothing_of_staff_is_on_the_page_of_somebody_who_is_treated(there):
    shown = opens(there, there.actors["p1"]).content.decode()

    for word in ("Needs you", "The door", "Pause the group", "Flag", "Remove"):
        assert word not in shown


def test_what_somebody_types_is_read_by_everybody_in_the_room(there):
    types(there, "p1", "I write <today>")

    for name in ("p2", "kim"):
        assert "I write &lt;today&gt;" in opens(there, there.actors[name]).content.decode()


def test_only_whoever_is_in_the_room_types_in_it(there):
    with scope(there.watch):
        put_out_seat(seat=there.seats["p1"], by=there.watch)

    with pytest.raises(NotInThisSession):
        types(there, "p1", "Let me in")


def test_the_oldest_lines_go_as_new_ones_come(there):
    for n in range(KEPT + 2):
        types(there, "p1", f"Line {n}")

    with scope(there.watch):
        assert TypedLine.objects.count() == KEPT
        assert not TypedLine.objects.filter(words="Line 0").exists()


def test_what_was_typed_is_gone_when_the_session_is_over(there):
    types(there, "p1", "Only for now")

    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

        assert not TypedLine.objects.exists()


def test_nothing_is_typed_into_a_session_that_is_over(there):
    with scope(there.watch):
        LiveSession.objects.filter(pk=there.live.pk).update(ended_at=clock.now())

    with pytest.raises((SessionOver, NotInThisSession)):
        types(there, "p1", "Too late")


def test_an_empty_or_endless_line_is_refused_in_a_sentence(there):
    page = Client()
    page.force_login(account_of(there.actors["p1"]))
    address = reverse("live:act_caption", args=[there.live.pk])

    empty = page.post(address, {"words": " "}, headers={"x-hearthside-room": "1"})
    endless = page.post(address, {"words": "a" * (LONGEST_LINE + 1)}, headers={"x-hearthside-room": "1"})

    assert (empty.status_code, endless.status_code) == (422, 422)
    assert json.loads(empty.content) == {"says": "Fill this in."}
    assert "Make it shorter" in json.loads(endless.content)["says"]
    with scope(there.watch):
        assert not TypedLine.objects.exists()
