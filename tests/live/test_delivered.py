"""What groups really had, as everybody reads it: from attested sessions, by month, with small numbers left out."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.delivering import tell_month
from hearthside.live.models.delivered import DeliveredMonth
from hearthside.live.queries import delivered_told
from hearthside.live.queries.delivered import due_now
from hearthside.live.refusals import NotInThisSession
from tests.builders.delivered import after_it, attested, groups_in, month_of, nightly, opened
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.project.test_public_pages import NOT_OURS, grade
from tests.schedule.planning import words
from tests.schemas import wrong

pytestmark = begins_with(harbor)


@pytest.fixture
def at(kept):
    return kept


@pytest.fixture
def first(at):
    return month_of(at)


def everybody(at):
    return [patient.pk for patient in at.patients.values()] + [
        member.pk for member in at.morning.people if member.pk not in {p.pk for p in at.patients.values()}
    ]


def told(at, first, days: int = 10):
    """The month is told, some days after its end."""
    with clock.fixed(after_it(at, first, days)), scope(nightly(at)):
        return tell_month(program=at.house.program, month=first, by=nightly(at))


def read(at, first, address="/delivered/"):
    delivered_told.forget()
    with clock.fixed(after_it(at, first)):
        return words(Client().get(address))


def a_full_month(at, first, **more):
    """Every session but two of the month was held, with everybody in one half of them and the evening group else."""
    sessions, people = groups_in(at, first), everybody(at)
    for number, session in enumerate(sessions[:-2]):
        attested(at, session, people if number % 2 else people[:7], **(more if number == 0 else {}))
    opened(at, sessions[-2])
    return sessions


def test_a_month_adds_up_all_sessions_and_says_which_are_not_in_it(at, first):
    sessions = a_full_month(at, first, short=11)
    held = len(sessions) - 2

    month = told(at, first).told

    full = held // 2
    process = next(kind for kind in month["kinds"] if kind["kind"] == "process")
    assert process["rule"] == {"patients": 6, "couples": None}
    assert process["figures"]["patient_minutes"] == 90 * (11 * full + 7 * (held - full))
    assert process["figures"]["therapist_minutes"] == 180 * held - 11
    assert (process["figures"]["breach_minutes"], process["figures"]["breaches"]) == (11, 1)
    assert process["figures"]["largest"] == 11
    assert month["sessions"] == {"counted": held, "nobody_came": 0, "not_confirmed": 1, "without_evidence": 1}
    assert month["total"]["sessions"] == held


def test_the_data_of_a_demonstration_say_that_all_of_it_is_made_up(at, settings, tmp_path):
    address = f"/delivered/{at.house.program.slug}/feed.json"
    real = Client().get(address).json()

    settings.MODE, settings.DEMONSTRATION_NOTE = "demo", tmp_path
    made_up = Client().get(address).json()

    assert made_up == {**real, "made_up": True}
    assert wrong(made_up, Client().get("/delivered/schema-1.json").json()) == []


def test_the_page_and_the_data_say_the_same_and_nobody_signs_in(at, first):
    a_full_month(at, first, short=11)
    told(at, first)

    page = read(at, first)
    with clock.fixed(after_it(at, first)):
        feed = Client().get(f"/delivered/{at.house.program.slug}/feed.json")
        schema = Client().get("/delivered/schema-1.json").json()

    process = feed.json()["months"][0]["kinds"][0]["figures"]
    assert f"1 for {process['patients_per_therapist']} people" in page
    assert f"In {first:%B %Y}, there was one therapist for every" in page
    assert "Nobody has confirmed 1 session yet. Of 1 session we have no record of who was there." in page
    assert wrong(feed.json(), schema) == []
    assert wrong({**feed.json(), "version": 2}, schema) == ["$.version is not 1"]
    assert feed["Access-Control-Allow-Origin"] == "*"


def test_the_example_in_the_documentation_is_as_the_schema_says():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "delivered-feed.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]

    assert wrong(json.loads(example), Client().get("/delivered/schema-1.json").json()) == []


def test_a_tired_twelve_year_old_understands_it_and_nobody_is_named(at, first):
    a_full_month(at, first)
    told(at, first)

    page = read(at, first)

    assert NOT_OURS.findall(page) == []
    assert grade(page) <= 7
    names = [each.chosen_name for each in at.patients.values()] + [each.name for each in at.clinicians.values()]
    assert [name for name in [*names, "Evening recovery", "Morning steady"] if name in page] == []


def test_a_kind_with_few_people_is_left_out_with_another_one(at, first):
    sessions, people = groups_in(at, first), everybody(at)
    for number, session in enumerate(sessions):
        attested(at, session, people, kinds=("process", "psychoeducation", *(["break"] if number < 2 else [])))

    month = told(at, first).told

    assert [(kind["kind"], kind["withheld"]) for kind in month["kinds"]] == [
        ("process", None), ("psychoeducation", "follows"), ("break", "few"),
    ]  # fmt: skip
    assert month["total"]["breaches"] is None
    assert "not said, so that nothing follows about another line" in read(at, first)


def test_of_ten_people_nothing_is_told(at, first):
    for session in groups_in(at, first):
        attested(at, session, everybody(at)[:10])

    month = told(at, first).told

    assert month["total"] is None
    assert {kind["withheld"] for kind in month["kinds"]} == {"few"}
    assert "so we show none" in read(at, first)


def test_a_correction_waits_until_it_says_nothing_of_one_session(at, first):
    sessions, people = a_full_month(at, first), everybody(at)
    told(at, first)

    attested(at, sessions[1], people, short=20)
    after_one = told(at, first, 12)
    attested(at, sessions[3], people, short=20)
    attested(at, sessions[5], people, short=20)
    after_three = told(at, first, 14)

    assert after_one is None
    assert (after_three.edition, after_three.told["total"]["breach_minutes"]) == (2, 120)
    assert told(at, first, 15) is None


def test_a_month_is_due_once_it_has_settled_and_again_when_something_was_attested(at, first):
    sessions = a_full_month(at, first)

    def due(days: int):
        with clock.fixed(after_it(at, first, days)), scope(nightly(at)):
            return [month for month in due_now(at.house.program) if month == first]

    before, settled = due(5), due(7)
    told(at, first, 8)
    then = due(9)
    with clock.fixed(after_it(at, first, 9)):
        attested(at, sessions[1], everybody(at))

    assert (before, settled, then, due(10)) == ([], [first], [], [first])


def test_nobody_but_the_program_itself_tells_a_month_or_reads_its_rows(at, first):
    a_full_month(at, first)
    told(at, first)

    with scope(at.house.director):
        with pytest.raises(NotInThisSession):
            tell_month(program=at.house.program, month=first, by=at.house.director)
        assert not DeliveredMonth.objects.exists()
    with scope(system_actor("visitor")):
        assert not DeliveredMonth.objects.exists()


def test_it_is_read_once_an_hour_and_in_one_question(at, first):
    a_full_month(at, first)
    told(at, first)

    read(at, first)
    with clock.fixed(after_it(at, first)):
        with CaptureQueriesContext(connection) as later:
            Client().get("/delivered/")
        delivered_told.forget()
        with CaptureQueriesContext(connection) as anew:
            Client().get("/delivered/")

    assert sum("live_delivered" in each["sql"] for each in later) == 0
    assert sum("live_delivered" in each["sql"] for each in anew) == 1


def test_a_program_without_a_month_says_so_and_one_that_is_not_there_is_not_found(at, first):
    assert "No month can be told yet" in read(at, first)
    assert Client().get("/delivered/nowhere/").status_code == 404
    assert json.loads(Client().get(f"/delivered/{at.house.program.slug}/feed.json").content)["months"] == []


def test_a_session_to_which_nobody_came_is_counted_as_that(at, first):
    sessions = a_full_month(at, first)
    attested(at, sessions[-1], [])

    assert told(at, first).told["sessions"]["nobody_came"] == 1
