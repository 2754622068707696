"""Whoever gets a place by hand, or another one before they answered, is asked about it; and a no to it is whole."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from hearthside.base.localtime import instant
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.offers import answer_offer
from hearthside.placement.models.offers import Offer
from hearthside.schedule.actions.ending import transfer
from tests import build
from tests.builders import groups, schedule
from tests.kept import begins_with
from tests.placement.offering import Offered, offered, offers

WEEK = timedelta(days=7)
LOOKS_FOR_ANOTHER = "We look for another one"


def two_groups() -> Offered:
    """Whoever was offered a place in one group, and a second one that meets at the same hours."""
    made = offered()
    lead = schedule.able(made.house, "Pat Ekman")
    groups.group(made.house, from_on=made.monday, lead=lead, called="Other group")
    return made


pytestmark = begins_with(two_groups)


@pytest.fixture
def at(kept):
    return kept


def other_group(at):
    with behind(at.house.program.pk, at.house.director):
        return Membership.objects.filter(cohort__name="Other group").first().cohort


def moved(at, *names, weeks=1):
    """These people are moved to the other group, before or after it began with them."""
    with behind(at.house.program.pk, at.house.director):
        places = list(Membership.objects.filter(patient__in=[at.people[n].pk for n in names]).select_related("patient"))
    with scope(at.coordinator):
        transfer(memberships=places, to=other_group(at), from_on=at.monday + weeks * WEEK, by=at.coordinator)


def says(at, who, answer):
    with scope(at.actors[who]):
        answer_offer(offer=at.offer(who), answer=answer, by=at.actors[who])


def held(at, who):
    """The names of the groups in which somebody has a place to come."""
    with behind(at.house.program.pk, at.house.director):
        rows = Membership.objects.filter(patient=at.people[who]).not_over_by(at.monday)
        return sorted(rows.values_list("cohort__name", flat=True))


def shown(at, who, page="my_offer"):
    return at.client(who).get(reverse(f"placement:{page}")).content.decode()


def test_whoever_is_moved_before_they_answered_is_asked_about_the_new_place(at):
    moved(at, "Ravi", weeks=0)

    assert at.offer("Ravi").status == "open"
    assert at.offer("Ravi").membership.cohort_id == other_group(at).pk
    page = shown(at, "Ravi")
    assert "Other group" in page
    assert LOOKS_FOR_ANOTHER not in page


def test_whoever_is_moved_after_they_said_yes_is_not_asked_again(at):
    says(at, "Ravi", "accepted")

    moved(at, "Ravi")

    with behind(at.house.program.pk, at.house.director):
        assert list(Offer.objects.filter(patient=at.people["Ravi"]).values_list("status", flat=True)) == ["accepted"]


def test_a_no_to_the_later_place_ends_the_one_until_then_too(at):
    moved(at, "Ravi")
    assert held(at, "Ravi") == ["Evening recovery group", "Other group"]

    says(at, "Ravi", "declined")

    assert held(at, "Ravi") == []
    assert "You said that you do not take the place" in shown(at, "Ravi")


def test_a_no_after_a_partner_took_the_earlier_place_returns_the_couple_all_the_same(at):
    says(at, "Alex", "accepted")
    moved(at, "Alex", "Sam")

    says(at, "Sam", "declined")

    assert [held(at, who) for who in ("Alex", "Sam")] == [[], []]
    assert at.offer("Alex").status == "withdrawn"


def test_a_partner_reads_that_theirs_is_held_with_the_other_ones_after_a_move(at):
    says(at, "Alex", "accepted")
    moved(at, "Alex", "Sam")

    page = at.client("Sam").get(reverse("placement:decline_offer", args=[at.offer("Sam").pk])).content.decode()

    assert "Your partner’s place in this group ends too" in page


def test_whoever_took_a_place_and_is_elsewhere_by_now_is_not_shown_the_old_one(at):
    says(at, "Ravi", "accepted")
    assert "You took this place" in shown(at, "Ravi")

    moved(at, "Ravi")

    with clock.fixed(instant(at.house.program.zone, at.monday + WEEK, 12 * 60)):
        page = shown(at, "Ravi")
    assert "You have a place in a group" in page
    assert "Evening recovery group" not in page
    assert LOOKS_FOR_ANOTHER not in page


def boxes(name, day):
    """A day as its three boxes send it."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("year", "month", "day")}


def place_by_hand(at, who, first):
    """A coordinator presses "Give them a place" on the page of the other group."""
    sent = {"patients": [str(who.pk)], **boxes("from_on", first)}
    answer = at.client("coordinator").post(reverse("caseload:come", args=[other_group(at).pk]), sent)
    assert answer.status_code == 303


def test_whoever_staff_place_by_hand_for_the_first_time_is_asked_like_anybody(at):
    nia = at.people["Nia"] = build.patient(at.house, "Nia", "Ferreira")
    at.actors["Nia"] = build.signs_in(at.house, nia)

    place_by_hand(at, nia, at.monday)

    assert at.offer("Nia").status == "open"
    assert "A place is held for you" in shown(at, "Nia")


def test_whoever_is_written_down_as_there_already_is_not_asked(at):
    nia = build.patient(at.house, "Nia", "Ferreira")

    with clock.fixed(instant(at.house.program.zone, at.monday + 2 * WEEK, 12 * 60)):
        place_by_hand(at, nia, at.monday + WEEK)

    with behind(at.house.program.pk, at.house.director):
        assert Membership.objects.filter(patient=nia).exists()
        assert not Offer.objects.filter(patient=nia).exists()


def test_a_cohort_that_staff_open_by_hand_asks_whoever_begins_it(at):
    four = build.people(at.house, 4)
    facts = {
        "name": "By hand", "modality": "", "day_plan": at.group.cohort.day_plan.key, "track": "mh", "language": "en",
        "open": "yes", "focus": "", "size_wish": "", **boxes("from_on", at.monday),
    }  # fmt: skip

    where = f"{reverse('caseload:new_cohort')}?{urlencode(facts)}"
    answer = at.client("coordinator").post(where, {"patients": [str(each.pk) for each in four]})

    assert answer.status_code == 303
    with behind(at.house.program.pk, at.house.director):
        assert Offer.objects.filter(patient__in=four, status="open").count() == 4


def test_offers_made_before_a_plan_are_not_made_twice(at):
    moved(at, "Ravi", weeks=0)

    assert offers(at, "Ravi") == []
