"""Who answers an offered place, in which state, and how: one table through every door. Rule: docs/rules/offers.md."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearthside.access.require import NotAllowed
from hearthside.base.localtime import instant
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.queries.standing import NotYours
from hearthside.placement import rules
from hearthside.placement.actions.offers import answer_offer, end_offer, extend_offer, lapse_offers, record_answer
from hearthside.placement.models.offers import Offer
from hearthside.placement.refusals import AnsweredAlready, PlaceNotHeld
from hearthside.placement.rules import HeldPlace
from hearthside.placement.words import ANSWERED, OFFER_STATES
from tests.kept import begins_with
from tests.placement.offering import offered
from tests.rules.caseload_doors import refused_by_database

pytestmark = begins_with(offered)

ANSWERABLE = {"open", "lapsed"}
PERSONS = ("Ravi", "Alex", "coordinator", "intake", "clinician", "director", "biller")
TOLD = {"said_by": "self", "said_how": "phone"}


@pytest.fixture
def at(kept):
    return kept


def brought_to(at, status):
    """Ravi's offer in this state, as the program brings it there."""
    if status == "lapsed":
        by = system_actor("nightly", program=at.house.program.pk)
        with clock.fixed(at.offer("Ravi").until_at), scope(by):
            lapse_offers(program=at.house.program, by=by)
    elif status == "withdrawn":
        with scope(at.coordinator):
            end_offer(offer=at.offer("Ravi"), by=at.coordinator)
    elif status != "open":
        with scope(at.actors["Ravi"]):
            answer_offer(offer=at.offer("Ravi"), answer=status, by=at.actors["Ravi"])
    return at.offer("Ravi")


def asks(at, who):
    return at.actors.get(who) or at.house.actor(who)


@pytest.mark.parametrize("status", OFFER_STATES)
@pytest.mark.parametrize("answer", ANSWERED)
@pytest.mark.parametrize("who", PERSONS)
def test_the_action_and_the_page_of_the_person(at, status, answer, who):
    offer = brought_to(at, status)
    by = asks(at, who)
    refusal = None
    if who != "Ravi":
        refusal = NotYours
    elif status not in ANSWERABLE:
        refusal = PlaceNotHeld if status == "withdrawn" else AnsweredAlready
    at.actors.setdefault(who, by)
    way = {"accepted": "accept", "declined": "decline", "another": "another"}[answer]

    page = at.client(who).post(f"/my-offer/{offer.pk}/{way}/") if refusal else None

    if refusal:
        with scope(by), pytest.raises(refusal):
            answer_offer(offer=offer, answer=answer, by=by)
        # Staff have no such page; a partner finds none; whoever it is for reads why not.
        assert page.status_code == {"Ravi": 422, "Alex": 404}.get(who, 403)
        assert at.offer("Ravi").status == status
    else:
        assert at.client(who).post(f"/my-offer/{offer.pk}/{way}/").status_code == 303
        assert at.offer("Ravi").status == answer


@pytest.mark.parametrize("status", OFFER_STATES)
@pytest.mark.parametrize("what", ["answer", "extend", "end"])
@pytest.mark.parametrize("who", PERSONS)
def test_the_actions_and_the_pages_of_staff(at, status, what, who):
    offer = brought_to(at, status)
    by = asks(at, who)
    at.actors.setdefault(who, by)
    allowed = who == "coordinator" and status in ANSWERABLE
    until_on = at.monday + timedelta(days=9)
    sent = {"answer": {"answer": "accepted", **TOLD}, "extend": {"until_on": until_on.isoformat()}, "end": {}}[what]

    def act():
        if what == "answer":
            return record_answer(offer=offer, answer="accepted", **TOLD, by=by)
        return (
            extend_offer(offer=offer, until_on=until_on, by=by) if what == "extend" else end_offer(offer=offer, by=by)
        )

    if allowed:
        assert at.client(who).post(f"/offers/{offer.pk}/{what}/", sent).status_code == 303
        assert at.offer("Ravi").status == {"answer": "accepted", "extend": "open", "end": "withdrawn"}[what]
    else:
        with scope(by), pytest.raises((NotAllowed, AnsweredAlready, PlaceNotHeld)):
            act()
        answer = at.client(who).post(f"/offers/{offer.pk}/{what}/", sent)
        assert answer.status_code == (422 if who == "coordinator" else 403)
        assert at.offer("Ravi").status == status


