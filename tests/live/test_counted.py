"""Whoever comes to stand in counts as staff only where they could lead everybody there; the reason is shown."""

import json

import pytest
from django.test import Client

from hearthside.ledger.scope import scope
from hearthside.live.actions.missing import open_card
from hearthside.live.actions.seating import Sitter
from hearthside.live.floaters import FLOATERS
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.cards import may_open
from hearthside.live.queries.door_room import staff_there
from hearthside.live.words import FACILITATOR, UNCOUNTED, UNLICENSED
from hearthside.people.actions import patients
from hearthside.people.actions.clinicians import link_account
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.words import CRISIS, SUPERVISOR
from tests import build
from tests.builders import clinicians, live, safety, schedule
from tests.builders.live import account_of, instant
from tests.kept import begins_with
from tests.live.receiving import everybody


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def supervisor(there, *states):
    """Ines supervises, is licensed in these states, was called to the room, and has sat down in it."""
    made = schedule.able(there.at, "Ines Varga", states=states)
    account = clinicians.account("Ines Varga")
    actor = clinicians.actor(there.at.program, "on_call", who=account)
    with scope(there.at.director):
        link_account(clinician=made, account=account, by=there.at.director)
    with scope(actor):
        start_duty(program=there.at.program.pk, kind=SUPERVISOR, by=actor)
    page = safety.called_for(there.at, of="room", subject=there.room.pk, ladder=FLOATERS, cause="ratio")
    with scope(actor):
        accept_page(page=page, by=actor)
    there.actors["ines"], there.seats["ines"] = actor, live.comes(there, Sitter(FACILITATOR, clinician=made.pk))
    with behind(there.at.program.pk, there.watch):
        return SeatOccupant.objects.get(seat=there.seats["ines"])


def staff_now(there, received):
    """Whom the door and the watch count, once Ines has been there for ten seconds."""
    received.joins("ines", at=received.second)
    received.until(received.second + 10)
    with scope(there.watch):
        counted = staff_there(there.live, instant(there, received.second), 12)
        there.room.state.refresh_from_db()
    return len(counted), there.room.state.staff


def test_a_supervisor_who_may_treat_everybody_there_counts(there):
    received = everybody(there)

    row = supervisor(there, "PA")

    assert (row.counts_in_ratio, row.uncounted_because) == (True, "")
    assert staff_now(there, received) == (3, 3)


def test_a_supervisor_licensed_elsewhere_is_there_and_does_not_count(there):
    received = everybody(there)

    row = supervisor(there, "OH")

    assert (row.counts_in_ratio, row.uncounted_because) == (False, UNLICENSED)
    assert staff_now(there, received) == (2, 2)


def test_why_somebody_does_not_count_is_shown_to_staff_and_to_no_patient(there):
    supervisor(there, "OH")

    told = {name: state(there, name) for name in ("kim", "ines", "p1")}

    for name in ("kim", "ines"):
        of_ines = next(one for one in told[name]["roster"] if one["name"] == "Ines Varga")
        assert of_ines["uncounted"] == UNCOUNTED[UNLICENSED]
    assert UNCOUNTED[UNLICENSED] not in json.dumps(told["p1"])
    monitor = Client()
    monitor.force_login(account_of(there.at.director))
    assert UNCOUNTED[UNLICENSED] in monitor.get("/live/").content.decode()


def test_no_crisis_clinician_opens_the_card_of_their_own_partner(there):
    jo, lost = build.patient(there.at, "Jo", "Lind"), live.patient_named(there, "p1")
    build.couple(there.at, lost, jo)
    close, other = (safety.on_duty(there.at, CRISIS, name=name) for name in ("Jo Lind", "Max Stone"))
    with there.at.seen_by("intake") as intake:
        patients.link_account(patient=jo, account=account_of(close), by=intake)
    with scope(there.watch):
        card = open_card(seat=there.seats["p1"], person=lost.pk, lost_at=instant(there, 60), by=there.watch)

    assert [may_open(card, who) for who in (close, other)] == [False, True]


def test_whoever_staffs_it_by_the_plan_counts(there):
    with behind(there.at.program.pk, there.watch):
        rows = SeatOccupant.objects.filter(role=FACILITATOR)

        assert [(row.counts_in_ratio, row.uncounted_because) for row in rows] == [(True, "")] * 2


def state(there, name):
    page = Client()
    page.force_login(account_of(there.actors[name]))
    return json.loads(page.get(f"/live/{there.live.pk}/state/").content)
