"""Everybody who waits gets a reason and, where one exists, a change; every change that is printed comes true."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.change import parse
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.check import check
from hearthside.placement.solver.explain import everybody_keeps, explain
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.place import place
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.week import Gap, Unplaced, Week
from tests.placement import build

EVENINGS = "mon-fri 17:00-21:00"
SAMPLES = Path(__file__).parents[2] / "examples"


@dataclass
class Roster:
    """A facilitator and some people in the evening, whom the planner seats together, and whoever a case adds."""

    count: int = 5
    leader: dict[str, object] = field(default_factory=dict)
    more: list[Person] = field(default_factory=list)
    staff: list[Clinician] = field(default_factory=list)
    track: str = "mh"

    def problem(self) -> Problem:
        people = [build.person(f"p{n}", free=EVENINGS, track=self.track) for n in range(1, self.count + 1)]
        leader = build.clinician("c1", **{"free": EVENINGS, "group_minutes": 600, **self.leader})
        return build.problem([*people, *self.more], [leader, *self.staff])


def planned(problem: Problem, effort: int = 8) -> Week:
    return plan(problem, Options(seconds=None, effort=effort, seed=1, threads=1))


def tried_again(problem: Problem, week: Week, change: str) -> Week:
    """The changed roster with this week kept, planned as the promise of placement.md says."""
    changed = apply(replace(problem, current=week), parse(change))
    steps = week.figures["change_effort"]
    assert isinstance(steps, int)
    after = plan(changed, Options(seconds=None, effort=steps, seed=1, threads=1, explain=False))
    assert not any(check(changed, after, figures=False).values())
    return after


def came_true(week: Week, row: Unplaced | Gap, after: Week) -> bool:
    kinds = {"individual": "individual", "counselor": "counseling", "couples": "couples"}
    if isinstance(row, Unplaced):
        there = row.person_id in after.cohort_of()
    else:
        there = any(s.kind == kinds[row.role] and row.person_id in s.people for s in after.sessions)
    return there and everybody_keeps(week, after)


LATE = "mon-fri 17:30-21:30"
UNPLACED = {
    "no license: the facilitator of a cohort gets one": (
        Roster(more=[build.person("x1", state="OH", free=EVENINGS)]),
        ("x1", "license", "add_authority clinician=c1 state=OH"),
    ),
    "no hours in common: the smallest window": (
        Roster(
            more=[build.person("x1", free="mon 17:00-20:30; tue-wed 17:30-21:00")],
            leader={"free": "mon-wed 17:00-20:10"},
        ),
        ("x1", "availability", "add_availability who=x1 day=tue;wed from=17:00 to=17:30"),
    ),
    "in another zone the window is on their own clock": (
        Roster(
            more=[build.person("x1", zone="America/Chicago", free="mon-wed 16:20-20:00")],
            leader={"free": "mon-wed 17:00-20:10"},
        ),
        ("x1", "availability", "add_availability who=x1 day=mon;tue;wed from=16:00 to=16:20"),
    ),
    "a couple is asked together": (
        Roster(
            more=build.couple("x1", "x2", free="mon-wed 17:00-20:00"), leader={"free": "mon-wed 17:00-20:10"}, count=4
        ),
        ("x2", "availability", "add_availability who=x1;x2 day=mon;tue;wed from=20:00 to=20:10"),
    ),
    "too few alike: one more like them": (
        Roster(count=2, more=[build.person("x1", free=EVENINGS)]),
        ("x1", "too_few_alike", "add_people 1 like=x1"),
    ),
    "too short a week: exactly the minutes that are missing": (
        Roster(count=4, leader={"group_minutes": 500}),
        ("p1", "staff_hours", "add_group_minutes clinician=c1 minutes=40"),
    ),
    "a seventh person: minutes for a second clinician": (
        Roster(count=7, staff=[build.clinician("c2", free=EVENINGS, group_minutes=100)]),
        (None, "lost_out", "add_group_minutes clinician=c2 minutes=170"),
    ),
    "nobody who could be second: a new clinician": (
        Roster(count=7, leader={"free": "mon-wed 17:00-20:10"}),
        (
            None,
            "lost_out",
            "add_clinician roles=facilitator states=PA tracks=mh languages=en days=mon;tue;wed from=17:00 to=18:40 "
            "minutes=270",
        ),
    ),
    "one in a language alone: nothing single helps": (
        Roster(more=[build.person("x1", languages="es", free=EVENINGS)]),
        ("x1", "language", "none"),
    ),
}


@pytest.mark.parametrize("case", UNPLACED)
def test_whoever_waits_is_told_why_and_the_smallest_change_that_comes_true(case: str) -> None:
    roster, (who, reason, change) = UNPLACED[case]
    problem = roster.problem()

    week = planned(problem)

    row = next(r for r in week.unplaced if who in (None, r.person_id))
    assert (row.reason, row.change) == (reason, change)
    assert change == "none" or came_true(week, row, tried_again(problem, week, row.change))


def test_four_who_wait_with_nobody_licensed_need_one_more_clinician() -> None:
    more = [build.person(f"x{n}", state="OH", free="mon-wed 09:00-12:10") for n in range(1, 5)]
    problem = Roster(more=more).problem()

    week = planned(problem)

    (change,) = {row.change for row in week.unplaced}
    assert change.startswith("add_clinician roles=facilitator states=OH tracks=mh languages=en days=mon;tue;wed ")
    assert change.endswith("from=09:00 to=12:10 minutes=540")
    after = tried_again(problem, week, change)
    assert {f"x{n}" for n in range(1, 5)} <= after.cohort_of().keys()


def freetime(problem: Problem, hours: str) -> Problem:
    """Everybody is free then as well."""
    people = [replace(p, weekly=p.weekly + build.windows(hours)) for p in problem.people]
    return build.problem(people, problem.clinicians, problem.programs)


GAPS = {
    "the one in the role is licensed elsewhere": (
        [build.clinician("t1", roles="individual", states="OH", free="sat 09:00-17:00")],
        ("individual", "qualification"),
        "add_authority clinician=t1 state=PA",
    ),
    "too few minutes for anybody: enough for all who wait for them": (
        [build.clinician("t1", roles="individual", individual_minutes=40, free="sat 09:00-17:00")],
        ("individual", "staff_hours"),
        "add_individual_minutes clinician=t1 minutes=160",
    ),
    "no common hours": (
        [build.clinician("t1", roles="individual", free="sat 08:30-09:30")],
        ("individual", "availability"),
        "add_availability",
    ),
    "nobody in the role": (
        [],
        ("individual", "qualification"),
        "add_clinician roles=individual states=PA tracks=mh languages=en days=thu from=17:00 to=20:50 minutes=200",
    ),
}


@pytest.mark.parametrize("case", GAPS)
def test_a_role_nobody_fills_is_explained_and_its_change_comes_true(case: str) -> None:
    staff, (role, reason), change = GAPS[case]
    problem = freetime(Roster(count=4, staff=staff, leader={"free": EVENINGS}).problem(), "sat 09:00-13:00")

    week = planned(problem)

    row = week.gaps[0]
    assert (row.role, row.reason) == (role, reason)
    assert row.change.startswith(change)
    assert came_true(week, row, tried_again(problem, week, row.change))


def test_both_partners_have_a_line_for_their_missing_couples_therapist() -> None:
    problem = Roster(count=2, more=build.couple("x1", "x2", free=EVENINGS + "; sat 09:00-12:00")).problem()

    week = planned(problem)

    rows = [g for g in week.gaps if g.role == "couples"]
    assert [g.person_id for g in rows] == ["x1", "x2"]
    assert len({(g.reason, g.sentence, g.change) for g in rows}) == 1
    assert came_true(week, rows[0], tried_again(problem, week, rows[0].change))


def test_no_more_changes_are_tried_than_allowed_and_the_rest_have_none() -> None:
    problem = Roster(more=[build.person(f"x{n}", state="OH", free=EVENINGS) for n in range(1, 4)]).problem()
    week = planned(problem)
    tried: list[Problem] = []

    def counting(changed: Problem) -> Week:
        tried.append(changed)
        return plan(changed, Options(seconds=None, effort=4, seed=1, threads=1, explain=False))

    explained = explain(problem, replace(week, unplaced=(), gaps=()), try_change=counting, most=1)

    assert len(tried) == 1
    assert tried[0].current is not None
    assert [row.change != "none" for row in explained.unplaced] == [True, False, False]


def test_when_asked_to_stop_reasons_are_given_without_changes() -> None:
    problem = Roster(more=[build.person("x1", state="OH", free=EVENINGS)]).problem()
    week = planned(problem)

    def never(changed: Problem) -> Week:
        raise AssertionError("nothing may be tried once somebody asked to stop")

    explained = explain(problem, week, try_change=never, should_stop=lambda: True)

    assert [(row.person_id, row.reason, row.change) for row in explained.unplaced] == [("x1", "license", "none")]


def test_a_trial_that_was_cut_short_proves_nothing() -> None:
    problem = Roster(more=[build.person("x1", state="OH", free=EVENINGS)]).problem()
    week = planned(problem)
    tried: list[Problem] = []

    def slow(changed: Problem) -> Week:
        tried.append(changed)
        return plan(changed, Options(seconds=None, effort=2, seed=1, threads=1, explain=False))

    explained = explain(problem, week, try_change=slow, should_stop=lambda: bool(tried))

    assert len(tried) == 1
    assert [row.change for row in explained.unplaced] == ["none"]


def test_a_change_that_would_cost_somebody_their_place_is_not_printed() -> None:
    problem = Roster(more=[build.person("x1", state="OH", free=EVENINGS)]).problem()
    week = planned(problem)

    def careless(changed: Problem) -> Week:
        moved = tuple(replace(c, members=(*c.members[1:], "x1")) for c in week.cohorts)
        return replace(week, cohorts=moved)

    explained = explain(problem, week, try_change=careless)

    assert [row.change for row in explained.unplaced] == ["none"]


def test_a_newcomer_whom_no_cohort_fits_is_told_a_change_that_came_true() -> None:
    before = Roster().problem()
    week = planned(before)
    newcomer = build.person("x1", state="OH", free=EVENINGS)
    problem = build.problem([*before.people, newcomer], before.clinicians, before.programs)

    def try_change(changed: Problem) -> Week:
        return plan(changed, Options(seconds=None, effort=2, seed=1, threads=1, explain=False))

    found = place(problem, week, "x1", try_change=try_change)

    assert (found.options, found.reason, found.change) == ((), "license", "add_authority clinician=c1 state=OH")


def test_the_same_change_is_tried_once_for_everybody_it_helps() -> None:
    problem = Roster(
        more=[build.person(f"x{n}", state="OH", free="mon-wed 09:00-12:10") for n in range(1, 5)]
    ).problem()
    week = planned(problem)
    tried: list[Problem] = []

    def counting(changed: Problem) -> Week:
        tried.append(changed)
        return plan(changed, Options(seconds=None, effort=2, seed=1, threads=1, explain=False))

    explained = explain(problem, week, try_change=counting)

    assert len({row.change for row in explained.unplaced} - {"none"}) == 1
    assert len(tried) == len({str(p.clinicians) + str(p.people) for p in tried})


def test_no_sentence_begins_with_a_name_or_says_who_is_kept_apart() -> None:
    more = [build.person("x1", apart="p1;p2", free=EVENINGS, name="Aaron Apart"), build.person("x2", state="OH")]
    problem = Roster(count=3, more=more).problem()

    week = planned(problem)

    texts = [row.sentence for row in (*week.unplaced, *week.gaps)]
    assert texts
    assert not any(text.startswith(("Aaron", "Person")) or "p1" in text or "apart" in text for text in texts)


@pytest.mark.slow
def test_every_change_printed_for_the_sample_rosters_comes_true() -> None:
    problem = read_roster(SAMPLES / "sample-24", week=date(2027, 1, 4)).problem

    week = planned(problem, effort=40)

    rows = [row for row in (*week.unplaced, *week.gaps) if row.change != "none"]
    assert all(came_true(week, row, tried_again(problem, week, row.change)) for row in rows)
    assert not any(check(problem, week).values())