def test_the_database_keeps_one_open_offer_for_each_person(at):
    open_one = at.offer("Ravi")

    with at.house.seen_by("coordinator"):
        refused = refused_by_database(lambda: copied(at, open_one, status="open"))

    assert refused == "offer_one_open"


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"status": "accepted"}, "offer_answer_has_its_time"),
        ({"status": "lapsed", "answered_at": datetime(2026, 1, 1, tzinfo=UTC)}, "offer_answer_has_its_time"),
        ({"status": "maybe"}, "offer_answer_has_its_time"),
        ({"status": "lapsed", "said_by_staff": True}, "offer_told_to_staff_says_how"),
        ({"status": "lapsed", "said_by": "self"}, "offer_told_to_staff_says_how"),
        ({"status": "lapsed", "until_at": datetime(2020, 1, 1, tzinfo=UTC)}, "offer_gives_time"),
        (
            {"status": "accepted", "answered_at": datetime(2026, 1, 1, tzinfo=UTC), "wish": "made up"},
            "offer_accepted_has_no_wish",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(at, facts, constraint):
    row = at.offer("Ravi")

    with at.house.seen_by("coordinator"):
        assert refused_by_database(lambda: copied(at, row, **facts)) == constraint


def copied(at, row, **facts):
    kept = {"program": row.program, "patient": row.patient, "membership": row.membership, "until_at": row.until_at}
    with behind(at.house.program.pk, at.coordinator):
        return Offer.objects.create(**{**kept, "offered_at": row.offered_at, **facts})


FIRST = [
    # places before (did any of their days come, the offer's last state)   is this one their first
    ([], True),
    ([(True, None)], False),
    ([(True, "accepted")], False),
    ([(False, "declined")], True),
    ([(False, None)], True),
    ([(False, "accepted")], True),
    ([(True, "declined")], True),
    ([(True, "withdrawn")], True),
    ([(False, "declined"), (True, "accepted")], False),
]


@pytest.mark.parametrize(("before", "first"), FIRST)
def test_who_is_asked(before, first):
    assert rules.is_first_place([HeldPlace(*place) for place in before]) is first


ZONE = "America/New_York"
UNTIL = instant(ZONE, date(2027, 3, 4), 24 * 60)


def test_the_time_to_answer_is_over_when_the_last_day_is_on_the_persons_own_clocks():
    assert rules.answer_until(date(2027, 3, 1), 3, ZONE) == UNTIL
    assert rules.last_day(UNTIL, ZONE) == date(2027, 3, 4)
    assert rules.answer_until(date(2027, 3, 1), 0, ZONE) == instant(ZONE, date(2027, 3, 2), 0)
    # The clocks go forward on the 14th: that day has 23 hours, and is over at midnight all the same.
    assert rules.answer_until(date(2027, 3, 11), 3, ZONE) == datetime(2027, 3, 15, 4, tzinfo=UTC)


REMIND = [
    # offered before the end  now before the end  reminded already  reminds
    (timedelta(days=3), timedelta(hours=23), False, True),
    (timedelta(days=3), timedelta(hours=24), False, True),
    (timedelta(days=3), timedelta(hours=25), False, False),
    (timedelta(days=3), timedelta(0), False, False),
    (timedelta(days=3), timedelta(hours=1), True, False),
    (timedelta(hours=20), timedelta(hours=1), False, False),
]


@pytest.mark.parametrize(("offered_before", "now_before", "was", "reminds"), REMIND)
def test_when_somebody_is_reminded(offered_before, now_before, was, reminds):
    reminded = UNTIL - timedelta(hours=2) if was else None

    assert rules.is_reminded("open", UNTIL - offered_before, UNTIL, reminded, UNTIL - now_before) is reminds
    assert not rules.is_reminded("accepted", UNTIL - offered_before, UNTIL, reminded, UNTIL - now_before)


ENDS = [
    # first day, today, came today   last day
    (date(2027, 3, 8), date(2027, 3, 1), False, date(2027, 3, 7)),
    (date(2027, 3, 1), date(2027, 3, 1), False, date(2027, 2, 28)),
    (date(2027, 3, 1), date(2027, 3, 1), True, date(2027, 3, 1)),
    (date(2027, 3, 1), date(2027, 3, 3), False, date(2027, 3, 2)),
    (date(2027, 3, 1), date(2027, 3, 3), True, date(2027, 3, 3)),
]


@pytest.mark.parametrize(("first", "today", "came", "last"), ENDS)
def test_when_a_place_that_is_given_back_ends(first, today, came, last):
    assert rules.ends_on(first, today, came) == last
