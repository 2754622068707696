"""A week is asked for, worked out by the planner's worker, and can be canceled; what came of it is said."""

from datetime import timedelta

import pytest
from django.db import connection

from hearthside.access.require import NotAllowed
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement import jobs
from hearthside.placement.actions import planning
from hearthside.placement.actions.lost_work import LOST_AFTER
from hearthside.placement.actions.planning import begin_planning, keep_answers, note_progress, tell_lost
from hearthside.placement.actions.proposing import cancel_proposal, propose
from hearthside.placement.aside import Aside, WorkBroke
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.proposal_refusals import AlreadyPlanning, NotBeingMade, WrongProposal
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from tests.builders.clinicians import House
from tests.kept import begins_with
from tests.placement.waiting_room import waiting_room

pytestmark = begins_with(waiting_room)

PLANNER = system_actor("planner")


def asked(kept, **how) -> Proposal:
    with scope(kept.coordinator):
        return propose(program=kept.house.program, week=kept.monday, by=kept.coordinator, **{"effort": 1, **how})


def begun(proposal: Proposal) -> Proposal:
    with scope(PLANNER):
        return begin_planning(proposal=proposal.pk, by=PLANNER)


def jobs_waiting() -> list[tuple[str, dict]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [row for row in cursor.fetchall() if row[0] == "placement.plan"]


def test_a_week_is_worked_out_by_a_job_and_keeps_every_rule(kept):
    proposal = asked(kept)
    waiting = jobs_waiting()

    jobs.plan(proposal=str(proposal.pk))

    ready, week = kept.now(proposal), kept.week(proposal)
    assert [name for name, _ in waiting] == ["placement.plan"]
    assert (ready.status, ready.failed_because) == ("ready", "")
    assert ready.position
    assert not any(check(kept.seen().problem, week).values())
    assert set(week.cohort_of()) == {str(p.pk) for name, p in kept.people.items() if name != "Jo"}
    assert [(u.person_id, u.reason) for u in week.unplaced] == [(str(kept.people["Jo"].pk), "license")]
    assert kept.answers(proposal)["only"].figures["placed"] == 6


def test_the_same_week_is_planned_the_same_with_the_same_effort_and_seed(kept):
    first, second = kept.proposed(), kept.proposed()

    assert kept.week(first) == kept.week(second)


def test_with_seconds_it_says_how_far_it_is(kept):
    proposal = asked(kept, effort=None, seconds=3)

    jobs.plan(proposal=str(proposal.pk))

    ready = kept.now(proposal)
    assert ready.status == "ready"
    assert ready.trail
    assert all(len(point) == 3 and point[0] <= 4 for point in ready.trail)
    assert [point[0] for point in ready.trail] == sorted(point[0] for point in ready.trail)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"week": timedelta(days=1)}, "week"),
        ({"week": timedelta(days=-7)}, "week"),
        ({"effort": None, "seconds": 0}, "seconds"),
        ({"effort": None, "seconds": 901}, "seconds"),
        ({"effort": None, "seconds": None}, "seconds"),
        ({"effort": -1}, "effort"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_cannot_be_planned_is_refused(kept, how, field):
    week = kept.monday + how.pop("week", timedelta())

    with pytest.raises(WrongProposal) as refused, scope(kept.coordinator):
        propose(program=kept.house.program, week=week, by=kept.coordinator, **{"effort": 1, **how})

    assert refused.value.field == field
    assert not jobs_waiting()


def test_one_week_of_a_program_is_planned_at_a_time(kept):
    first = asked(kept)

    with pytest.raises(AlreadyPlanning):
        asked(kept)

    jobs.plan(proposal=str(first.pk))
    assert asked(kept).status == "queued"


@pytest.mark.parametrize("role", ["clinician", "intake", "director", "compliance", "biller"])
def test_only_a_coordinator_has_weeks_planned(kept, role):
    who = kept.house.actor(role)

    with pytest.raises(NotAllowed), scope(who):
        propose(program=kept.house.program, week=kept.monday, by=who)


def test_who_cancels_before_it_begins_has_nothing(kept):
    proposal = asked(kept)

    with scope(kept.coordinator):
        cancel_proposal(proposal=proposal, by=kept.coordinator)
    jobs.plan(proposal=str(proposal.pk))

    assert kept.now(proposal).status == "canceled"
    assert not kept.answers(proposal)
    with pytest.raises(NotBeingMade), scope(kept.coordinator):
        cancel_proposal(proposal=proposal, by=kept.coordinator)


def test_a_cancel_in_the_middle_keeps_the_best_so_far(kept, monkeypatch):
    proposal = asked(kept, effort=None, seconds=600)
    canceled = []

    def cancel_once(**progress):
        if progress["stage"] == "searching" and not canceled:
            with scope(kept.coordinator):
                canceled.append(cancel_proposal(proposal=proposal, by=kept.coordinator))
        return note_progress(**progress)

    monkeypatch.setattr(jobs, "note_progress", cancel_once)
    jobs.plan(proposal=str(proposal.pk))

    ready = kept.now(proposal)
    assert canceled
    assert (ready.status, ready.cancel_asked) == ("ready", True)
    assert not any(check(kept.seen().problem, kept.week(proposal)).values())
    assert len(kept.week(proposal).cohort_of()) == 6


def test_a_worker_that_comes_after_another_began_leaves_it_alone(kept):
    proposal = asked(kept)
    slow = begun(proposal)

    fast = begun(proposal)

    with pytest.raises(planning.TakenOver), scope(PLANNER):
        keep_answers(proposal=slow, before={}, weeks={}, by=PLANNER)
    with scope(PLANNER):
        assert not note_progress(proposal=fast, stage="searching", reached=[[1.0, 2.0, None]], by=PLANNER)
    assert kept.now(proposal).trail == [[1.0, 2.0, None]]


def test_what_is_begun_again_and_again_fails_with_a_sentence(kept):
    proposal = asked(kept)

    while begun(proposal):
        assert kept.now(proposal).begun <= planning.MOST_BEGINNINGS

    failed = kept.now(proposal)
    assert (failed.status, failed.failed_because) == ("failed", planning.STOPPED_TOO_OFTEN)


def test_a_proposal_that_nobody_works_on_any_more_says_so(kept):
    proposal = begun(asked(kept))
    with behind(kept.house.program.pk, kept.coordinator):
        Proposal.objects.filter(pk=proposal.pk).update(beat_at=proposal.beat_at - LOST_AFTER * 2)

    jobs.planner_lost(timestamp=1)

    lost = kept.now(proposal)
    assert (lost.status, lost.failed_because) == ("failed", planning.LOST)
    with scope(PLANNER):
        assert tell_lost(by=PLANNER) == []


def test_a_roster_without_clinicians_fails_in_words(kept):
    empty = House(kept.house.program, kept.house.director)
    for clinician in kept.staff.values():
        with behind(empty.program.pk, kept.coordinator):
            type(clinician).objects.filter(pk=clinician.pk).update(works_until=kept.monday - timedelta(days=1))

    proposal = kept.proposed()

    assert proposal.status == "failed"
    assert "There are no clinicians." in proposal.failed_because


def test_a_process_that_breaks_is_told_as_our_mistake(kept, monkeypatch):
    monkeypatch.setattr(jobs.planned, "WORK", "hearthside.placement.planned:nothing_of_this_name")

    proposal = kept.proposed()

    assert (proposal.status, proposal.failed_because) == ("failed", jobs.OUR_MISTAKE)


def test_a_process_of_its_own_ends_with_whoever_asked(kept):
    problem = kept.seen().problem
    with Aside(jobs.planned.WORK, (problem, Options(seconds=600.0, effort=None, threads=1))) as aside:
        first = next(iter(aside.within(120)))
        pid = aside.process

    assert first.stage in ("compiling", "searching")
    assert pid.poll() is not None
    with pytest.raises(WorkBroke):
        list(aside.within(1))
