"""Two answers to one offer at the same moment: one counts, the other is told so, and nothing is half given back."""

import pytest

from hearthside.base.refusal import Refusal
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.offers import answer_offer, end_offer
from hearthside.placement.models.offers import Offer
from tests.apart import race
from tests.placement.offering import offered

pytestmark = pytest.mark.slow


def test_of_a_yes_and_an_end_at_the_same_moment_one_counts(apart):
    at = offered()
    offer = at.offer("Ravi")

    def answers(number: int) -> object:
        if number == 0:
            with scope(at.actors["Ravi"]):
                return answer_offer(offer=offer, answer="accepted", by=at.actors["Ravi"])
        with scope(at.coordinator):
            return end_offer(offer=offer, by=at.coordinator)

    done = race(2, answers)

    (counts,) = [each for each in done if isinstance(each, Offer)]
    (refused,) = [each for each in done if isinstance(each, Refusal)]
    assert str(refused)
    row = at.offer("Ravi")
    assert row.status == counts.status
    with behind(at.house.program.pk, at.coordinator):
        place = Membership.objects.get(pk=row.membership_id)
    assert (place.ended_because == "") is (row.status == "accepted")


def test_two_partners_who_say_no_at_the_same_moment_give_back_both_places_once(apart):
    at = offered()
    offers = {who: at.offer(who) for who in ("Alex", "Sam")}

    def answers(number: int) -> object:
        who = ("Alex", "Sam")[number]
        with scope(at.actors[who]):
            return answer_offer(offer=offers[who], answer="declined", by=at.actors[who])

    done = race(2, answers)

    assert len([each for each in done if isinstance(each, Offer)]) == 1, done
    assert sorted(at.offer(who).status for who in offers) == ["declined", "withdrawn"]
    with behind(at.house.program.pk, at.coordinator):
        places = Membership.objects.filter(patient__in=[at.people[who] for who in offers])
        assert {place.ended_because for place in places} == {"not_taken"}
