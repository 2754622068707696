"""Changes by hand in a proposed week: what follows from each, and which rule it would break."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.bound import naive_bound
from hearthside.placement.solver.check import check
from hearthside.placement.solver.edit_tried import Editing, Tried
from hearthside.placement.solver.edits import (
    KINDS,
    ChangePattern,
    ChangeSession,
    ChangeStaff,
    Edit,
    MovePerson,
    NotAnEdit,
    StayPut,
    TakeOutCohort,
    TakeOutSession,
    as_kept,
    as_made,
)
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from tests.placement import build, weeks

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-24"


def told(problem: Problem, week: Week) -> Week:
    """The week with lines and figures that are true of it."""
    figures = {"bound": float(naive_bound(problem)), "effort": 4, "seed": 1, "change_effort": 2}
    return Editing(problem).told(week, replace(week, unplaced=(), gaps=(), figures=figures))


@cache
def planned() -> tuple[Problem, Week]:
    problem = read_roster(SAMPLE, week=date(2027, 1, 4)).problem
    return problem, plan(problem, Options(seconds=None, effort=4))


@cache
def start(name: str) -> tuple[Problem, Week]:
    """A whole week: made by hand, planned, planned upon a published one, or planned again."""
    if name in weeks.HOUSES:
        house = weeks.HOUSES[name]()
        return house.problem, told(house.problem, house.week)
    problem, week = planned()
    if name == "planned":
        return problem, week
    half = replace(week, cohorts=week.cohorts[:1], sessions=())
    placed = set(week.cohorts[0].members)
    half = replace(half, sessions=tuple(s for s in week.sessions if placed.issuperset(s.people)))
    again = replace(problem, current=half, replan=name == "planned again")
    return again, told(again, week)


STARTS = (*weeks.HOUSES, "planned", "upon a published one", "planned again")


@st.composite
def edits(draw: st.DrawFn, problem: Problem, week: Week) -> Edit:
    """Any change that a page could send."""
    cohorts = [c.id for c in week.cohorts] or ["g0"]
    sessions = [s.id for s in week.sessions] or ["s0"]
    clinicians = [c.id for c in problem.clinicians]
    kind = draw(st.sampled_from(sorted(KINDS)))
    match kind:
        case "move_person":
            person = draw(st.sampled_from([p.id for p in problem.people]))
            return MovePerson(person, draw(st.sampled_from(["", *cohorts])))
        case "stay_put":
            return StayPut(draw(st.sampled_from([p.id for p in problem.people])))
        case "change_staff":
            blocks = tuple(sorted(draw(st.sets(st.integers(1, 5), max_size=2))))
            leaves, comes = (draw(st.sampled_from(["", *clinicians])) for _ in range(2))
            return ChangeStaff(draw(st.sampled_from(cohorts)), leaves, comes, blocks)
        case "change_pattern":
            days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=2, max_size=5))))
            return ChangePattern(draw(st.sampled_from(cohorts)), days, 30 * draw(st.integers(0, 47)))
        case "change_session":
            at = 30 * draw(st.integers(0, 47))
            who = draw(st.sampled_from(clinicians))
            return ChangeSession(draw(st.sampled_from(sessions)), draw(st.integers(0, 6)), at, who)
        case "take_out_cohort":
            return TakeOutCohort(draw(st.sampled_from(cohorts)))
    return TakeOutSession(draw(st.sampled_from(sessions)))


@pytest.mark.parametrize("name", STARTS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_and_kept_leaves_nothing_for_the_check_to_find(name: str, data: st.DataObject) -> None:
    problem, week = start(name)
    editing = Editing(problem)

    for _ in range(12):
        try:
            tried = editing.try_edit(week, data.draw(edits(problem, week)))
        except NotAnEdit:
            continue
        if tried.holds:
            week = tried.week

    assert {rule: found for rule, found in check(problem, week).items() if found} == {}


@given(st.data())
def test_an_edit_is_kept_and_made_again_as_it_was(data: st.DataObject) -> None:
    problem, week = start("ordinary")
    edit = data.draw(edits(problem, week))

    kind, what = as_kept(edit)

    assert as_made(kind, {k: list(v) if isinstance(v, tuple) else v for k, v in what.items()}) == edit


def house(first: int = 6, **person: object) -> tuple[Problem, Week]:
    """An evening cohort of `first` people led by c1, a morning one of five led by c3, and p0 who waits."""
    evening = [build.person(f"p{n}", free="mon-fri 09:00-21:00") for n in range(1, first + 1)]
    morning = [build.person(f"q{n}", free="mon-fri 08:00-18:00") for n in range(1, 6)]
    newcomer = build.person("p0", **{"free": "mon-fri 09:00-21:00", **person})
    staff = [
        build.clinician("c1"),
        build.clinician("c2", roles="facilitator"),
        build.clinician("c3"),
        build.clinician("t1", roles="individual", free="mon-fri 09:00-21:00"),
    ]
    week = Week(
        (
            build.cohort("g1", [p.id for p in evening], build.staff("c1", [1, 3])),
            build.cohort("g2", "q1;q2;q3;q4;q5", build.staff("c3", [1, 3]), at="08:30"),
        ),
        (build.session("s1", "individual", "mon", "12:00", "t1", "q1"),),
    )
    problem = build.problem([newcomer, *evening, *morning], staff)
    return problem, told(problem, week)


def tried(problem: Problem, week: Week, edit: Edit) -> Tried:
    return Editing(problem).try_edit(week, edit)


def rules(found: Tried) -> set[str]:
    return {rule for rule, _ in found.broken}


def test_a_seventh_person_brings_a_second_clinician_and_a_therapist_along() -> None:
    problem, week = house()

    found = tried(problem, week, MovePerson("p0", "g1"))

    assert found.holds
    assert [(cohort, row.block, row.part) for cohort, row in found.followed.staff] == [("g1", 1, "co")]
    ((before, after),) = found.followed.sessions
    assert before is None
    assert after is not None
    assert (after.kind, after.people) == ("individual", ("p0",))


def test_somebody_of_another_track_is_refused_with_the_rule() -> None:
    problem, week = house(track="sud")

    found = tried(problem, week, MovePerson("p0", "g1"))

    assert rules(found) == {"H11"}
    assert found.week.cohort_of()["p0"].id == "g1"


def test_a_session_that_meets_the_new_hours_is_found_another_time_with_the_same_therapist() -> None:
    problem, week = house()

    found = tried(problem, week, ChangePattern("g2", (0, 2, 4), 11 * 60))

    assert found.holds
    ((before, after),) = found.followed.sessions
    assert before is not None
    assert after is not None
    assert before.clinicians == after.clinicians
    assert (before.day, before.start) != (after.day, after.start)


def test_a_session_that_fits_nowhere_any_more_goes_and_is_said() -> None:
    problem, week = house()
    free = build.windows("mon 11:00-14:10; wed,fri 08:00-18:00; mon 08:30-11:40")
    people = [replace(p, weekly=free) if p.id == "q1" else p for p in problem.people]
    clinicians = [
        replace(c, weekly=build.windows("mon 11:30-13:00")) if c.id == "t1" else c for c in problem.clinicians
    ]
    problem = build.problem(people, clinicians)

    found = tried(problem, week, ChangePattern("g2", (0, 2, 4), 11 * 60))

    assert found.holds
    assert [(was.id if was else "", now) for was, now in found.followed.sessions] == [("s1", None)]
    assert [(gap.person_id, gap.role) for gap in found.week.gaps if gap.person_id == "q1"] == [("q1", "individual")]


def test_a_cohort_that_would_be_too_small_is_refused() -> None:
    problem, week = house(first=4)

    assert rules(tried(problem, week, MovePerson("p1", ""))) == {"H2"}


def test_whoever_waits_again_loses_their_sessions_and_gets_a_line() -> None:
    problem, week = house()

    found = tried(problem, week, MovePerson("q1", ""))

    assert found.holds
    assert "q1" in {row.person_id for row in found.week.unplaced}
    assert found.week.sessions == ()


def test_a_couple_moves_whole() -> None:
    pair = build.couple("a1", "a2", free="mon-fri 08:00-21:00")
    problem, week = house(first=4)
    problem = replace(problem, people=tuple(sorted((*problem.people, *pair), key=lambda p: p.id)))

    found = tried(problem, told(problem, week), MovePerson("a2", "g1"))

    assert found.holds
    assert {"a1", "a2"} <= set(next(c for c in found.week.cohorts if c.id == "g1").members)


def test_who_leads_is_replaced_in_every_block_and_keeps_the_part() -> None:
    problem, week = house()

    found = tried(problem, week, ChangeStaff("g1", "c1", "c2"))

    assert found.holds
    staff = next(c for c in found.week.cohorts if c.id == "g1").staff
    assert {(s.clinician_id, s.part) for s in staff} == {("c2", "lead")}


def test_nobody_leads_two_cohorts_at_once() -> None:
    problem, week = house()
    together = tried(problem, week, ChangePattern("g1", (0, 2, 4), 9 * 60)).week

    assert rules(tried(problem, together, ChangeStaff("g1", "c1", "c3"))) == {"H7"}


def test_what_was_published_stays_unless_it_is_planned_again() -> None:
    problem, week = house()
    upon = replace(problem, current=replace(week, figures={}))

    assert rules(tried(upon, week, MovePerson("p1", ""))) == {"H0"}
    assert tried(replace(upon, replan=True), told(replace(upon, replan=True), week), MovePerson("p1", "")).holds


def test_nobody_is_added_to_a_cohort_that_takes_nobody() -> None:
    problem, week = house()
    again = replace(problem, current=replace(week, figures={}), open_cohorts=frozenset({"g2"}), replan=True)

    assert rules(tried(again, told(again, week), MovePerson("p0", "g1"))) == {"H0"}


def again() -> tuple[Problem, Week, Week]:
    """Planned again: q1 goes to the evening, and their therapist sees them on Tuesday; with the week as it was."""
    problem, before = house()
    people = [replace(p, weekly=build.windows("mon-fri 08:00-21:00")) if p.id == "q1" else p for p in problem.people]
    problem = build.problem(people, problem.clinicians, current=replace(before, figures={}), replan=True)
    moved = tried(problem, told(problem, before), MovePerson("q1", "g1")).week
    (session,) = moved.sessions
    return problem, tried(problem, moved, ChangeSession(session.id, 1, 12 * 60, "t1")).week, before


def test_a_move_of_a_new_plan_can_be_refused_for_one_person() -> None:
    problem, week, before = again()

    found = tried(problem, week, StayPut("q1"))

    assert found.holds
    assert found.week.cohort_of()["q1"].id == "g2"
    assert found.week.sessions == before.sessions


def test_whoever_stays_where_another_has_their_hour_gets_another_hour() -> None:
    problem, week, _before = again()
    taken = build.session("s9", "individual", "mon", "12:00", "t1", "q2")

    found = tried(problem, told(problem, replace(week, sessions=(*week.sessions, taken))), StayPut("q1"))

    assert found.holds
    assert {(s.day, s.start) for s in found.week.sessions if "q1" in s.people} != {(0, 12 * 60)}
    assert {who for s in found.week.sessions for who in s.people} == {"q1", "q2"}


@pytest.mark.parametrize(
    "edit",
    [
        MovePerson("nobody", "g1"),
        MovePerson("p1", "g9"),
        MovePerson("p1", "g1"),
        MovePerson("p0", ""),
        StayPut("p1"),
        ChangeStaff("g1", "", ""),
        ChangeStaff("g1", "c3", "c2"),
        ChangeStaff("g1", "", "c1"),
        ChangeStaff("g1", "c1", "nobody"),
        ChangePattern("g1", (0, 2, 4), 17 * 60),
        ChangeSession("s1", 0, 12 * 60, "t1"),
        ChangeSession("s1", 0, 12 * 60, "nobody"),
        TakeOutCohort("g9"),
        TakeOutSession("s9"),
    ],
)
def test_what_is_not_there_or_changes_nothing_is_no_edit(edit: Edit) -> None:
    problem, week = house()

    with pytest.raises(NotAnEdit):
        tried(problem, week, edit)
