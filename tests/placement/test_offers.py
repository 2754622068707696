"""An offered place: held, answered for oneself, given back whole, and never answered by silence."""

from datetime import timedelta

import pytest

from hearthside.base.localtime import instant
from hearthside.caseload.actions.day_turns import follow_the_day
from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.couples import say_together_wish
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import PatientWishes
from hearthside.people.queries.patients import status_of
from hearthside.placement.actions.offers import answer_offer, end_offer, extend_offer, lapse_offers, record_answer
from hearthside.placement.models.offers import Offer
from hearthside.policy import effects
from hearthside.policy.queries import today
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from tests import build
from tests.builders import caseload
from tests.kept import begins_with
from tests.placement.offering import offered, offers

pytestmark = begins_with(offered)
DAY = timedelta(days=1)


@pytest.fixture
def at(kept):
    return kept


def says(at, who, answer, wish=""):
    with scope(at.actors[who]):
        return answer_offer(offer=at.offer(who), answer=answer, wish=wish, by=at.actors[who])


def place(at, who):
    with behind(at.house.program.pk, at.house.director):
        return Membership.objects.filter(patient=at.people[who]).latest("pk")


def seats(at, who):
    with behind(at.house.program.pk, at.house.director):
        rows = Seat.objects.filter(patient=at.people[who], session__starts_at__gt=clock.now(), state="held")
        return rows.count()


def treated(at, who):
    with behind(at.house.program.pk, at.house.director):
        rows = Treatment.objects.filter(patient=at.people[who]).not_over_by(clock.now())
        return sorted(rows.values_list("modality", flat=True))


def status(at, who):
    with behind(at.house.program.pk, at.house.director):
        return status_of(at.people[who]).status


def day_turns(at):
    nightly = system_actor("nightly", program=at.house.program.pk)
    with scope(nightly):
        follow_the_day(program=at.house.program, on=today(at.house.program), by=nightly)


def later(at, days):
    return clock.fixed(clock.now() + timedelta(days=days))


def night(at):
    return system_actor("nightly", program=at.house.program.pk)


def lapse(at):
    with scope(night(at)):
        return lapse_offers(program=at.house.program, by=night(at))


def told(at, kind):
    with behind(at.house.program.pk, at.house.director):
        return [entry.facts for entry in Entry.objects.filter(program_id=at.house.program.pk, kind=kind)]


def test_an_offer_gives_until_the_end_of_the_days_of_policy_on_the_persons_own_clocks(at):
    row = at.offer("Ravi")

    asked_on = day_in("America/New_York", row.offered_at)
    assert row.until_at == instant("America/New_York", asked_on + 3 * DAY, 24 * 60)


def test_a_place_that_is_taken_is_a_place_like_before(at):
    before = seats(at, "Ravi")

    row = says(at, "Ravi", "accepted")

    assert (row.status, row.said_by_staff) == ("accepted", False)
    assert place(at, "Ravi").ended_because == ""
    assert seats(at, "Ravi") == before > 0


@pytest.mark.parametrize("answer", ["declined", "another"])
def test_a_place_that_is_not_taken_ends_with_all_that_came_with_it(at, answer):
    says(at, "Ravi", answer, "Mornings would be better." if answer == "another" else "")

    row = at.offer("Ravi")
    ended = place(at, "Ravi")
    assert (ended.until_on, ended.ended_because) == (at.monday - DAY, "not_taken")
    assert seats(at, "Ravi") == 0
    assert treated(at, "Ravi") == []
    assert row.wish == ("Mornings would be better." if answer == "another" else "")
    with behind(at.house.program.pk, at.house.director):
        running = Series.objects.running().filter(seats__patient=at.people["Ravi"])
        assert not running.exists()


def test_waiting_goes_on_since_the_day_it_began(at):
    with behind(at.house.program.pk, at.house.director):
        before = PatientWishes.objects.get(patient=at.people["Ravi"]).waiting_since

    says(at, "Ravi", "declined")

    with behind(at.house.program.pk, at.house.director):
        assert PatientWishes.objects.get(patient=at.people["Ravi"]).waiting_since == before


def test_a_declined_half_returns_the_couple_and_the_other_one_is_not_told_why(at):
    says(at, "Alex", "another", "Made up: not with Sam.")

    assert [place(at, who).ended_because for who in ("Alex", "Sam")] == ["not_taken", "not_taken"]
    assert at.offer("Alex").status == "another"
    assert (at.offer("Sam").status, at.offer("Sam").wish) == ("withdrawn", "")
    assert [seats(at, who) for who in ("Alex", "Sam")] == [0, 0]
    assert treated(at, "Sam") == []
    (withdrawn,) = told(at, "OfferWithdrawn")
    assert (withdrawn["patient"], withdrawn["because"]) == (str(at.people["Sam"].pk), "not_taken")


def test_a_place_that_a_partner_took_before_is_not_held_any_more_either(at):
    says(at, "Sam", "accepted")

    says(at, "Alex", "declined")

    assert at.offer("Sam").status == "withdrawn"
    assert place(at, "Sam").ended_because == "not_taken"


def test_each_partner_answers_for_themselves(at):
    says(at, "Alex", "accepted")

    assert at.offer("Sam").status == "open"


def test_a_partner_who_was_in_the_group_before_stays(at):
    house = at.house
    max_, jo = build.patient(house, "Max", "Lind"), build.patient(house, "Jo", "Lind")
    caseload.joins(house, at.group.cohort, max_)
    couple = build.couple(house, max_, jo)
    caseload.joins(house, at.group.cohort, jo)
    at.people |= {"Max": max_, "Jo": jo}
    at.actors["Jo"] = build.signs_in(house, jo)
    offers(at, "Jo")

    says(at, "Jo", "declined")

    assert couple.pk
    assert place(at, "Max").ended_because == ""
    assert place(at, "Jo").ended_because == "not_taken"


