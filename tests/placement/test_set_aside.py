"""A cohort that breaks a rule as it runs goes on as it is: nobody is placed in it, and a scenario leaves it aside."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.placement import jobs_what_if
from hearthside.placement.actions.scenarios import ask_what_if
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.queries.place_one import place_one
from hearthside.placement.solver.whatif_changes import CloseDay
from tests.builders import groups, schedule
from tests.kept import begins_with
from tests.people.clinic import signed_in
from tests.placement.in_this_process import in_this_process
from tests.placement.reviewing import published_room

pytestmark = begins_with(published_room)


@pytest.fixture
def grace(kept):
    """Somebody like the others, who waits."""
    return kept.arrives("Maya Stone", state="PA")


def cohort(kept):
    (found,) = kept.seen().running.cohorts
    return found


def license_ends(kept, clinician):
    """Every right of this clinician ends before the week that is planned."""
    with behind(kept.house.program.pk, kept.house.director):
        rows = PracticeAuthority.objects.filter(credential__clinician=clinician)
        rows.update(valid_to=kept.monday - timedelta(days=1))


def places(kept, who):
    with scope(kept.coordinator):
        answer, _ = place_one(kept.house.program, who.pk, by=kept.coordinator)
    return [choice.option.cohort_id for choice in answer.choices]


def scenario(kept):
    """What came of asking what a closed Sunday would mean."""
    with scope(kept.coordinator):
        asked = ask_what_if(
            program=kept.house.program, changes=[CloseDay(6)], name="Sundays", week=kept.monday, effort=2,
            by=kept.coordinator,
        )  # fmt: skip
    with in_this_process():
        jobs_what_if.what_if(scenario=str(asked.pk))
    with behind(kept.house.program.pk, kept.coordinator):
        return Scenario.objects.get(pk=asked.pk)


def test_with_every_rule_kept_there_is_a_place(kept, grace):
    assert places(kept, grace) == [cohort(kept).id]


def test_nobody_is_placed_in_a_cohort_whose_lead_may_not_lead_it_any_more(kept, grace):
    license_ends(kept, next(s.clinician_id for s in cohort(kept).staff if s.part == "lead"))

    assert kept.seen().standing
    assert places(kept, grace) == []


def test_nor_where_only_the_session_of_somebody_in_it_is_amiss(kept, grace):
    leads = {s.clinician_id for s in cohort(kept).staff}
    beside = next(c for s in kept.seen().running.sessions for c in s.clinicians if c not in leads)
    license_ends(kept, beside)

    assert kept.seen().standing
    assert places(kept, grace) == []


def test_a_scenario_leaves_it_aside_and_says_how_many_that_are(kept, grace):
    license_ends(kept, next(s.clinician_id for s in cohort(kept).staff if s.part == "lead"))

    row = scenario(kept)

    assert (row.status, row.result["aside"]) == ("ready", len(cohort(kept).members))


def test_whoever_sits_in_a_cohort_off_the_grid_is_shown_their_place_and_left_aside(kept):
    """The planner cannot say such a cohort: it begins at a quarter past."""
    people = [kept.arrives(f"{name} Quarter", state="PA") for name in ("Ana", "Ben", "Cora", "Dan")]
    morning = groups.group(
        kept.house, people, lead=schedule.able(kept.house, "Noor Haddad"), start=9 * 60 + 15, from_on=kept.monday,
        called="Quarter past",
    )  # fmt: skip

    page = signed_in(kept.house, "coordinator").get(reverse("placement:place", args=[people[0].pk])).content.decode()
    row = scenario(kept)

    assert "They have a place in" in page
    assert morning.cohort.name in page
    assert "not in the roster" not in page
    assert row.result["aside"] == 4
