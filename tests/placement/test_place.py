"""One unit now: every option, applied, is a week without a broken rule and changes the score by what was said."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hearthside.placement.solver.check import check
from hearthside.placement.solver.place import (
    AlreadyPlaced,
    Option,
    PlaceDesk,
    UnknownPerson,
    as_json,
    place,
    with_option,
)
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Unplaced, Week
from tests.placement import build, weeks


def applied(week: Week, unit: tuple[str, ...], option: Option) -> Week:
    """The week once the unit has taken this option; its sessions have ids."""
    after = with_option(week, unit, option)
    return replace(after, sessions=tuple(replace(s, id=s.id or f"new-{n}") for n, s in enumerate(after.sessions)))


def without(week: Week, unit: tuple[str, ...]) -> Week:
    """The week before the unit came."""
    cohorts = [replace(c, members=tuple(m for m in c.members if m not in unit)) for c in week.cohorts]
    kept = tuple(s for s in week.sessions if not set(s.people).intersection(unit))
    return Week(tuple(replace(c, size=len(c.members)) for c in cohorts if len(c.members) >= 4), kept)


def broken(problem: Problem, week: Week) -> set[str]:
    return {rule for rule, findings in check(problem, week, figures=False).items() if findings}


def newcomers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every unit of every week made by hand whose leaving breaks nothing."""
    for name, house in weeks.HOUSES.items():
        problem, week = house().problem, house().week
        for unit in problem.units:
            left = without(week, unit)
            if left.cohorts and not broken(problem, left):
                yield name, unit


@pytest.mark.parametrize(("house", "unit"), list(newcomers()))
def test_every_option_keeps_every_rule_and_changes_the_score_as_said(house: str, unit: tuple[str, ...]) -> None:
    problem = weeks.HOUSES[house]().problem
    week = without(weeks.HOUSES[house]().week, unit)
    before = score(problem, week.cohorts, week.sessions).total

    options = PlaceDesk(problem, week).options(unit[0])

    assert list(options) == sorted(options, key=lambda o: (-o.score_change, o.cohort_id))
    for option in options:
        after = applied(week, unit, option)
        assert broken(problem, after) == set()
        assert score(problem, after.cohorts, after.sessions).total - before == option.score_change
        assert len(next(c for c in after.cohorts if c.id == option.cohort_id).members) == option.size_after


def two_cohorts(
    *, first: int = 6, me: dict[str, object] | None = None, seconds: str = "always", cap: int = 10
) -> tuple[Problem, Week]:
    """A cohort of `first` people in the evening and one of four in the morning, and p0, who is free in the evening."""
    evening = [build.person(f"p{n}", free="mon-fri 17:00-21:00") for n in range(1, first + 1)]
    morning = [build.person(f"q{n}", free="mon-fri 08:00-12:00") for n in range(1, 5)]
    newcomer = build.person("p0", **{"free": "mon-fri 17:00-21:00", **(me or {})})
    staff = [
        build.clinician("c1"),
        build.clinician("c2", free=seconds),
        build.clinician("c3", free="mon-fri 08:00-12:00"),
    ]
    week = Week(
        (
            build.cohort(
                "g1", [p.id for p in evening], build.staff("c1", [1, 3], **({"c2": [1]} if first > 6 else {}))
            ),
            build.cohort("g2", "q1;q2;q3;q4", build.staff("c3", [1, 3]), at="08:30"),
        )
    )
    problem = build.problem([newcomer, *evening, *morning], staff, policy=build.policy(cohort_cap=cap))
    assert not broken(problem, week)
    return problem, week


def test_a_seventh_person_needs_a_second_clinician_in_the_process_block_alone() -> None:
    problem, week = two_cohorts()

    (option,) = PlaceDesk(problem, week).options("p0")

    assert [(s.block, s.clinician_id, s.part) for s in option.adds_staff] == [(1, "c2", "co")]
    assert broken(problem, applied(week, ("p0",), option)) == set()


def test_without_a_second_clinician_the_seventh_person_waits() -> None:
    problem, week = two_cohorts(seconds="mon 09:00-10:00")

    found = place(problem, week, "p0")

    assert found.options == ()
    assert found.reason == "lost_out"


def test_whoever_is_free_in_another_cohort_may_be_asked_to_move() -> None:
    problem, week = two_cohorts(cap=6)
    willing = replace(problem.person["p3"], weekly=build.windows("mon-fri 08:00-21:00"))
    problem = build.problem(
        [willing if p.id == "p3" else p for p in problem.people],
        problem.clinicians,
        problem.programs,
        policy=problem.policy,
    )
    before = score(problem, week.cohorts, week.sessions).total

    (option,) = PlaceDesk(problem, week).options("p0")

    assert [(m.people, m.from_cohort, m.to_cohort) for m in option.moves] == [(("p3",), "g1", "g2")]
    after = applied(week, ("p0",), option)
    assert broken(problem, after) == set()
    assert score(problem, after.cohorts, after.sessions).total - before == option.score_change