def test_partners_who_are_apart_give_back_their_own_place_alone(at):
    with scope(at.actors["Sam"]):
        say_together_wish(couple=at.couple, patient=at.people["Sam"], together=False, by=at.actors["Sam"])

    says(at, "Alex", "declined")

    assert place(at, "Sam").ended_because == ""
    assert at.offer("Sam").status == "open"


def test_silence_goes_to_the_coordinator_and_the_place_stays_held(at):
    before = seats(at, "Ravi")

    with later(at, 5):
        over, _ = lapse(at)
        again, _ = lapse(at)

    assert {row.patient_id for row in over} == {who.pk for who in at.people.values()}
    assert again == []
    assert at.offer("Ravi").status == "lapsed"
    assert seats(at, "Ravi") == before
    assert place(at, "Ravi").ended_because == ""


def test_an_answer_that_comes_late_is_one_as_long_as_the_place_is_held(at):
    with later(at, 5):
        lapse(at)

        says(at, "Ravi", "accepted")

    assert at.offer("Ravi").status == "accepted"


def test_somebody_is_reminded_once_on_the_last_day(at):
    until = at.offer("Ravi").until_at

    with clock.fixed(until - timedelta(days=1, minutes=1)):
        assert lapse(at)[1] == []
    with clock.fixed(until - timedelta(hours=20)):
        _, reminded = lapse(at)
        assert {row.patient_id for row in reminded} == {who.pk for who in at.people.values()}
        assert lapse(at)[1] == []


def test_a_coordinator_gives_more_time(at):
    with later(at, 5):
        lapse(at)
        until_on = at.monday

        with scope(at.coordinator):
            row = extend_offer(offer=at.offer("Ravi"), until_on=until_on, by=at.coordinator)

    assert row.status == "open"
    assert row.until_at == instant("America/New_York", until_on + DAY, 0)


def test_a_coordinator_who_holds_a_couples_place_no_longer_ends_both(at):
    with scope(at.coordinator):
        end_offer(offer=at.offer("Alex"), by=at.coordinator)

    assert {at.offer(who).status for who in ("Alex", "Sam")} == {"withdrawn"}
    assert {place(at, who).ended_because for who in ("Alex", "Sam")} == {"not_taken"}
    assert {each["because"] for each in told(at, "OfferWithdrawn")} == {"not_taken"}


def test_what_staff_wrote_down_says_who_said_it_and_how(at):
    with scope(at.coordinator):
        row = record_answer(
            offer=at.offer("Ravi"), answer="accepted", said_by="interpreter", said_how="phone", by=at.coordinator
        )

    assert (row.said_by_staff, row.said_by, row.said_how) == (True, "interpreter", "phone")
    (entry,) = told(at, "OfferAnswered")
    assert (entry["said_by"], entry["said_how"], entry["answer"]) == ("interpreter", "phone", "accepted")


def test_whoever_comes_before_they_answered_comes_to_their_own_group(at):
    evening = instant("America/New_York", at.monday, 20 * 60)

    with clock.fixed(evening):
        lapse(at)
        assert at.offer("Ravi").status == "lapsed"
        assert seats(at, "Ravi") > 0

        says(at, "Ravi", "declined")

    # The day that had begun is theirs; nothing after it is.
    assert place(at, "Ravi").until_on == at.monday


@pytest.mark.parametrize(("hour", "says_it"), [(8, "at once"), (20, "the day after")])
def test_whoever_gives_back_a_place_that_had_begun_waits_again(at, hour, says_it):
    """In treatment since its first day; on a day on which they were there, they still are."""
    with clock.fixed(instant("America/New_York", at.monday + 7 * DAY, hour * 60)):
        day_turns(at)
        assert status(at, "Ravi") == "admitted"
        lapse(at)

        says(at, "Ravi", "declined")
        assert (status(at, "Ravi") == "waiting") is (says_it == "at once")

    with clock.fixed(instant("America/New_York", at.monday + 8 * DAY, 8 * 60)):
        day_turns(at)
    assert status(at, "Ravi") == "waiting"


def test_nobody_who_took_a_place_before_is_asked_again(at):
    says(at, "Ravi", "accepted")
    with behind(at.house.program.pk, at.house.director):
        count = Offer.objects.count()

    assert offers(at, "Ravi") == []
    with behind(at.house.program.pk, at.house.director):
        assert Offer.objects.count() == count


def test_whoever_gave_a_place_back_is_asked_about_the_next_one(at):
    says(at, "Ravi", "declined")
    caseload.joins(at.house, at.group.cohort, at.people["Ravi"])

    (row,) = offers(at, "Ravi")

    assert (row.status, row.membership_id) == ("open", place(at, "Ravi").pk)


def test_a_place_that_ends_by_another_door_is_offered_no_longer(at):
    with scope(at.coordinator):
        leave_cohort(memberships=[place(at, "Ravi")], until_on=at.monday - DAY, because="mistake", by=at.coordinator)

    assert at.offer("Ravi").status == "withdrawn"


def test_whoever_changes_the_days_reads_how_many_offers_are_out(at):
    (effect,) = effects.of("offer.days", program=at.house.program.pk, on=at.monday)

    assert (effect.count, effect.sentence) == (3, "3 offered places wait for an answer, and keep the day they have.")
