"""The session's course by its pages: with a script and without, refused beside the field, and for whom it is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.room.flags import set_flag
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import Leave, SeatOccupant
from hearthside.people.actions.grants import behind
from hearthside.safety.models.pages import Page
from tests import build
from tests.builders import live
from tests.builders.live import account_of
from tests.kept import begins_with
from tests.live.receiving import everybody

BY_SCRIPT = {"HTTP_X_HEARTHSIDE_ROOM": "1"}


def harbor():
    there = live.live(build.program())
    everybody(there)
    return there


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    """An hour in: nobody's page has been heard for long."""
    with clock.fixed(kept.session.starts_at + timedelta(minutes=60)):
        yield kept


def client(who) -> Client:
    page = Client()
    page.force_login(account_of(who))
    return page


def act(there, name, who=None, /, *, script=False, **given):
    address = reverse(f"live:act_{name}", args=[there.live.pk])
    return client(who or there.lead).post(address, given, **(BY_SCRIPT if script else {}))


def rows(there, kind, **of):
    with behind(there.at.program.pk, there.at.director):
        return list(kind.objects.filter(**of))


@pytest.mark.parametrize("script", [True, False])
def test_a_press_is_done_and_leads_back_to_the_room_or_answers_a_script_with_nothing(there, script):
    answered = act(there, "hold", script=script)

    assert answered.status_code == (204 if script else 303)
    assert answered.headers.get("Location") == (None if script else reverse("live:room", args=[there.live.pk]))
    (room,) = rows(there, LiveRoom, session=there.live)
    assert room.held_by_id == there.lead.account


@pytest.mark.parametrize(
    "name", ["hold", "lift", "rest", "rest_over", "next_block", "extend", "end", "end_now", "lead"]
)
def test_whoever_comes_to_be_treated_finds_nothing_of_the_course(there, name):
    assert act(there, name, there.actors["p1"]).status_code == 404


@pytest.mark.parametrize("name", ["rest", "next_block", "extend", "end", "end_now", "lead", "leave"])
def test_every_form_has_a_page_of_its_own(there, name):
    assert client(there.lead).get(reverse(f"live:act_{name}", args=[there.live.pk])).status_code == 200


def test_a_break_that_is_too_long_is_refused_beside_its_field(there):
    answered = act(there, "rest", kind="pet", minutes="40")

    assert answered.status_code == 422
    assert answered.context["form"].errors == {"minutes": ["A break lasts 3 to 15 minutes."]}
    assert act(there, "rest", kind="pet", minutes="5").status_code == 303
    assert [row.kind for row in rows(there, LiveBlock, session=there.live)] == ["process", "pet"]


def test_a_next_part_that_is_short_is_said_and_somebody_called_before_it_begins_all_the_same(there):
    first = act(there, "next_block", script=True)
    called = rows(there, Page, subject_id=there.room.pk, cause="next_block")
    again = act(there, "next_block", sure="on")

    assert (first.status_code, len(called), again.status_code) == (422, 1, 303)
    assert "needs 1 staff, and nobody is here" in first.json()["says"]
    assert [row.number for row in rows(there, LiveBlock, session=there.live)] == [1, 2]


def test_the_button_for_the_next_part_and_for_more_time_pressed_twice_counts_once(there):
    begins = there.session.starts_at + timedelta(minutes=90)
    own = client(there.lead).get(reverse("live:act_next_block", args=[there.live.pk])).context["form"]["begins"].value()
    assert own == begins.isoformat()

    for _ in range(2):
        assert act(there, "next_block", sure="on", begins=begins.isoformat()).status_code == 303
        assert act(there, "extend", minutes="5", from_end=there.session.ends_at.isoformat()).status_code == 303

    assert [row.number for row in rows(there, LiveBlock, session=there.live)] == [1, 2]
    assert rows(there, LiveSession, pk=there.live.pk)[0].ends_at == there.session.ends_at + timedelta(minutes=5)


@pytest.mark.parametrize("typed", ["x" * 10_000, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "\x00"])
@pytest.mark.parametrize(("name", "field"), [("next_block", "begins"), ("extend", "from_end")])
def test_what_no_page_of_ours_sends_is_answered_with_a_sentence_or_taken_for_nothing(there, name, field, typed):
    assert act(there, name, minutes="5", sure="on", **{field: typed}).status_code in (303, 422)


def test_what_ends_the_group_takes_two_steps(there):
    assert act(there, "end").status_code == 422
    assert rows(there, LiveSession, pk=there.live.pk)[0].closing_at is None

    assert act(there, "end", sure="on").status_code == 303
    assert act(there, "end_now", there.co, sure="on").status_code == 422
    assert act(there, "end_now", sure="on").status_code == 303

    assert rows(there, LiveSession, pk=there.live.pk)[0].ended_at is not None


def test_extending_takes_minutes_of_policy_alone(there):
    assert act(there, "extend", minutes="7").status_code == 422
    assert act(there, "extend", minutes="5").status_code == 303

    assert rows(there, LiveSession, pk=there.live.pk)[0].ends_at == there.session.ends_at + timedelta(minutes=5)


def test_the_lead_is_handed_over_to_somebody_of_the_staff_who_is_there(there):
    assert act(there, "lead", seat=str(there.seat("p1").pk)).status_code == 422
    assert act(there, "lead", seat=str(there.seat("lee").pk)).status_code == 303


def test_whoever_leaves_for_now_finds_the_way_back_and_whoever_leaves_for_today_the_door(there):
    p1, p2 = there.actors["p1"], there.actors["p2"]
    for_now, for_today = act(there, "leave", p1, coming_back="yes"), act(there, "leave", p2, coming_back="no")
    pages = {name: client(who).get(for_now["Location"]).content.decode() for name, who in (("p1", p1), ("p2", p2))}

    assert (for_now.status_code, for_today.status_code) == (303, 303)
    assert f'href="{reverse("live:room", args=[there.live.pk])}"' in pages["p1"]
    assert f'href="{reverse("live:check_in", args=[there.live.pk])}"' in pages["p2"]


def test_whom_staff_worry_about_is_asked_for_a_number_before_they_go_and_learns_nothing_else(there):
    (sitting,) = rows(there, SeatOccupant, seat=there.seat("p1"))
    with scope(there.lead):
        set_flag(live=there.live, sitter=sitting.pk, level=2, by=there.lead)
    p1 = there.actors["p1"]
    with clock.fixed(there.session.starts_at + timedelta(minutes=61)):
        asked = act(there, "leave", p1, coming_back="no")
        assert rows(there, Leave, seat=there.seat("p1")) == []
        done = act(there, "leave", p1, coming_back="no", phone="215-555-0134")

    assert (asked.status_code, done.status_code) == (422, 303)
    assert "may we call you today" in asked.content.decode()
    assert "flag" not in asked.content.decode().lower()
    assert "worr" not in asked.content.decode().lower()
    assert len(rows(there, Leave, seat=there.seat("p1"))) == 1
