"""Publishing is a job: done once, in the name and with the rights of whoever asked, and it says what came of it."""

from datetime import timedelta

import pytest

from hearthside.access.models import RoleHeld
from hearthside.access.require import NotAllowed
from hearthside.base import progress
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.ask_publishing import ask_publishing
from hearthside.placement.actions.editing import edit_proposal, undo_edit
from hearthside.placement.actions.lost_work import LOST_AFTER
from hearthside.placement.actions.planning import MOST_BEGINNINGS
from hearthside.placement.actions.publish_work import (
    LOST,
    STOPPED_TOO_OFTEN,
    begin_publishing,
    note_publishing,
    tell_lost_publishings,
)
from hearthside.placement.actions.publishing import publish
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.proposal_refusals import BeingPublished, NotReady
from hearthside.placement.solver.edits import MovePerson
from tests.builders import availability
from tests.kept import begins_with
from tests.placement.waiting_room import waiting_room

pytestmark = begins_with(waiting_room)

PLANNER = system_actor("planner")


def asked_of(kept, **more):
    with scope(kept.coordinator):
        return ask_publishing(answer=kept.answers(kept.proposed())["only"], by=kept.coordinator, **more)


def begun(asked):
    with scope(PLANNER):
        return begin_publishing(publishing=asked.pk, by=PLANNER)


def told_of(kept) -> list[Publishing]:
    with behind(kept.house.program.pk, kept.coordinator):
        return list(Publishing.objects.order_by("pk"))


def test_it_is_done_in_the_name_of_whoever_asked(kept):
    asked = asked_of(kept)

    done = kept.works_on_publishing()

    assert done.status == "published"
    with behind(kept.house.program.pk, kept.coordinator):
        after = kept.now(asked.proposal)
        assert (after.status, after.published_by_id) == ("published", kept.coordinator.account)
        assert Entry.objects.get(kind="WeekStarted").actor == str(kept.coordinator.account)


def test_done_again_it_does_nothing(kept):
    asked_of(kept)
    kept.works_on_publishing()

    again = kept.works_on_publishing()

    assert (again.status, again.begun) == ("published", 1)
    with behind(kept.house.program.pk, kept.coordinator):
        assert Entry.objects.filter(kind="ProposalPublished").count() == 1


def test_whoever_may_not_publish_any_more_when_it_is_done_publishes_nothing(kept):
    asked_of(kept)
    RoleHeld.objects.filter(account=kept.coordinator.account).update(until_at=clock.now())

    failed = kept.works_on_publishing()

    assert failed.status == "failed"
    assert failed.because.startswith("You may not")
    assert not kept.seen().running.cohorts


def test_what_does_not_hold_is_kept_with_its_rule_and_is_taken_out_in_the_same_step_that_publishes(kept):
    first = asked_of(kept)
    availability.free(kept.house, kept.people["Theo"], sun="9:00-10:00")

    refused = kept.works_on_publishing()
    items = {item for item, _, _ in refused.lost}
    with scope(kept.coordinator):
        ask_publishing(answer=first.answer, items=items, by=kept.coordinator)
    done = kept.works_on_publishing()

    assert refused.status == "refused"
    assert f"person:{kept.people['Theo'].pk}" in items
    assert {rule for _, rule, _ in refused.lost} == {"H6"}
    assert done.status == "published"
    assert len(kept.seen().running.cohort_of()) == 5


def test_while_a_week_is_published_nothing_of_a_plan_is_changed_and_no_other_is_published(kept):
    asked = asked_of(kept)
    move = MovePerson(str(kept.people["Theo"].pk), "")

    with scope(kept.coordinator):
        with pytest.raises(BeingPublished) as refused:
            ask_publishing(answer=asked.answer, by=kept.coordinator)
        with pytest.raises(BeingPublished):
            edit_proposal(answer=asked.answer, edit=move, by=kept.coordinator)
        with pytest.raises(BeingPublished):
            undo_edit(answer=asked.answer, by=kept.coordinator)

    assert refused.value.proposal == asked.proposal_id
    assert "is publishing a week at this moment" in str(refused.value)


def test_what_is_published_is_not_asked_for_again(kept):
    asked = asked_of(kept)
    kept.works_on_publishing()

    with pytest.raises(NotReady), scope(kept.coordinator):
        ask_publishing(answer=asked.answer, by=kept.coordinator)


def test_whoever_may_not_plan_asks_for_nothing(kept):
    answer = kept.answers(kept.proposed())["only"]

    with pytest.raises(NotAllowed), scope(kept.house.director):
        ask_publishing(answer=answer, by=kept.house.director)

    assert not told_of(kept)


def test_how_far_it_is_stands_there_until_it_ends(kept):
    asked = asked_of(kept)
    begun(asked)

    with scope(PLANNER):
        note_publishing(publishing=asked.pk, stage="making", done=250, whole=4000, by=PLANNER)

    (row,) = told_of(kept)
    assert (row.status, row.stage, row.done, row.whole) == ("running", "making", 250, 4000)


def test_it_says_what_it_does_as_it_goes(kept):
    answer, said = kept.answers(kept.proposed())["only"], []

    with progress.told_to(lambda *each: said.append(each)), scope(kept.coordinator):
        publish(answer=answer, by=kept.coordinator)

    stages = [stage for stage, _, _ in said]
    assert list(dict.fromkeys(stages)) == ["checking", "beginning", "making", "telling"]
    assert all(0 <= done <= whole for _, done, whole in said)


def test_one_that_nobody_took_up_again_says_so_and_can_be_asked_for_anew(kept):
    asked = asked_of(kept)
    begun(asked)
    with clock.fixed(clock.now() + LOST_AFTER + timedelta(seconds=1)), scope(PLANNER):
        lost = tell_lost_publishings(by=PLANNER)

    with scope(kept.coordinator):
        ask_publishing(answer=asked.answer, by=kept.coordinator)

    first, second = told_of(kept)
    assert lost == [asked.pk]
    assert (first.status, first.because) == ("failed", LOST)
    assert second.status == "queued"


def test_one_that_is_stopped_in_the_middle_again_and_again_is_given_up(kept):
    asked = asked_of(kept)

    taken = [begun(asked) is not None for _ in range(MOST_BEGINNINGS + 1)]

    assert taken == [True] * MOST_BEGINNINGS + [False]
    (row,) = told_of(kept)
    assert (row.status, row.because) == ("failed", STOPPED_TOO_OFTEN)
