"""Whoever is taken out of a plan is told so, and not that others took the place; who did it and when is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.placement.actions.editing import edit_proposal, undo_edit
from hearthside.placement.actions.looking_again import look_again
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.proposal_refusals import NoLongerHolds
from hearthside.placement.solver.edit_tried import BY_HAND, NOT_SO_ANY_MORE
from hearthside.placement.solver.edits import MovePerson
from hearthside.placement.web import why_words
from hearthside.placement.week_json import from_json
from tests import build
from tests.builders import availability
from tests.kept import begins_with
from tests.people.clinic import signed_in
from tests.placement.reviewing import planned_room

pytestmark = begins_with(planned_room)


@pytest.fixture
def at(kept):
    return kept


def answer_of(at):
    return at.answers(at.proposal)["only"]


def line(at, name):
    """What the plan says of somebody who waits."""
    row = answer_of(at)
    unplaced = from_json(row.edited or row.week).unplaced
    return next((u for u in unplaced if u.person_id == str(at.people[name].pk)), None)


def moved_out(at, name):
    with scope(at.coordinator):
        edit_proposal(answer=answer_of(at), edit=MovePerson(str(at.people[name].pk), ""), by=at.coordinator)


def published(at):
    with scope(at.coordinator):
        publish(answer=answer_of(at), by=at.coordinator)


def facts(at, name):
    with behind(at.house.program.pk, at.coordinator):
        return PlacementReason.objects.get(patient=at.people[name], over_at__isnull=True).facts


def looked(at, days=1):
    by = system_actor("nightly", program=at.house.program.pk)
    with clock.fixed(clock.now() + timedelta(days=days)), scope(by):
        look_again(program=at.house.program, by=by)


def read(at, name):
    """Their own page."""
    actor, client = build.signs_in(at.house, at.people[name]), Client()
    client.force_login(Account.objects.get(pk=actor.account))
    return client.get("/my-place/").content.decode()


def test_a_plan_says_of_them_that_it_was_done_by_hand_and_by_whom(at):
    moved_out(at, "Ravi")

    assert (line(at, "Ravi").reason, line(at, "Ravi").sentence) == ("taken_out", BY_HAND)
    noted = answer_of(at).taken_out
    assert set(noted) == {str(at.people["Ravi"].pk)}
    assert noted[str(at.people["Ravi"].pk)]["by"] == str(at.coordinator.account)


def test_whoever_is_put_back_was_not_taken_out(at):
    moved_out(at, "Ravi")

    with scope(at.coordinator):
        undo_edit(answer=answer_of(at), by=at.coordinator)

    assert line(at, "Ravi") is None
    assert answer_of(at).taken_out == {}


def test_they_read_an_honest_sentence_and_whoever_plans_reads_who_did_it(at):
    moved_out(at, "Ravi")
    published(at)

    own = read(at, "Ravi")
    staff = signed_in(at.house, "coordinator").get(reverse("placement:person_why", args=[at.people["Ravi"].pk]))

    assert "decided that you do not begin in it yet" in own
    assert why_words.LOST_OUT not in own
    name = Account.objects.get(pk=at.coordinator.account).name
    assert f"{BY_HAND} It was done <bdi>by {name} on " in staff.content.decode()
    # Who did it is for whoever plans, and for nobody else.
    assert name not in own


def test_it_stays_so_when_they_are_looked_at_again_unless_a_rule_stands_against_them(at):
    moved_out(at, "Ravi")
    published(at)
    before = facts(at, "Ravi")

    looked(at)
    assert facts(at, "Ravi") == before

    availability.free(at.house, at.people["Ravi"], sun="9:00-10:00")
    looked(at, days=2)
    assert facts(at, "Ravi")["reason"] == "availability"


def test_of_whoever_is_taken_out_because_something_does_not_hold_any_more_that_is_said(at):
    """Whoever leads works no more: nothing stands against the people, and nobody else took their places."""
    (cohort,) = at.week(at.proposal).cohorts
    lead = next(s.clinician_id for s in cohort.staff if s.part == "lead")
    with behind(at.house.program.pk, at.coordinator):
        Clinician.objects.filter(pk=lead).update(works_until=at.monday - timedelta(days=1))
    with pytest.raises(NoLongerHolds) as refused:
        published(at)

    with scope(at.coordinator):
        take_out(answer=answer_of(at), items=[each.item for each in refused.value.lost], by=at.coordinator)

    assert set(answer_of(at).taken_out) == set(cohort.members)
    assert (line(at, "Ravi").reason, line(at, "Ravi").sentence) == ("taken_out", NOT_SO_ANY_MORE)
