"""When two records become one, what was offered and explained goes along, and comes back."""

import pytest

from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.people.actions.merges import merge_patients, undo_merge
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.reasons import PlacementReason
from tests import build
from tests.builders import caseload, groups
from tests.kept import begins_with
from tests.placement.offering import offered, offers

pytestmark = begins_with(offered)


@pytest.fixture
def at(kept):
    return kept


def whose(at, model, who):
    with behind(at.house.program.pk, at.house.director):
        return model.objects.filter(patient=who).count()


def merged(at, kept, gone):
    with at.house.seen_by("intake") as intake:
        return merge_patients(kept=kept, gone=gone, by=intake)


def test_an_offer_and_its_reason_go_to_the_record_that_is_kept_and_back(at):
    ravi, again = at.people["Ravi"], build.patient(at.house, "Ravi", "Menon")
    with behind(at.house.program.pk, at.house.director):
        PlacementReason.objects.create(program=at.house.program, patient=ravi, kind="waiting", facts={}, at=clock.now())

    merge = merged(at, again, ravi)

    assert [whose(at, model, again) for model in (Offer, PlacementReason)] == [1, 1]
    with at.house.seen_by("intake") as intake:
        undo_merge(merge=merge, by=intake)
    assert [whose(at, model, again) for model in (Offer, PlacementReason)] == [0, 0]
    assert [whose(at, model, ravi) for model in (Offer, PlacementReason)] == [1, 1]


def test_two_places_that_wait_for_an_answer_are_not_one_persons(at):
    later = groups.group(at.house, from_on=at.monday, weekdays=("tue", "thu", "fri"), start=9 * 60, name="Ines Varga")
    again = build.patient(at.house, "Ravi", "Menon")
    caseload.joins(at.house, later.cohort, again)
    at.people["Again"] = again
    offers(at, "Again")

    with pytest.raises(CareOverlaps):
        merged(at, again, at.people["Ravi"])
