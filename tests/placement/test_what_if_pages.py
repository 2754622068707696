"""The pages of scenarios: changes added one by one, asked, followed, and read beside today."""

import re
from html import unescape

import pytest
from django.test import Client

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement import jobs_what_if as jobs
from hearthside.placement.actions.scenarios import ask_what_if, cancel_scenario
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.solver.whatif_changes import AddCouple, CloseDay, LoseClinician
from tests.kept import begins_with
from tests.placement.in_this_process import in_this_process
from tests.placement.waiting_room import from_ohio, waiting_room

pytestmark = begins_with(waiting_room)

OHIO = {
    "hire-roles": ["facilitator", "individual"], "hire-states": ["OH", "PA"], "hire-tracks": ["mh"],
    "hire-languages": ["en"], "hire-days": ["0", "1", "2", "3", "4"], "hire-begins": "09:00", "hire-ends": "20:00",
    "hire-hours": "20",
}  # fmt: skip


def client(kept, *roles: str) -> Client:
    found = Client()
    account = kept.house.actor(*roles).account if roles else kept.coordinator.account
    found.force_login(Account.objects.get(pk=account))
    return found


def text(answer) -> str:
    return unescape(answer.content.decode())


def carried(answer) -> list[str]:
    """The changes so far, as the page carries them."""
    return re.findall(r'name="change" value="([^"]+)"', answer.content.decode())


def scenario(kept, *changes, done=True, **how) -> Scenario:
    with scope(kept.coordinator):
        made = ask_what_if(
            program=kept.house.program, changes=changes, by=kept.coordinator,
            **{"name": "Something otherwise", "week": kept.monday, "effort": 2, **how},
        )  # fmt: skip
    if done:
        with in_this_process():
            jobs.what_if(scenario=str(made.pk))
    return made


def last(kept) -> Scenario:
    with behind(kept.house.program.pk, kept.coordinator):
        return Scenario.objects.latest("asked_at")


def test_an_empty_list_says_what_will_stand_there(kept):
    page = text(client(kept).get("/what-if/"))

    assert "Nobody has asked anything yet." in page
    assert "New scenario" in page


def test_changes_are_added_one_by_one_and_taken_out_again(kept):
    robin = client(kept)
    dana = str(kept.staff["Dana"].pk)

    first = robin.post("/what-if/new/", {"add": "lose", "lose-clinician": dana, "name": "Two things"})
    second = robin.post("/what-if/new/", {"add": "close", "close-day": "2", "change": carried(first)})
    third = robin.post("/what-if/new/", {"take_out": "0", "change": carried(second)})

    assert "Dana Reyes leaves" in text(first)
    assert 'value="Two things"' in text(first)
    assert len(carried(second)) == 2
    assert "Dana Reyes leaves" not in text(third)
    assert "Closed on Wednesdays" in text(third)
    with behind(kept.house.program.pk, kept.coordinator):
        assert not Scenario.objects.exists()


def test_each_kind_of_change_is_said_in_words(kept):
    robin = client(kept)
    ravi = str(kept.people["Ravi"].pk)
    asked = [
        ({"add": "hire", **OHIO}, "A group leader and individual therapist licensed in Ohio and Pennsylvania"),
        (
            {"add": "more", "more-like": ravi, "more-count": "2", "more-together": "couple"},
            "Two couples more like Ravi",
        ),
        ({"add": "more", "more-like": ravi, "more-count": "1", "more-together": "alone"}, "One person more like Ravi"),
        ({"add": "tighten", "tighten-key": "cohort.cap", "tighten-value": "8"}, "At most 8 people in a cohort"),
        ({"add": "demand", "demand-percent": "20", "demand-seed": "3"}, "20% more people wait (draw 3)"),
    ]

    for sent, said in asked:
        answer = robin.post("/what-if/new/", sent)
        assert answer.status_code == 200
        assert said in text(answer)
        assert len(carried(answer)) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"add": "lose"}, "Choose one."),
        ({"add": "tighten", "tighten-key": "cohort.cap", "tighten-value": "12"}, "would not be tighter"),
        ({"add": "tighten", "tighten-key": "cohort.cap", "tighten-value": "3"}, "the smallest cohort has 4"),
        ({"add": "demand", "demand-percent": "900", "demand-seed": "1"}, "500"),
        ({"add": "hire", **OHIO, "hire-ends": "08:00"}, "The end is not after the start."),
        ({"add": "hire", **OHIO, "hire-roles": []}, "Choose at least one."),
        ({"ask": "yes", "name": "", "week": ""}, "Please look at 2 things"),
        ({"name": "Nothing at all"}, "Please look at one thing"),
        ({"ask": "yes", "name": "Mine", "change": ["not one of ours"]}, "cannot be read any more"),
    ],
)
def test_what_cannot_be_is_refused_with_everything_typed_still_there(kept, sent, said):
    before = {"name": "Kept as it was", "week": kept.monday.isoformat(), **sent}

    answer = client(kept).post("/what-if/new/", before)

    assert answer.status_code == 422
    assert said in text(answer)
    if "add" in sent:
        assert 'value="Kept as it was"' in text(answer)


