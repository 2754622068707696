"""A scenario is asked for, worked out by a job on a copy of the program, and kept; nothing real changes by it."""

from datetime import timedelta

import pytest
from django.db import connection

from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement import jobs_what_if as jobs
from hearthside.placement.actions import scenario_work, scenarios
from hearthside.placement.actions.lost_work import LOST_AFTER
from hearthside.placement.actions.planning import TakenOver
from hearthside.placement.actions.scenario_work import begin_scenario, keep_result, tell_lost_scenarios
from hearthside.placement.actions.scenarios import ask_what_if, cancel_scenario
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.scenario_refusals import ScenarioNotBeingMade, TooManyScenarios, WrongScenario
from hearthside.placement.solver.change import AddClinician
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CannotApply,
    CloseDay,
    LoseClinician,
    RaiseDemand,
    TightenPolicy,
    as_values,
)
from hearthside.policy.queries import today
from tests.kept import begins_with
from tests.placement.waiting_room import from_ohio, waiting_room

pytestmark = begins_with(waiting_room)

PLANNER = system_actor("planner")
OHIO = AddClinician(("facilitator", "individual"), ("OH", "PA"), ("mh",), ("en",), (0, 1, 2, 3, 4), 540, 1200, 1200)
# What asking and working out may write: the scenario, the lines of what happened and of what was read, and jobs.
WRITTEN = {"placement_scenario", "ledger_entry", "ledger_reading", "ledger_chain_head"}


def asked(kept, *changes, **how) -> Scenario:
    with scope(kept.coordinator):
        return ask_what_if(
            program=kept.house.program, changes=changes, by=kept.coordinator,
            **{"name": "Something otherwise", "week": kept.monday, "effort": 2, **how},
        )  # fmt: skip


def now(kept, scenario: Scenario) -> Scenario:
    with behind(kept.house.program.pk, kept.coordinator):
        return Scenario.objects.get(pk=scenario.pk)


def worked_out(kept, *changes, **how) -> Scenario:
    scenario = asked(kept, *changes, **how)
    jobs.what_if(scenario=str(scenario.pk))
    return now(kept, scenario)