def test_the_move_of_the_one_person_apart_opens_a_cohort() -> None:
    problem, week = two_cohorts(first=5, me={"apart": "p3"})
    assert PlaceDesk(problem, week).options("p0") == ()
    everybody = [replace(p, weekly=build.windows("always")) if p.id == "p3" else p for p in problem.people]
    freer = build.problem(everybody, problem.clinicians, problem.programs)

    (option,) = PlaceDesk(freer, week).options("p0")

    assert option.moves[0].people == ("p3",)
    assert broken(freer, applied(week, ("p0",), option)) == set()


@pytest.mark.parametrize(
    ("me", "fits"),
    [
        ({}, True),
        ({"state": "OH"}, False),
        ({"languages": "es"}, False),
        ({"track": "sud"}, False),
        ({"free": "mon-fri 17:00-20:00"}, False),
        ({"apart": "p2"}, False),
        ({"focus": "trauma"}, True),
        ({"minimum_minutes": 590}, False),  # nobody here is an individual therapist: 540 is all there is
    ],
)
def test_a_cohort_is_offered_only_where_every_rule_allows(me: dict[str, object], fits: bool) -> None:
    problem, week = two_cohorts(first=5, me=me)

    options = PlaceDesk(problem, week).options("p0")

    assert [o.cohort_id for o in options] == (["g1"] if fits else [])


def test_a_weekly_minimum_counts_only_sessions_that_can_really_be_held() -> None:
    problem, week = two_cohorts(first=5, me={"minimum_minutes": 590})
    therapist = build.clinician("t1", roles="individual", free="sat 09:00-09:50")
    free_then = replace(problem.person["p0"], weekly=build.windows("mon-fri 17:00-21:00; sat 09:00-10:00"))
    people = [free_then if p.id == "p0" else p for p in problem.people]
    with_time = build.problem(people, [*problem.clinicians, therapist], problem.programs)
    taken = (build.session("s1", "individual", "sat", "09:00", "t1", "p1"),)
    early = replace(problem.person["p1"], weekly=build.windows("mon-fri 17:00-21:00; sat 09:00-10:00"))
    busy = build.problem([early if p.id == "p1" else p for p in people], with_time.clinicians, problem.programs)

    had = PlaceDesk(with_time, week).options("p0")
    not_had = PlaceDesk(busy, replace(week, sessions=taken)).options("p0")

    assert [[(s.kind, s.day, s.start, s.clinicians) for s in o.sessions] for o in had] == [
        [("individual", 5, 540, ("t1",))]
    ]
    assert not_had == ()


def test_a_couple_is_placed_whole() -> None:
    problem, week = two_cohorts(first=5)
    pair = build.couple("a1", "a2", free="mon-fri 17:00-21:00")
    problem = build.problem([*problem.people, *pair], problem.clinicians, problem.programs)

    found = place(problem, week, "a2")

    assert found.unit == ("a1", "a2")
    assert [(o.cohort_id, o.size_after) for o in found.options] == [("g1", 7)]


def test_a_cohort_that_takes_nobody_is_not_offered() -> None:
    problem, week = two_cohorts(first=5)
    closed = replace(problem, current=week, open_cohorts=frozenset({"g2"}))

    found = place(closed, week, "p0")

    assert found.options == ()


def test_somebody_with_a_place_and_somebody_unknown_are_refused() -> None:
    problem, week = two_cohorts()

    with pytest.raises(AlreadyPlaced) as placed:
        place(problem, week, "p1")
    with pytest.raises(UnknownPerson) as unknown:
        place(problem, week, "p99")

    assert (placed.value.person_id, placed.value.cohort_id) == ("p1", "g1")
    assert unknown.value.person_id == "p99"


def test_where_nothing_fits_the_plans_own_change_is_given() -> None:
    problem, week = two_cohorts(me={"state": "OH"})
    change = "add_authority clinician=c1 state=OH"
    week = replace(week, unplaced=(Unplaced("p0", "license", "No group leader may.", change),))

    shown = as_json(place(problem, week, "p0"))

    assert shown == {"person": "p0", "unit": ["p0"], "options": [], "reason": "license", "change": change}


def test_an_option_is_printed_with_ids_clock_times_and_points() -> None:
    problem, week = two_cohorts()

    shown = as_json(place(problem, week, "p0"))

    (option,) = shown["options"]
    assert option == {
        "cohort_id": "g1",
        "size_after": 7,
        "score_change": 925.0,
        "adds_staff": [{"block": 1, "clinician_id": "c2", "part": "co"}],
        "sessions": [],
        "moves": [],
    }
    assert (shown["reason"], shown["change"]) == (None, None)