def test_without_a_change_there_is_nothing_to_ask(kept):
    answer = client(kept).post("/what-if/new/", {"ask": "yes", "name": "Mine", "week": kept.monday.isoformat()})

    assert answer.status_code == 422
    assert "without a change there is nothing to compare" in text(answer)


def test_a_scenario_is_asked_worked_out_and_read_beside_today(kept):
    robin, more = client(kept), from_ohio(kept)
    added = robin.post("/what-if/new/", {"add": "hire", **OHIO})

    asked = robin.post(
        "/what-if/new/",
        {"ask": "yes", "name": "Somebody for Ohio", "week": kept.monday.isoformat(), "change": carried(added)},
    )
    waits = text(robin.get(asked["Location"]))
    jobs.what_if(scenario=str(last(kept).pk))
    page = text(robin.get(asked["Location"]))

    assert asked.status_code == 303
    assert "It begins as soon as nothing else is being planned." in waits
    assert "every 2s" in waits
    assert "Stands on the data of" in page
    assert "every 2s" not in page
    assert "Then 11 of 11 people would have a place, 5 more than today." in page
    assert f"Would have a place ({1 + len(more)})" in page
    assert "Jo Lind" in page


def test_names_are_shown_to_whom_they_may_be_and_the_reading_is_noted(kept):
    made = scenario(kept, AddCouple(1, str(kept.people["Ravi"].pk)), LoseClinician(str(kept.staff["Dana"].pk)))

    page = text(client(kept).get(f"/what-if/{made.pk}/"))

    assert "One couple more like Ravi Menon" in page
    assert "Dana Reyes leaves" in page
    with behind(kept.house.program.pk, kept.coordinator):
        noted = [who for line in Reading.objects.filter(kind="demographics") for who in line.patients]
    assert str(kept.people["Ravi"].pk) in noted


def test_whom_to_hire_names_the_people_and_the_second(kept):
    more = from_ohio(kept)
    robin = client(kept)

    asked = robin.post("/what-if/whom-to-hire/", {"kind": "hire", "name": "Next hire", "week": kept.monday.isoformat()})
    jobs.what_if(scenario=str(last(kept).pk))
    page = text(robin.get(asked["Location"]))

    assert asked.status_code == 303
    assert "Who would place the most people" in page
    assert "Licensed in Ohio" in page
    assert "Would place" in page
    assert page.count("/people/") >= 1 + len(more)
    assert "And the second, with the first one there already" in page


def test_whose_two_hours_more_says_who_was_tried(kept):
    made = scenario(kept, kind="hours")

    page = text(client(kept).get(f"/what-if/{made.pk}/"))

    assert "4 of 4 candidates were tried, each by the planner." in page
    assert "None of them would place anybody or fill a role." in page


def test_a_scenario_that_failed_says_why(kept):
    made = scenario(kept, CloseDay(6), done=False)
    with behind(kept.house.program.pk, kept.coordinator):
        Scenario.objects.filter(pk=made.pk).update(
            status="failed", failed_because="The planner made a mistake.", ended_at=clock.now()
        )

    page = text(client(kept).get(f"/what-if/{made.pk}/"))

    assert "The planner made a mistake." in page
    assert "Ask again with other changes" in page


def test_whom_neither_week_counts_is_said(kept):
    made = scenario(kept, CloseDay(6))
    with behind(kept.house.program.pk, kept.coordinator):
        row = Scenario.objects.get(pk=made.pk)
        Scenario.objects.filter(pk=made.pk).update(result={**row.result, "aside": 2})

    page = text(client(kept).get(f"/what-if/{made.pk}/"))

    assert row.result["aside"] == 0
    assert "2 people are in cohorts that break a rule as they run, or begin off the grid of starts." in page


