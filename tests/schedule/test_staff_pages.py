"""Pages of whoever plans, is on call, or answers for size and ratio, without a browser's help."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.ledger.models import Entry, Reading
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_compliance import Spread
from hearthside.schedule.web import staff_week, staff_week_days
from hearthside.schedule.web.staff_columns import columns
from tests.builders import schedule
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import day, made, robin, words

__all__ = ["made", "robin"]

pytestmark = begins_with(harbor)

# Of everything that stands between a session's cookie and the answer.
MOST_QUESTIONS = 40


def week_of(client, made, **asked: str):
    return client.get("/week/", {"week": made.monday.isoformat(), **asked})


def evening(made, days: int = 0) -> Session:
    return made.evening.session(made.monday + timedelta(days=days))


def leads(client, session: Session) -> str:
    """Who leads a session, as its page says."""
    return words(client.get(f"/week/sessions/{session.pk}/")).split("Who leads it")[1]


def read_of(part: str) -> set[str]:
    return {str(p) for line in Reading.objects.filter(kind=part) for p in line.patients}


# The week.


def test_the_week_shows_every_session_with_its_size_and_ratio_and_nobodys_name(made, robin):
    shown = words(week_of(robin, made))

    assert "9 sessions, every one within size and ratio." in shown
    assert "5:00 to 8:10 PM Evening recovery A 7 of 10, one couple 1 to 4 with Dana Reyes, Kim Osei Within" in shown
    assert "2 alone or as a couple" in shown
    for name in ("Alex", "Park", "Theo"):
        assert name not in shown
    assert not read_of("schedule")


def test_a_session_short_of_staff_says_so_first_and_leads_to_its_cover(made, robin):
    made.falls_ill("Kim", evening(made))

    answer = week_of(robin, made)

    assert "9 sessions. 1 is short of staff." in words(answer)
    assert "7 of 10, one couple, 1 to 7 Find cover" in words(answer)
    assert f'href="/cover/{evening(made).pk}/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"kind": "individual"}, "Individual therapy", "Evening recovery A"),
        ({"kind": "program_day"}, "Morning steady", "Individual therapy"),
        ({"state": "short"}, "Nothing on this day", "Morning steady"),
        ({"state": "canceled"}, "Nothing on this day", "Evening recovery A"),
    ],
)
def test_the_address_says_which_sessions_are_shown(made, robin, asked, there, gone):
    shown = words(week_of(robin, made, **asked)).split("Show all")[1]

    assert there in shown
    assert gone not in shown


def test_the_week_of_one_clinician_shows_what_they_staff(made, robin):
    shown = words(week_of(robin, made, clinician=str(made.clinicians["Dana"].pk))).split("Show all")[1]

    assert "Evening recovery A" in shown
    assert "Morning steady" not in shown


def test_what_is_too_much_for_a_week_is_counted_and_each_day_is_a_page_of_its_own(made, robin, monkeypatch):
    usual = words(week_of(robin, made)).split("Show", 1)[1].count("Individual therapy")
    monkeypatch.setattr(staff_week, "MOST_LINES", 1)
    monkeypatch.setattr(staff_week_days, "MOST_GROUPS", 1)

    whole = week_of(robin, made)
    days = re.findall(r'class="more" href="([^"]+)"', whole.content.decode())
    alone = [words(robin.get(f"/week/{address.replace('&amp;', '&')}")).split("Show all")[1] for address in days]

    assert "9 sessions, every one within size and ratio." in words(whole)
    assert "Individual therapy" not in words(whole).split("Show", 1)[1]
    assert sum(shown.count("Individual therapy") for shown in dict.fromkeys(alone)) == usual > 0
    assert any("Evening recovery A" in shown and "Morning steady" in shown for shown in alone)


@pytest.mark.parametrize("asked", ["0001-01-01", "9999-12-31", "yesterday", "2026-02-30"])
def test_a_week_that_is_no_week_is_this_week(made, robin, asked):
    assert robin.get("/week/", {"week": asked}).status_code == 200


def test_the_week_asks_no_more_of_the_database_when_there_is_more_in_it(made, robin):
    week_of(robin, made)
    with CaptureQueriesContext(connection) as few:
        week_of(robin, made)
    for n, name in enumerate(("Ravi", "Grace", "Nia", "Jo")):
        schedule.weekly(
            made.house, "counseling", made.clinicians["Ines"], made.patients[name], on=made.monday,
            start=9 * 60 + 75 * n,
        )  # fmt: skip

    with CaptureQueriesContext(connection) as more:
        assert "13 sessions" in words(week_of(robin, made))

    assert len(more) == len(few) <= MOST_QUESTIONS


# One session.


def test_people_in_a_session_are_named_to_whoever_plans_and_each_look_is_written_down(made, robin):
    session = evening(made)

    shown = words(robin.get(f"/week/sessions/{session.pk}/"))

    assert "Alex Park Expected" in shown
    assert "1. Process group" in shown
    assert "at most 1 to 6" in shown
    everybody = {str(made.patients[name].pk) for name in made.patients if name != "Theo"}
    assert read_of("schedule") == read_of("demographics") == everybody


def test_whoever_may_see_the_week_and_nobody_in_it_reads_how_many_there_are(made):
    session = evening(made)
    unrelated = made.signs_in("Ines")

    shown = words(unrelated.get(f"/week/sessions/{session.pk}/"))

    assert "7 people have a seat" in shown
    assert "Alex" not in shown
    assert not read_of("schedule")


def test_a_session_of_another_program_answers_as_one_that_never_was(made):
    strange = harbor().client("coordinator")

    assert strange.get(f"/week/sessions/{evening(made).pk}/").status_code == 404


def test_a_session_is_moved_and_everybody_in_it_is_told(made, robin):
    session = evening(made)

    answer = robin.post(f"/week/sessions/{session.pk}/move/", {"start": "18:30", **day("on_day", made.monday)})

    assert answer.status_code == 303
    assert "6:30 to 9:40 PM" in words(robin.get(answer["Location"]))
    assert Entry.objects.filter(kind="SessionMoved").count() == 1


def test_one_of_what_repeats_or_all_that_follow_are_staffed_otherwise(made, robin):
    first, second = evening(made), evening(made, 2)
    ines = str(made.clinicians["Ines"].pk)
    asked = {"lead": str(made.clinicians["Dana"].pk), "help_1": [ines], "help_3": [ines]}

    robin.post(f"/week/sessions/{first.pk}/staff/", {**asked, "scope": "this"})
    alone = leads(robin, second)
    robin.post(f"/week/sessions/{first.pk}/staff/", {**asked, "scope": "following"})
    both = leads(robin, second)

    assert "Kim Osei" in alone
    assert "Ines Varga" in both
    assert "Kim Osei" not in both


def test_what_repeats_begins_at_another_time(made, robin):
    session = evening(made)

    answer = robin.post(
        f"/week/sessions/{session.pk}/repeats/",
        {"weekdays": ["mon", "wed", "fri"], "start": "16:00", "scope": "following"},
    )

    assert answer.status_code == 303
    assert words(week_of(robin, made)).count("4:00 to 7:10 PM Evening recovery A") == 3


def test_what_repeats_ends_and_what_was_planned_after_it_is_canceled(made, robin):
    session = evening(made)

    robin.post(f"/week/sessions/{session.pk}/repeats/end/", day("until_on", made.monday))

    assert words(week_of(robin, made)).count("Evening recovery A") == 1
    assert words(week_of(robin, made, state="canceled")).count("Evening recovery A") == 2


def test_opening_short_takes_a_reason_and_a_person_who_answers_for_it(made):
    session = evening(made)
    made.falls_ill("Kim", session)
    on_call = made.client("on_call")

    refused = on_call.post(f"/week/sessions/{session.pk}/open-short/", {"reason": " "})
    answer = on_call.post(f"/week/sessions/{session.pk}/open-short/", {"reason": "Ines joins at six."})

    assert refused.status_code == 422
    assert answer.status_code == 303
    assert "answers for opening it all the same: Ines joins at six." in words(on_call.get(answer["Location"]))


def test_somebody_is_excused_and_comes_after_all(made, robin):
    seat = made.evening.seat(made.patients["Ravi"], made.monday)
    session = f"/week/sessions/{seat.session_id}/"

    robin.post(f"{session}seats/{seat.pk}/excuse/")
    excused = words(robin.get(session))
    robin.post(f"{session}seats/{seat.pk}/again/")

    assert "Ravi Menon Excused Staff excused them" in excused
    assert "Ravi Menon Expected" in words(robin.get(session))


@pytest.mark.parametrize("role", ["intake", "on_call", "compliance", "director", "clinician"])
def test_only_whoever_plans_changes_a_session(made, role):
    client, session = made.client(role), evening(made)

    for change in ("move", "cancel", "staff", "cannot-come", "repeats", "repeats/end"):
        assert client.get(f"/week/sessions/{session.pk}/{change}/").status_code == 403
    assert "Move it" not in words(client.get(f"/week/sessions/{session.pk}/"))


# Cover.


def test_the_cover_finder_says_who_may_help_out_with_what_it_does_to_their_week_and_why_others_cannot(made, robin):
    session = evening(made)
    schedule.able(made.house, "Sidney Marsh", states=("OH",))

    made.falls_ill("Kim", session)
    shown = words(robin.get(f"/cover/{session.pk}/"))

    able, _, unable = shown.partition("Why the others cannot")
    assert "Somebody is needed to help lead, 5:00 to 6:40 PM: 1 hour 30 minutes of groups or sessions." in able
    assert re.search(r"Ines Varga.*?0 minutes to 1 hour 30 minutes.*?of 20 hours", able)
    assert "was asked at" in able
    assert "Kim Osei, MD Kim Osei cannot come then." in unable
    assert "Sidney Marsh" in unable


def test_somebody_is_asked_out_of_their_turn(made, robin):
    session = evening(made)
    made.falls_ill("Kim", session)
    first = made.asked(session).clinician
    other = next(c for name, c in made.clinicians.items() if name in ("Lee", "Ines") and c != first)

    answer = robin.post(f"/cover/{session.pk}/ask/{other.pk}/")

    assert answer.status_code == 303
    assert words(robin.get(answer["Location"])).count("Asked at") == 2


def test_whoever_cannot_is_not_asked(made, robin):
    session = evening(made)
    made.falls_ill("Kim", session)

    answer = robin.post(f"/cover/{session.pk}/ask/{made.clinicians['Kim'].pk}/")

    assert answer.status_code == 422
    assert "Kim Osei cannot come then." in words(answer)


# One person, swaps, closed days, sizes.


def test_a_persons_sessions_come_as_a_page_and_as_a_fragment(made, robin):
    address = f"/people/{made.patients['Alex'].pk}/schedule/"

    whole, fragment = robin.get(address), robin.get(address, headers={"HX-Request": "true"})

    assert "Evening recovery A" in words(whole)
    assert "This week 0 minutes of treatment are planned, 9 hours short of the minimum of 9 hours." in words(whole)
    assert "<html" not in fragment.content.decode()
    assert f'hx-get="{address}"' in robin.get(f"/people/{made.patients['Alex'].pk}/").content.decode()


def test_somebody_cannot_come_on_some_days(made, robin):
    robin.post(f"/people/{made.patients['Ravi'].pk}/cannot-come/", {**day("first_on", made.monday)})

    with behind(made.house.program.pk, made.house.director):
        rows = Seat.objects.filter(patient=made.patients["Ravi"], session__on_day=made.monday)
        assert {row.state for row in rows} == {"excused"}


def test_a_couple_moves_to_another_cohort_together(made, robin):
    tuesday = made.monday + timedelta(days=8)

    answer = robin.post(
        f"/people/{made.patients['Alex'].pk}/transfer/",
        {"cohort": str(made.morning.cohort.pk), **day("from_on", tuesday)},
    )

    assert answer.status_code == 303, words(answer)
    session = made.morning.session(tuesday)
    shown = words(robin.get(f"/week/sessions/{session.pk}/"))
    assert "Alex Park Expected" in shown
    assert "Sam Park Expected" in shown


def test_closing_says_first_how_much_it_cancels(made, robin):
    asked = {"title": "Snow", **day("from_on", made.monday)}

    refused = robin.post("/closed-days/new/", asked)
    answer = robin.post("/closed-days/new/", {**asked, "sure": "on"})

    assert refused.status_code == 422
    assert "2 sessions are planned on these days and would be canceled." in words(refused)
    assert answer.status_code == 303
    assert "Snow" in words(robin.get("/closed-days/"))
    assert "Evening recovery A" in words(week_of(robin, made, state="canceled"))


def test_the_times_of_a_clinician_are_recorded_for_them(made, robin):
    address = f"/clinicians/{made.clinicians['Kim'].pk}/times/"

    refused = robin.post(f"{address}week/", {"d0_0_from": "9:00", "d0_0_until": "8:00", **day("from_on", made.monday)})
    robin.post(f"{address}days/", {"kind": "away", **day("first_on", made.monday)})

    assert refused.status_code == 422
    assert "Away" in words(robin.get(address))


def test_a_question_of_the_calendar_is_listed_with_its_day(made, robin):
    with behind(made.house.program.pk, made.house.director):
        Question.objects.create(
            program=made.house.program, kind="missing_time", series=made.evening.series, on_day=date(2027, 3, 14),
            asked_at=made.evening.session(made.monday).starts_at,
        )  # fmt: skip

    shown = words(robin.get("/calendar-questions/"))

    assert "Sunday, March 14, 2027 This time does not exist that day Evening recovery A" in shown


def test_a_drawing_of_a_single_session_speaks_of_one():
    drawn = columns("Couples group: size", Spread({4: 1}, 6), each="people", of="sessions", limit_name="at most 6")

    assert drawn.sentence == "Couples group: size: 1 session, it has 4. None is above 6."


def test_size_and_ratio_as_planned_are_drawn_with_their_rule_and_every_exception_has_its_owner(made):
    made.falls_ill("Kim", evening(made))
    avery = made.client("compliance")

    answer = avery.get("/sizes-and-ratios/", {"week": made.monday.isoformat()})

    shown = words(answer)
    assert "6 group sessions planned. 1 short of staff, 0 above the most people allowed." in shown
    assert "Program day: size: 6 sessions, they have 4 to 7. None is above 10." in shown
    assert "Process group: ratio: 6 blocks, they have 4 to 7. 1 above 6." in shown
    assert "at most 1 to 6" in shown
    assert "Short of staff: Kim Osei, is ill" in shown
    assert "Nobody yet" in shown
    assert "Alex" not in shown


@pytest.mark.parametrize("role", ["coordinator", "director", "compliance", "on_call", "intake"])
def test_every_link_of_the_week_and_of_home_opens(made, role):
    client = made.client(role)
    made.falls_ill("Kim", evening(made))

    for address in ("/home/", f"/week/?week={made.monday}"):
        main = client.get(address).content.decode().split("<main", 1)[1].split("</main", 1)[0]
        for link in dict.fromkeys(re.findall(r'href="(/[^"]*)"', main)):
            assert client.get(link, follow=True).status_code == 200, (role, link)
