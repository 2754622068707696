"""Whoever was expected and did not come is missed by the minutes of policy, and not before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.door_outreach import end_outreach, open_outreach
from hearthside.live.door_refusals import NotYourTalk
from hearthside.live.models.outreach import Outreach
from hearthside.live.refusals import NotInThisSession
from hearthside.people.actions.grants import behind
from tests.builders.door import open_door
from tests.kept import begins_with

pytestmark = begins_with(open_door)


@pytest.fixture
def at(kept):
    return kept


def looked(at, minutes):
    """Whoever is missed so many minutes after the session began."""
    by = system_actor("nightly", program=at.program.pk)
    at.live()
    with scope(by), clock.fixed(at.session.starts_at + timedelta(minutes=minutes)):
        return {row.patient_id for row in open_outreach(session=at.session, by=by)}


def test_nobody_is_missed_before_the_minutes_of_policy(at):
    assert looked(at, 14) == set()


def test_whoever_waits_or_is_in_is_not_missed_and_everybody_else_is_once(at):
    at.checks_in("Alex")
    at.answers("Sam", "name")

    first, again = looked(at, 15), looked(at, 16)

    assert at.day.patients["Alex"].pk not in first
    assert {at.day.patients[name].pk for name in ("Sam", "Ravi", "Max")} <= first
    assert again == set()


def test_whoever_comes_after_all_is_missed_no_more(at):
    looked(at, 15)
    at.checks_in("Alex")

    looked(at, 17)

    with behind(at.program.pk, at.actor("Dana")):
        assert Outreach.objects.get(patient=at.day.patients["Alex"]).outcome == "came"


def test_their_own_clinician_writes_down_what_came_of_it(at):
    looked(at, 15)
    with behind(at.program.pk, at.actor("Dana")):
        row = Outreach.objects.get(patient=at.day.patients["Ravi"])
    with clock.fixed(at.session.starts_at + timedelta(minutes=20)):
        dana = at.day.client("Dana")

        listed = dana.get(reverse("live:missed")).content.decode()
        empty = dana.post(reverse("live:end_outreach", args=[row.pk]), {})
        ended = dana.post(reverse("live:end_outreach", args=[row.pk]), {"outcome": "reached"})
        after = dana.get(reverse("live:missed")).content.decode()

    assert "Ravi" in listed
    assert (empty.status_code, ended.status_code) == (422, 303)
    assert "Ravi" not in after


def test_nobody_else_ends_it_and_only_the_program_opens_it(at):
    looked(at, 15)
    ines = at.actor("Ines")
    with behind(at.program.pk, ines):
        row = Outreach.objects.get(patient=at.day.patients["Ravi"])

    with scope(ines), pytest.raises(NotYourTalk):
        end_outreach(outreach=row, outcome="reached", by=ines)
    with scope(ines), pytest.raises(NotInThisSession):
        open_outreach(session=at.session, by=ines)