def test_one_that_waits_can_be_stopped(kept):
    made = scenario(kept, CloseDay(6), done=False)
    robin = client(kept)

    asks = text(robin.get(f"/what-if/{made.pk}/cancel/"))
    answer = robin.post(f"/what-if/{made.pk}/cancel/")
    again = robin.post(f"/what-if/{made.pk}/cancel/")

    assert "Stop working on “Something otherwise”?" in asks
    assert (answer.status_code, again.status_code) == (303, 422)
    assert "It was canceled before anything was found." in text(robin.get(f"/what-if/{made.pk}/"))


def test_progress_is_said_while_it_is_worked_out(kept):
    made = scenario(kept, kind="hire", done=False)
    with behind(kept.house.program.pk, kept.coordinator):
        Scenario.objects.filter(pk=made.pk).update(
            status="running", began_at=clock.now(), beat_at=clock.now(), trail=[[3.0, 1.0, 12.0, 40.0, 5.0]]
        )

    page = text(client(kept).get(f"/what-if/{made.pk}/"))

    assert "12 of 40 tried; the best so far would place 5 people." in page


@pytest.mark.parametrize(("then", "said"), [(0.87, "\N{MINUS SIGN}1 point<"), (0.86, "\N{MINUS SIGN}2 points<")])
def test_one_point_is_one_point(kept, then, said):
    made = scenario(kept, CloseDay(6))
    with behind(kept.house.program.pk, kept.coordinator):
        row = Scenario.objects.get(pk=made.pk)
        row.result["today"]["in_sweet_spot"], row.result["then"]["in_sweet_spot"] = 0.88, then
        row.save(update_fields=["result"])

    assert said in text(client(kept).get(f"/what-if/{made.pk}/"))


def test_a_director_asks_what_a_loss_would_mean_and_stops_what_takes_too_long(kept):
    sidney = client(kept, "director")
    dana = str(kept.staff["Dana"].pk)

    added = sidney.post("/what-if/new/", {"add": "lose", "lose-clinician": dana, "week": kept.monday.isoformat()})
    change = re.search(r'name="change" value="([^"]+)"', text(added))[1]
    answer = sidney.post("/what-if/new/", {"name": "Without Dana", "week": kept.monday.isoformat(), "change": change})

    assert answer.status_code == 303
    assert "Without Dana" in text(sidney.get("/what-if/"))
    assert sidney.post(f"{answer['Location']}cancel/").status_code == 303


def test_compliance_reads_but_does_not_ask(kept):
    made = scenario(kept, CloseDay(6))
    who = client(kept, "compliance")

    assert "Something otherwise" in text(who.get("/what-if/"))
    assert "New scenario" not in text(who.get("/what-if/"))
    assert "Beside today" in text(who.get(f"/what-if/{made.pk}/"))
    assert who.get("/what-if/new/").status_code == 403


@pytest.mark.parametrize("role", ["clinician", "intake", "biller", "on_call"])
def test_nobody_else_reads_scenarios(kept, role):
    made = scenario(kept, CloseDay(6), done=False)

    assert client(kept, role).get("/what-if/").status_code == 403
    assert client(kept, role).get(f"/what-if/{made.pk}/").status_code in (403, 404)


def test_a_canceled_one_with_an_answer_says_that_it_was_stopped(kept):
    made = scenario(kept, CloseDay(6), done=False)
    with behind(kept.house.program.pk, kept.coordinator):
        Scenario.objects.filter(pk=made.pk).update(status="running", began_at=clock.now())
    with scope(kept.coordinator):
        cancel_scenario(scenario=made, by=kept.coordinator)

    page = text(client(kept).get(f"/what-if/{made.pk}/"))

    assert "It stops in a moment." in page


def names(kept, asked=""):
    """What the list of scenarios shows, in its order."""
    page = text(client(kept).get(f"/what-if/{asked}"))
    return re.findall(r'href="/what-if/[0-9a-f-]+/"><bdi>([^<]+)</bdi>', page)


def test_scenarios_are_found_by_name_kind_and_state_and_sorted_by_what_is_pressed(kept):
    close = CloseDay(0)
    scenario(kept, close, done=False, name="Closed on Monday")
    other = scenario(kept, close, done=False, name="A day off")
    with scope(kept.coordinator):
        cancel_scenario(scenario=other, by=kept.coordinator)

    assert names(kept) == ["A day off", "Closed on Monday"]
    assert names(kept, "?sort=-name") == ["Closed on Monday", "A day off"]
    assert names(kept, "?q=monday") == ["Closed on Monday"]
    assert names(kept, "?state=canceled") == ["A day off"]
    assert names(kept, "?kind=hire") == []
    assert "No such scenario is found." in text(client(kept).get("/what-if/?kind=hire"))
