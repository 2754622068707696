"""The pages of an offered place: what the person reads and answers, and what whoever plans sees and does."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.base.localtime import instant
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.notify.actions.outbox import send_due
from hearthside.notify.models import Notice
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.placement.actions.offers import lapse_offers
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.news_offers import HANDLERS, LISTENER
from hearthside.schedule.actions.ending import end_care
from tests.kept import begins_with
from tests.placement.offering import offered

pytestmark = begins_with(offered)


@pytest.fixture
def at(kept):
    return kept


def text(answer):
    return answer.content.decode()


def read(at, who, address):
    return text(at.client(who).get(address))


def answer(at, who, what, **sent):
    return at.client(who).post(f"/my-offer/{at.offer(who).pk}/{what}/", sent)


def lapsed(at):
    by = system_actor("nightly", program=at.house.program.pk)
    with clock.fixed(clock.now() + timedelta(days=5)), scope(by):
        lapse_offers(program=at.house.program, by=by)


def notices(at, who):
    """What this person was told since, by kind; in which order chains are read is left to chance."""
    read_on(LISTENER, HANDLERS, by=system_actor("outbox"))
    with behind(at.house.program.pk, at.house.director):
        rows = Notice.objects.filter(account_id=at.actors[who].account).order_by("made_at", "pk")
        return sorted(row.kind for row in rows if not row.kind.startswith("sessions_"))


def test_a_held_place_says_when_with_whom_how_many_and_what_a_day_is_like(at):
    page = read(at, "Ravi", "/my-offer/")

    assert "Evening recovery group" in page
    for weekday in ("Monday", "Wednesday", "Friday"):
        assert f"{weekday}, 6:00 to 9:10 PM" in page
    assert "your time (New York time)" in page
    assert "7 people then, you among them. Never more than 10." in page
    assert "Group leader" in page
    assert "Dana Reyes" in page
    assert "Second group leader" in page
    assert "Kim Osei" in page
    assert "Process group" in page
    assert "1 hour 30 minutes · counts toward your hours" in page
    assert "Lee Moreau" in page
    assert "Monday, 1:00 to 2:00 PM, your time" in page
    assert "Please answer by" in page


def test_nobody_else_in_the_group_is_named(at):
    page = read(at, "Ravi", "/my-offer/")

    assert "Alex" not in page
    assert "Sam" not in page


def test_a_couple_is_told_that_each_answers_alone(at):
    assert "Each of you answers alone" in read(at, "Alex", "/my-offer/")
    assert "Each of you answers alone" not in read(at, "Ravi", "/my-offer/")


def test_somebody_says_yes(at):
    done = answer(at, "Ravi", "accept")

    assert (done.status_code, done["Location"]) == (303, "/my-offer/")
    page = read(at, "Ravi", "/my-offer/")
    assert "You took this place" in page
    assert "Yes, I take this place" not in page


def test_somebody_asks_for_another_place_and_their_words_are_for_whoever_plans(at):
    answer(at, "Ravi", "another", wish="Mornings would be better for me.")

    assert "You asked for another place." in read(at, "Ravi", "/my-offer/")
    assert "Mornings would be better for me." in read(at, "coordinator", "/offers/")
    assert "Mornings would be better for me." not in read(at, "intake", "/offers/")


def test_a_partner_reads_that_the_place_is_not_held_and_nothing_of_why(at):
    answer(at, "Alex", "another", wish="Made up: not with Sam.")

    page = read(at, "Sam", "/my-offer/")
    assert "The place is not held for you any more." in page
    assert "Made up" not in page
    assert "Alex" not in page


def test_a_partner_reads_the_same_whoever_ended_the_place(at):
    ours = at.offer("Alex").pk
    at.client("coordinator").post(f"/offers/{ours}/end/")
    by_staff = read(at, "Sam", "/my-offer/")

    assert "The place is not held for you any more. We look for another one" in by_staff


def test_an_answer_that_was_given_is_refused_in_words_and_changes_nothing(at):
    answer(at, "Ravi", "accept")

    again = answer(at, "Ravi", "decline")

    assert again.status_code == 422
    assert "This place was taken already. To change that, call the program" in text(again)
    assert at.offer("Ravi").status == "accepted"


def test_a_wish_that_is_too_long_is_refused_and_kept_on_the_page(at):
    wish = "x" * 5000

    refused = answer(at, "Ravi", "another", wish=wish)

    assert refused.status_code == 422
    assert wish in text(refused)
    assert at.offer("Ravi").status == "open"


@pytest.mark.parametrize("what", ["accept", "another", "decline"])
def test_nobody_answers_for_a_partner(at, what):
    theirs = at.offer("Sam").pk

    refused = at.client("Alex").post(f"/my-offer/{theirs}/{what}/")

    assert refused.status_code == 404
    assert at.offer("Sam").status == "open"


def test_the_time_to_answer_is_over_and_the_page_says_that_the_place_is_held(at):
    lapsed(at)

    page = read(at, "Ravi", "/my-offer/")
    assert "The place is still held for you until we have talked with you." in page
    assert "Yes, I take this place" in page


def test_a_first_day_before_the_answer_keeps_nobody_out(at):
    with clock.fixed(clock.now().replace(microsecond=0)):
        until = at.offer("Ravi").until_at
    by = system_actor("nightly", program=at.house.program.pk)
    with clock.fixed(until), scope(by):
        lapse_offers(program=at.house.program, by=by)
    with clock.fixed(instant("America/New_York", at.monday, 20 * 60)):
        page = read(at, "Ravi", "/my-offer/")

    assert "You can come to every session although you have not answered yet." in page
    assert "Coming is not an answer" in page


def test_whoever_plans_sees_what_waits_and_what_came_back(at):
    answer(at, "Ravi", "decline")
    lapsed(at)

    page = read(at, "coordinator", "/offers/").split("<tbody>")[1]
    assert page.count("Not answered in time") == 2
    assert page.count("Declined") == 1
    assert "Ravi Menon" in page
    assert "Alex Park" in page
    assert "offers were not answered in time" in read(at, "coordinator", "/home/")


def test_staff_write_down_what_they_were_told(at):
    ours = at.offer("Ravi").pk
    refused = at.client("coordinator").post(f"/offers/{ours}/answer/", {"answer": "accepted"})
    assert refused.status_code == 422

    sent = {"answer": "accepted", "said_by": "self", "said_how": "phone"}
    done = at.client("coordinator").post(f"/offers/{ours}/answer/", sent)

    assert done.status_code == 303
    assert at.offer("Ravi").said_how == "phone"
    assert notices(at, "Ravi") == ["answer_written_down", "place_offered"]


@pytest.mark.parametrize("role", ["intake", "clinician", "director", "biller"])
def test_only_whoever_plans_writes_an_answer_down(at, role):
    ours = at.offer("Ravi").pk

    refused = at.client(role).post(f"/offers/{ours}/answer/", {"answer": "accepted", "said_by": "self"})

    assert refused.status_code == 403
    assert at.offer("Ravi").status == "open"


def test_more_time_is_given_until_a_day_that_is_later(at):
    lapsed(at)
    ours = at.offer("Ravi").pk

    with clock.fixed(clock.now() + timedelta(days=5)):
        earlier = at.client("coordinator").post(f"/offers/{ours}/extend/", {"until_on": "2020-01-01"})
        later = at.client("coordinator").post(f"/offers/{ours}/extend/", {"until_on": at.monday.isoformat()})

    assert (earlier.status_code, later.status_code) == (422, 303)
    assert at.offer("Ravi").status == "open"


def test_more_time_is_two_days_more_on_the_clocks_of_whoever_is_asked_in_the_evening_too(at):
    lapsed(at)
    day = at.monday - timedelta(days=5)

    # In Greenwich, it is the next day already.
    with clock.fixed(instant("America/New_York", day, 22 * 60)):
        page = read(at, "coordinator", f"/offers/{at.offer('Ravi').pk}/extend/")

    assert re.findall(r'name="until_on" value="([^"]*)"', page) == [(day + timedelta(days=2)).isoformat()]


def test_people_are_told_in_neutral_words_and_nobody_of_what_they_did(at):
    mail.outbox.clear()
    assert notices(at, "Alex") == ["place_offered"]
    answer(at, "Alex", "decline")

    assert notices(at, "Alex") == ["place_offered"]
    assert notices(at, "Sam") == ["place_not_held", "place_offered"]
    assert notices(at, "coordinator") == ["place_given_back"]
    send_due()
    sent = " ".join(f"{m.subject} {m.body}" for m in mail.outbox)
    for word in ("group", "place", "treatment", "Alex", "Sam", "recovery"):
        assert word not in sent


def test_silence_is_told_to_the_person_and_to_whoever_plans(at):
    lapsed(at)

    assert notices(at, "Ravi") == ["offer_time_over", "place_offered"]
    assert notices(at, "coordinator").count("offer_not_answered") == 3


def test_without_an_offer_the_page_says_what_will_be_there(at):
    client = at.client("Ravi")
    answer(at, "Ravi", "decline")

    assert "You said that you do not take the place" in text(client.get("/my-offer/"))
    assert "You are on our list" in text(client.get("/my-place/"))


def test_a_place_that_is_given_back_is_explained_no_longer(at):
    with behind(at.house.program.pk, at.house.director):
        PlacementReason.objects.create(
            program=at.house.program, patient=at.people["Ravi"], kind="placed", facts={}, at=clock.now()
        )

    answer(at, "Ravi", "decline")

    with behind(at.house.program.pk, at.house.director):
        assert PlacementReason.objects.get(patient=at.people["Ravi"]).over_at is not None


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [("Alex", "/my-offer/", 50), ("Alex", "/my-place/", 48), ("coordinator", "/offers/", 26), ("Alex", "/home/", 60)],
)
def test_a_page_asks_few_questions(at, who, address, most):
    client = at.client(who)
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200

    assert len(asked) <= most


def test_a_longer_list_of_offers_asks_no_more(at):
    client = at.client("coordinator")
    client.get("/offers/")

    def asked():
        with CaptureQueriesContext(connection) as questions:
            client.get("/offers/")
        return len(questions)

    three = asked()
    answer(at, "Ravi", "accept")

    assert asked() == three


def test_whoever_left_reads_no_word_of_waiting_and_is_asked_nothing(at):
    with at.house.seen_by("intake") as intake:
        end_care(patient=at.people["Ravi"], last_on=day_in("America/New_York", clock.now()), reason="other", by=intake)

    for address in ("/my-offer/", "/my-place/"):
        page = read(at, "Ravi", address)
        assert "Your time in the program has ended." in page
        assert "on our list" not in page
    assert at.offer("Ravi").status == "withdrawn"
    assert notices(at, "Ravi") == ["place_offered"]


def listed(at, asked=""):
    """Whom the list of offers names, in its order."""
    page = text(at.client("coordinator").get(f"/offers/{asked}"))
    return re.findall(r'<th scope="row"><a href="[^"]+"><bdi>([^<]+)</bdi>', page)


def test_offers_are_found_by_name_and_state_and_sorted_by_what_is_pressed(at):
    lapsed(at)

    assert sorted(listed(at)) == ["Alex Park", "Ravi Menon", "Sam Park"]
    assert listed(at, "?sort=name") == ["Alex Park", "Ravi Menon", "Sam Park"]
    assert listed(at, "?sort=-name") == ["Sam Park", "Ravi Menon", "Alex Park"]
    assert listed(at, "?q=ravi") == ["Ravi Menon"]
    assert listed(at, "?state=lapsed&q=park&sort=name") == ["Alex Park", "Sam Park"]
    assert listed(at, "?state=declined") == []


def test_what_cannot_be_asked_of_the_list_is_passed_over(at):
    assert sorted(listed(at, f"?state=lost&sort=elsewhere&q={'long' * 60}")) == ["Alex Park", "Ravi Menon", "Sam Park"]


def test_where_no_offer_is_found_the_page_says_so_and_the_way_back(at):
    page = text(at.client("coordinator").get("/offers/?q=nobody+here"))

    assert "No such offer is found." in page
    assert 'href="/offers/">Show all' in page


def test_only_whom_the_list_shows_is_written_down_as_read(at):
    robin = at.client("coordinator")

    robin.get("/offers/?q=ravi")

    read_of = {who for row in Reading.objects.filter(kind__in=["offer", "demographics"]) for who in row.patients}
    assert read_of == {str(at.people["Ravi"].pk)}
