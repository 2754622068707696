"""What people and clinicians see and do of their own days, by their own pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access import parts
from hearthside.access.models import Account
from hearthside.people.actions.couples import link_partner_account
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.plain import Person
from tests import build
from tests.builders import harbor, schedule
from tests.kept import begins_with

pytestmark = begins_with(harbor.harbor)


@pytest.fixture
def made(kept):
    return kept


def as_patient(made, name: str) -> Client:
    return made.client_of(build.signs_in(made.house, made.patients[name]))


def text(answer) -> str:
    return answer.content.decode()


def day(name: str, value) -> dict[str, int]:
    return {f"{name}_month": value.month, f"{name}_day": value.day, f"{name}_year": value.year}


def test_a_week_shows_every_session_on_the_persons_own_clocks(made):
    page = text(as_patient(made, "Alex").get(f"/my-week/?week={made.monday}"))

    assert page.count("Evening recovery A") >= 3
    assert "5:00 to 8:10 PM" in page
    assert "your time (New York time)" in page
    assert "Dana Reyes and Kim Osei lead." in page


def test_a_week_that_no_calendar_has_is_answered_with_this_week(made):
    client = as_patient(made, "Alex")

    answers = [client.get(f"/my-week/?week={asked}") for asked in ("0000-00-00", "9999-12-31", "now", "1999-12-31")]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not [answer for answer in answers if "This week" in text(answer)]


def test_a_week_with_more_in_it_asks_the_database_no_more_often(made):
    client = as_patient(made, "Alex")
    client.get("/my-week/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/my-week/?week={made.monday}")
    with made.house.seen_by("coordinator"):
        schedule.weekly(
            made.house, "individual", made.clinicians["Ines"], made.patients["Alex"],
            on=made.monday + timedelta(days=1), start=10 * 60,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/my-week/?week={made.monday}")

    assert len(asked) == len(before)


def test_whoever_cannot_come_gives_up_the_seat_and_may_take_it_again(made):
    client, session = as_patient(made, "Alex"), made.evening.session(made.monday)

    answer = client.post(f"/my-week/{session.pk}/cannot-come/", {"words": "The dog is ill."})

    assert (answer.status_code, answer["Location"]) == (303, "/my-visits/")
    page = text(client.get(f"/my-week/?week={made.monday}"))
    assert "You are not coming" in page
    assert "The dog is ill." not in page
    seat = _seat(made, session, "Alex")
    assert client.post(f"/my-week/{seat.pk}/after-all/").status_code == 303
    assert "You are not coming" not in text(client.get(f"/my-week/?week={made.monday}"))


def test_only_whoever_leads_the_session_reads_why_somebody_cannot_come(made):
    session = made.evening.session(made.monday)
    as_patient(made, "Alex").post(f"/my-week/{session.pk}/cannot-come/", {"words": "The dog is ill."})

    dana = text(made.signs_in("Dana").get(f"/work-week/?week={made.monday}"))
    coordinator = text(made.client("coordinator").get(f"/week/sessions/{session.pk}/"))
    sam = text(as_patient(made, "Sam").get(f"/my-week/?week={made.monday}"))

    assert "The dog is ill." in dana
    assert "The dog is ill." not in coordinator + sam


def test_whole_days_are_given_up_at_once_and_days_without_a_session_are_refused(made):
    client, session = as_patient(made, "Alex"), made.evening.session(made.monday)

    done = client.post("/my-week/cannot-come/", {**day("first_on", session.on_day), "words": ""})
    again = client.post("/my-week/cannot-come/", {**day("first_on", session.on_day), "words": "and again"})

    assert done.status_code == 303
    assert _seat(made, session, "Alex").state == "excused"
    assert again.status_code == 422
    assert "There is no session to come in these days." in text(again)
    assert "and again" in text(again)


def test_somebody_elses_session_is_answered_like_one_that_never_was(made):
    theirs = made.morning.session(made.monday + timedelta(days=1))
    client = as_patient(made, "Alex")

    answers = [client.get(f"/my-week/{pk}/cannot-come/") for pk in (theirs.pk, made.couple.pk)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_clinician_drops_out_and_one_press_of_another_takes_the_session(made):
    session = made.evening.session(made.monday)
    clients = {name: made.signs_in(name) for name in ("Kim", "Lee", "Ines")}

    dropped = clients["Kim"].post(f"/work-week/{session.pk}/cannot-come/", {"because": "ill"})

    assert dropped.status_code == 303
    offer = made.asked(session)
    helper = clients[offer.clinician.name.split()[0]]
    assert "Evening recovery A" in text(helper.get("/cover-offers/"))
    assert "asks for your help" in text(helper.get("/home/"))
    taken = helper.post(f"/cover-offers/{offer.pk}/take/")
    assert (taken.status_code, taken["Location"]) == (303, f"/work-week/?week={made.monday}")
    assert "Evening recovery A" in text(helper.get(f"/work-week/?week={made.monday}"))
    with behind(made.house.program.pk, made.house.director):
        staffed = Staffing.objects.filter(block__session=session, clinician=offer.clinician, released_at__isnull=True)
        assert staffed.exists()


def test_an_offer_of_another_clinician_is_answered_like_one_that_never_was(made):
    session = made.evening.session(made.monday)
    made.falls_ill("Kim", session)
    offer = made.asked(session)

    answer = made.signs_in("Dana").post(f"/cover-offers/{offer.pk}/take/")

    assert answer.status_code == 404
    with made.house.seen_by("coordinator"):
        assert CoverOffer.objects.get(pk=offer.pk).answer == "open"


def test_a_clinician_sees_the_members_of_the_cohorts_they_lead(made):
    dana, lee = (text(made.signs_in(name).get("/my-cohorts/")) for name in ("Dana", "Lee"))

    assert "Evening recovery A" in dana
    assert "Evening recovery A" not in lee


def test_whoever_waits_for_a_place_is_not_told_that_hours_are_missing(made):
    waits = made.client_of(build.signs_in(made.house, build.patient(made.house, "Grace", "Oyelaran")))

    today, hours = text(waits.get("/today/")), text(waits.get("/my-hours/"))

    assert "Once you have a place in a group, your days stand here." in today
    assert "Your hours are counted from the first day of your group on." in hours
    for page in (today, hours):
        assert " short" not in page
        assert "of 9 hours" not in page
        assert "Come to another group once" not in page
    assert "of 9 hours" in text(as_patient(made, "Alex").get(f"/my-hours/?week={made.monday}"))


def test_a_partner_without_a_chart_sees_the_sessions_they_come_to_and_nothing_of_treatment(made):
    theo = made.patients["Theo"]
    build.partner_of(made.house, theo)
    with made.house.seen_by("intake"):
        casey = PartnerWithoutChart.objects.get(patient=theo)
    account = build.account("Casey Wren")
    with made.house.seen_by("intake") as intake:
        link_partner_account(partner=casey, account=account, by=intake)
    client = made.client_of(build.actor(made.house.program, "partner", who=account))
    before = text(client.get("/today/"))
    schedule.weekly(
        made.house, "couples", made.clinicians["Kim"], theo, Person(partner=casey.pk), on=made.monday, start=13 * 60
    )

    page = text(client.get(f"/my-week/?week={made.monday}"))

    assert "Couples therapy" in page
    assert "Individual therapy" not in page
    assert "Sessions stand here once they are planned for you." in before
    assert "a place in a group" not in before
    not_theirs = ("/my-hours/", "/my-team/", "/my-visits/", "/my-times/")
    assert [client.get(path).status_code for path in not_theirs] == [403] * 4


def test_a_line_that_ends_before_it_begins_is_refused_beside_its_box(made):
    client = as_patient(made, "Alex")
    typed = {**day("from_on", made.monday), "d0_0_from": "17:00", "d0_0_until": "9 am", "d2_0_from": "10:00"}

    answer = client.post("/my-times/week/", typed)

    assert answer.status_code == 422
    assert "This is not after 5:00 PM." in text(answer)
    assert "Fill in both times of this line, or neither." in text(answer)
    assert client.post("/my-times/week/", {**typed, "d0_0_until": "9 pm", "d2_0_until": "0:00"}).status_code == 303


def test_what_is_no_time_of_day_is_refused_with_what_was_typed_still_there(made):
    client = as_patient(made, "Alex")
    typed = ("25:00", "9:75", "half past", "١٢:٠٠", "-1:00", "13 pm")
    sent = [{**day("from_on", made.monday), "d0_0_from": each, "d0_0_until": "17:00"} for each in typed]

    answers = [client.post("/my-times/week/", each) for each in sent]

    assert [answer.status_code for answer in answers] == [422] * len(typed)
    assert not [a for a in answers if "Type a time of day, such as 5:30 PM." not in text(a)]
    assert not [each for each, a in zip(typed, answers, strict=True) if each not in text(a)]


def test_a_calendar_is_read_by_whoever_has_its_address_until_it_is_stopped(made):
    client = as_patient(made, "Alex")
    page = text(client.post("/my-calendar/", {"word": "Dentist"}))
    path = page.partition("<code>")[2].partition("</code>")[0].partition("testserver")[2]

    read = Client().get(path)

    assert read.status_code == 200
    assert read["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Dentist" in text(read)
    assert not [word for word in ("recovery", "therapy", "Dana", "Harbor", "Alex") if word in text(read)]
    assert client.post("/my-calendar/stop/").status_code == 303
    assert [Client().get(p).status_code for p in (path, "/calendar/never.ics")] == [404, 404]


def _seat(made, session, name: str) -> Seat:
    with behind(made.house.program.pk, made.house.director):
        return Seat.objects.get(session=session, patient=made.patients[name])


# Who opens which page: the table of parts says it of roles.
OWN = {
    "/today/": "own-sessions", "/my-week/": "own-sessions", "/my-week/cannot-come/": "own-sessions",
    "/my-team/": "own-care", "/my-hours/": "own-care", "/my-visits/": "own-care",
    "/my-times/": "own-times", "/my-times/week/": "own-times", "/my-times/days/": "own-times",
    "/my-calendar/": "calendar-feed", "/work-week/": "own-work", "/work-week/cannot-come/": "own-work",
    "/my-cohorts/": "own-work", "/cover-offers/": "own-work",
}  # fmt: skip


@pytest.mark.parametrize("role", ["patient", "partner", "clinician", "coordinator", "director"])
def test_a_page_of_ones_own_opens_to_its_role_and_to_nobody_else(role):
    house = build.program()
    client = Client()
    client.force_login(Account.objects.get(pk=house.actor(role).account))
    relation = frozenset({"partner role" if role == "partner" else role})

    opened = {path: client.get(path).status_code for path in OWN}

    assert opened == {path: 200 if parts.may(part, relation, parts.READ) else 403 for path, part in OWN.items()}
