"""Whoever waits is looked at again every day: what is said is so, and nobody is placed by it."""

import pytest

from hearthside.access.require import NotAllowed
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.actions.patients import change_details
from hearthside.people.particulars import Details
from hearthside.placement.actions.looking_again import look_again
from hearthside.placement.models.reasons import PlacementReason
from tests.builders.people import BORN
from tests.kept import begins_with
from tests.placement.waiting_room import waiting_room

pytestmark = begins_with(waiting_room)


def looked(room) -> int:
    by = system_actor("nightly", program=room.house.program.pk)
    with scope(by):
        return look_again(program=room.house.program, by=by)


def reason(room, name):
    with behind(room.house.program.pk, room.coordinator):
        return PlacementReason.objects.filter(patient=room.people[name], over_at__isnull=True).first()


def test_whoever_something_stands_against_has_a_sentence_before_anybody_planned(kept):
    assert looked(kept) == 1

    assert reason(kept, "Jo").facts["reason"] == "license"
    # The next plan looks for a place for the others; nobody has taken one from them.
    assert reason(kept, "Ravi") is None
    with behind(kept.house.program.pk, kept.coordinator):
        assert not Membership.objects.exists()


def test_what_is_still_so_is_not_written_again(kept):
    looked(kept)
    before = reason(kept, "Jo")

    assert looked(kept) == 0

    after = reason(kept, "Jo")
    assert after.pk == before.pk
    assert after.at >= before.at


def test_what_is_something_else_by_now_is(kept):
    looked(kept)
    jo = kept.people["Jo"]
    with kept.house.seen_by("intake") as intake:
        change_details(patient=jo, details=Details("Jo", BORN, "PA", last_name="Lind"), by=intake)

    assert looked(kept) == 1

    assert reason(kept, "Jo") is None
    assert looked(kept) == 0


def test_only_whoever_plans_looks(kept):
    with kept.house.seen_by("biller") as biller, pytest.raises(NotAllowed):
        look_again(program=kept.house.program, by=biller)