def rows() -> dict[str, object]:
    """Every table but the queue of jobs, by how many rows it has and what stands in them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall() if not name.startswith("procrastinate_")]
        found = {}
        for name in tables:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{name}\" t")
            found[name] = cursor.fetchone()
    return found


def of(kept, name: str) -> str:
    return str(kept.people[name].pk)


def test_a_hire_is_worked_out_by_a_job_beside_today(kept):
    more = from_ohio(kept)

    scenario = worked_out(kept, OHIO)

    assert (scenario.status, scenario.failed_because) == ("ready", "")
    assert scenario.on_day == today(kept.house.program)
    assert (scenario.result["today"]["people"], scenario.result["today"]["placed"]) == (11, 6)
    assert scenario.result["then"]["placed"] == 11
    assert set(scenario.result["affected"]["gain"]) == {of(kept, "Jo"), *(str(who.pk) for who in more)}


def test_nothing_real_changes(kept):
    with behind(kept.house.program.pk, kept.coordinator):
        before = rows()

    worked_out(kept, LoseClinician(str(kept.staff["Dana"].pk)), AddCouple(1, of(kept, "Ravi")), RaiseDemand(50))
    worked_out(kept, kind="hire")

    with behind(kept.house.program.pk, kept.coordinator):
        after = rows()
    assert {name for name in after if after[name] != before[name]} <= WRITTEN
    assert before["placement_scenario"] != after["placement_scenario"]


def test_whom_to_hire_names_the_one_who_waits_for_a_license(kept):
    more = from_ohio(kept)

    scenario = worked_out(kept, kind="hire")

    best = scenario.result["first"]["best"][0]
    assert set(best["places"]) == {of(kept, "Jo"), *(str(who.pk) for who in more)}
    assert best["changes"][0]["change"] == "add_clinician"
    assert "OH" in best["changes"][0]["states"]
    assert scenario.result["first"]["tried"] == scenario.result["first"]["of"]


def test_whose_two_hours_more_is_answered_too(kept):
    scenario = worked_out(kept, kind="hours")

    assert (scenario.status, scenario.failed_because) == ("ready", "")
    assert scenario.result["first"]["of"] == len(kept.staff)


def test_the_same_day_seed_and_effort_give_the_same_answer(kept):
    first, second = worked_out(kept, CloseDay(2)), worked_out(kept, CloseDay(2))

    assert first.result == second.result


def test_what_is_kept_are_ids_and_no_names(kept):
    scenario = worked_out(kept, AddCouple(1, of(kept, "Ravi")))

    assert "Ravi" not in str(scenario.result) + str(scenario.changes)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"week": timedelta(days=1)}, "week"),
        ({"week": timedelta(days=-7)}, "week"),
        ({"kind": "wish"}, "kind"),
        ({"seed": -1}, "seed"),
        ({"changes": ()}, "changes"),
        ({"changes": (CloseDay(6),) * 13}, "changes"),
    ],
)
def test_what_cannot_be_asked_is_refused(kept, how, field):
    week = kept.monday + how.pop("week", timedelta())

    with pytest.raises(WrongScenario) as refused:
        asked(kept, *how.pop("changes", (CloseDay(6),)), **{"week": week, **how})

    assert refused.value.field == field


@pytest.mark.parametrize(
    "change", [LoseClinician("nobody"), TightenPolicy("cohort.cap", 11), AddCouple(1, "nobody"), RaiseDemand(0)]
)
def test_what_the_program_does_not_allow_is_refused_before_anything_is_written(kept, change):
    with pytest.raises(CannotApply):
        asked(kept, change)

    with behind(kept.house.program.pk, kept.coordinator):
        assert not Scenario.objects.exists()


def test_a_stricter_policy_is_the_one_a_scenario_tightens(kept):
    scenario = worked_out(kept, TightenPolicy("cohort.cap", 5))

    assert scenario.status == "ready"
    assert max(size for size, _ in scenario.result["then"]["sizes"]) <= 5


@pytest.mark.parametrize("role", ["clinician", "intake", "compliance", "biller", "on_call"])
def test_only_whoever_plans_or_answers_for_the_program_asks(kept, role):
    who = kept.house.actor(role)

    with pytest.raises(NotAllowed), scope(who):
        ask_what_if(program=kept.house.program, name="Mine", week=kept.monday, changes=[CloseDay(6)], by=who)


def test_not_more_wait_than_can_be_worked_out(kept, monkeypatch):
    monkeypatch.setattr(scenarios, "MOST_WAITING", 2)
    asked(kept, CloseDay(6)), asked(kept, CloseDay(6))

    with pytest.raises(TooManyScenarios):
        asked(kept, CloseDay(6))


def test_who_cancels_before_it_begins_has_nothing(kept):
    scenario = asked(kept, CloseDay(6))

    with scope(kept.coordinator):
        cancel_scenario(scenario=scenario, by=kept.coordinator)
    jobs.what_if(scenario=str(scenario.pk))

    assert (now(kept, scenario).status, now(kept, scenario).result) == ("canceled", None)
    with pytest.raises(ScenarioNotBeingMade), scope(kept.coordinator):
        cancel_scenario(scenario=scenario, by=kept.coordinator)


def test_a_cancel_in_the_middle_keeps_the_best_so_far(kept, monkeypatch):
    scenario = asked(kept, kind="hire", effort=1_000_000)
    note = jobs.note_scenario
    canceled = []

    def cancel_once(**progress):
        if not canceled:
            with scope(kept.coordinator):
                canceled.append(cancel_scenario(scenario=scenario, by=kept.coordinator))
        return note(**progress)

    monkeypatch.setattr(jobs, "note_scenario", cancel_once)
    jobs.what_if(scenario=str(scenario.pk))

    ready = now(kept, scenario)
    assert canceled
    assert ready.status == "ready"
    assert ready.result["stopped"]
    assert ready.result["today"]["people"] == 7


def test_who_comes_after_another_began_leaves_it_alone(kept):
    scenario = asked(kept, CloseDay(6))
    with scope(PLANNER):
        slow = begin_scenario(scenario=scenario.pk, on_day=scenario.on_day, by=PLANNER)
    with clock.fixed(clock.now() + timedelta(minutes=1)), scope(PLANNER):
        begin_scenario(scenario=scenario.pk, on_day=scenario.on_day, by=PLANNER)

    with pytest.raises(TakenOver), scope(PLANNER):
        keep_result(scenario=slow, result={}, by=PLANNER)


def test_a_scenario_that_nobody_works_on_any_more_says_so(kept):
    scenario = asked(kept, CloseDay(6))
    with scope(PLANNER):
        row = begin_scenario(scenario=scenario.pk, on_day=scenario.on_day, by=PLANNER)
    with behind(kept.house.program.pk, kept.coordinator):
        Scenario.objects.filter(pk=row.pk).update(beat_at=row.beat_at - LOST_AFTER * 2)

    jobs.scenarios_lost(timestamp=1)

    lost = now(kept, scenario)
    assert (lost.status, lost.failed_because) == ("failed", scenario_work.LOST)
    with scope(PLANNER):
        assert tell_lost_scenarios(by=PLANNER) == []


def test_what_cannot_be_applied_any_more_fails_in_words(kept):
    scenario = asked(kept, CloseDay(6))
    gone = as_values(LoseClinician("00000000-0000-0000-0000-000000000000"))
    with behind(kept.house.program.pk, kept.coordinator):
        Scenario.objects.filter(pk=scenario.pk).update(changes=[gone])

    jobs.what_if(scenario=str(scenario.pk))

    failed = now(kept, scenario)
    assert failed.status == "failed"
    assert "There is no clinician" in failed.failed_because


def test_a_process_that_breaks_is_told_as_our_mistake(kept, monkeypatch):
    monkeypatch.setattr(jobs.whatif_work, "WORK", "hearthside.placement.whatif_work:nothing_of_this_name")

    scenario = worked_out(kept, CloseDay(6))

    assert (scenario.status, scenario.failed_because) == ("failed", jobs.OUR_MISTAKE)
