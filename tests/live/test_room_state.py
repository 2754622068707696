"""What each is sent of a live session, through the page that sends it; and that the monitor shows roster and ratio."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.models import Account
from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.live.actions.missing import open_card
from hearthside.live.models.missing import MissingAct, MissingCard
from hearthside.live.payloads import ROOM, TILE, fields
from tests import build
from tests.builders import live, safety
from tests.builders.live import account_of, instant
from tests.kept import begins_with
from tests.live.receiving import everybody

INTO = "/live/{}/state/"


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def client(account: Account) -> Client:
    page = Client()
    page.force_login(account)
    return page


def state(there, who) -> dict:
    answered = client(account_of(who)).get(INTO.format(there.live.pk))
    assert answered.status_code == 200
    return json.loads(answered.content)


def test_a_patient_learns_who_is_there_and_nothing_of_ratio_or_of_others_private_things(there):
    told = state(there, there.actors["p1"])

    assert set(told) == {"room", "tiles", "own"}
    assert set(told["room"]) <= set(fields(ROOM, ["patient"]))
    assert len(told["tiles"]) == 6
    assert {key for tile in told["tiles"] for key in tile} == set(fields(TILE, ["patient"]))
    assert "needed" not in json.dumps(told)


def test_whoever_leads_learns_the_ratio_and_who_is_there(there):
    everybody(there)

    told = state(there, there.lead)

    assert told["room"]["state"] == "ok"
    assert (told["room"]["patients"], told["room"]["staff"], told["room"]["needed"]) == (4, 2, 1)
    assert len(told["roster"]) == 6
    assert len(told["people"]) == 4


def test_a_floater_on_duty_learns_title_ratio_and_counts_alone(there):
    floater = safety.on_duty(there.at)

    told = state(there, floater)

    assert set(told) == {"room"}
    assert set(told["room"]) == set(fields(ROOM, ["floater"]))


@pytest.mark.parametrize("role", ["coordinator", "director", "compliance", "biller", "intake"])
def test_nobody_outside_of_the_session_reads_its_state(there, role):
    who = build.actor(there.at.program, role)

    assert client(account_of(who)).get(INTO.format(there.live.pk)).status_code == 404


def test_that_names_were_shown_is_written_down(there):
    state(there, there.lead)

    assert {str(patient.pk) for patient in there.group.people} <= shown("live-room")


def shown(part: str) -> set[str]:
    """Whose this part somebody was shown, by the ledger."""
    return {patient for one in Reading.objects.filter(kind=part) for patient in one.patients}


def lost(there) -> MissingCard:
    with scope(there.watch):
        return open_card(
            seat=there.seats["p1"],
            person=live.patient_named(there, "p1").pk,
            lost_at=instant(there, 100),
            by=there.watch,
        )


def test_the_monitor_shows_roster_and_ratio_in_as_many_questions_for_many_as_for_one(there):
    everybody(there)
    director = client(account_of(there.at.director))
    with CaptureQueriesContext(connection) as one:
        page = director.get("/live/")
    live.opened(there.at, there.group.session(there.session.on_day.replace(day=there.session.on_day.day)))

    with CaptureQueriesContext(connection) as two:
        director.get("/live/")

    assert page.status_code == 200
    assert "Enough staff" in page.content.decode()
    assert "2 of 1 needed" in page.content.decode()
    assert len(two) <= len(one)


@pytest.mark.parametrize("who", ["p1", "kim"])
def test_the_monitor_is_for_whoever_answers_for_the_program(there, who):
    assert client(account_of(there.actors[who])).get("/live/").status_code == 403


def test_whoever_is_on_duty_sees_counts_of_every_session_and_nobodys_name(there):
    everybody(there)
    floater = safety.on_duty(there.at, name="Flo Ito")

    page = client(account_of(floater)).get("/live/console/").content.decode()
    off_duty = client(account_of(there.co)).get("/live/console/").content.decode()

    assert "2 of 1 needed" in page
    assert "Kim Osei" not in page
    assert "2 of 1 needed" not in off_duty
    assert "Start duty" in off_duty


def test_the_card_of_somebody_missing_says_what_is_to_be_done_and_by_when(there):
    card = lost(there)

    page = client(account_of(there.co)).get(f"/live/cards/{card.pk}/").content.decode()

    assert "Call them, by" in page
    assert "Ask for a welfare check" in page


def test_what_was_done_is_written_down_and_the_card_is_closed_with_an_outcome(there):
    card, page = lost(there), client(account_of(there.lead))

    done = page.post(f"/live/cards/{card.pk}/done/", {"act": "called"})
    empty = page.post(f"/live/cards/{card.pk}/", {"outcome": ""})
    nothing_follows = page.post(f"/live/cards/{card.pk}/", {"outcome": "unreached"})
    closed = page.post(f"/live/cards/{card.pk}/", {"outcome": "reached", "note": "Lost the line; safe."})

    assert (done.status_code, empty.status_code, nothing_follows.status_code, closed.status_code) == (
        303,
        422,
        422,
        303,
    )
    with scope(there.watch):
        assert [act.act for act in MissingAct.objects.filter(card=card)] == ["called"]
        assert MissingCard.objects.get(pk=card.pk).outcome == "reached"


@pytest.mark.parametrize("who", ["p1", "p2", "director"])
def test_nobody_else_opens_a_card(there, who):
    card = lost(there)

    answered = client(account_of(there.actors.get(who, there.at.director))).get(f"/live/cards/{card.pk}/")

    assert answered.status_code == 404


def test_the_crisis_clinician_on_duty_opens_a_card_and_its_opening_is_written_down(there):
    card, crisis = lost(there), safety.on_duty(there.at, "crisis")

    answered = client(account_of(crisis)).get(f"/live/cards/{card.pk}/")

    assert answered.status_code == 200
    assert str(card.patient_id) in shown("live-card")
