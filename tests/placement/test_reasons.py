"""Why somebody is not placed: the first filter that leaves nothing, each with a roster in which only it does."""

from dataclasses import dataclass, field, replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.spans import covers
from hearthside.placement.solver.problem import Clinician, DayPlan, Person, Policy, Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.sentences import unplaced_sentence
from tests.placement import build

EVENINGS = "mon-fri 17:00-21:00"


@dataclass
class Roster:
    """Four people alike, p1 the one we ask about, and one facilitator; a case changes one thing."""

    me: dict[str, object] = field(default_factory=dict)
    others: dict[str, object] = field(default_factory=dict)
    leader: dict[str, object] = field(default_factory=dict)
    count: int = 4
    plans: list[DayPlan] | None = None
    policy: Policy | None = None
    more: list[Person] = field(default_factory=list)
    more_staff: list[Clinician] = field(default_factory=list)

    def problem(self) -> Problem:
        people = [build.person("p1", **{"free": EVENINGS, **self.me})]
        people += [build.person(f"p{n}", **{"free": EVENINGS, **self.others}) for n in range(2, self.count + 1)]
        staff = [build.clinician("c1", **{"free": EVENINGS, **self.leader}), *self.more_staff]
        return build.problem([*people, *self.more], staff, self.plans, policy=self.policy)


CASES = {
    "everybody fits": ("lost_out", Roster()),
    "nobody licensed in the state": ("license", Roster(me={"state": "OH"})),
    "nobody leads groups": ("license", Roster(leader={"roles": "individual"})),
    "a couple without a day plan in common": (
        "license",
        Roster(
            me={"partner": "p9"},
            more=[build.person("p9", partner="p1", programs="iop-4", free=EVENINGS)],
            plans=[build.day_plan("iop-3"), build.day_plan("iop-4")],
        ),
    ),
    "nobody speaks the language": ("language", Roster(me={"languages": "es"})),
    "the one who speaks it is not licensed": (
        "language",
        Roster(me={"languages": "es"}, more_staff=[build.clinician("c2", states="OH", languages="es")]),
    ),
    "nobody works in the track": ("qualification", Roster(leader={"tracks": "sud"})),
    "the couple's tracks differ and nobody leads dual groups": (
        "qualification",
        Roster(
            me={"partner": "p9"},
            more=[build.person("p9", partner="p1", track="sud", free=EVENINGS)],
            leader={"tracks": "mh;sud"},
        ),
    ),
    "no hours in common": ("availability", Roster(me={"free": "mon-fri 06:00-10:00"})),
    "a minute too short": ("availability", Roster(me={"free": "mon-fri 17:00-20:09"})),
    "exactly long enough": ("lost_out", Roster(me={"free": "mon-fri 17:00-20:10"})),
    "too few days": ("availability", Roster(me={"free": "mon-tue 17:00-21:00"})),
    "away this week": ("availability", Roster(me={"free": "mon,wed,fri 17:00-21:00", "away": "2027-01-06 away"})),
    "three people where a group takes four": ("too_few_alike", Roster(count=3)),
    "the fourth is licensed elsewhere": (
        "too_few_alike",
        Roster(count=3, more=[build.person("p9", state="OH", free=EVENINGS)]),
    ),
    "the fourth speaks another language": (
        "too_few_alike",
        Roster(count=3, more=[build.person("p9", languages="es", free=EVENINGS)], leader={"languages": "en;es"}),
    ),
    "a couple counts as two": (
        "lost_out",
        Roster(count=2, more=build.couple("p8", "p9", free=EVENINGS)),
    ),
    "half a couple is free": (
        "too_few_alike",
        Roster(
            count=3,
            more=[
                build.person("p8", partner="p9", free=EVENINGS),
                build.person("p9", partner="p8", free="mon 09:00-10:00"),
            ],
        ),
    ),
    "their own minimum is out of reach": ("minimum_minutes", Roster(me={"minimum_minutes": 591})),
    "their own minimum is just in reach": ("lost_out", Roster(me={"minimum_minutes": 590})),
    "the others' minimum is out of reach": ("minimum_minutes", Roster(others={"minimum_minutes": 600})),
    "apart from one of three": ("keep_apart", Roster(me={"apart": "p2"})),
    "apart seen from the other side": ("keep_apart", Roster(others={"apart": "p1"})),
    "apart with enough others": ("lost_out", Roster(me={"apart": "p2"}, count=5)),
    "partners apart": (
        "keep_apart",
        Roster(
            count=3,
            me={"partner": "p9", "together": False},
            more=[build.person("p9", partner="p1", together=False, free=EVENINGS)],
        ),
    ),
    "the leader has too short a week": ("staff_hours", Roster(leader={"group_minutes": 539})),
    "the leader has just enough": ("lost_out", Roster(leader={"group_minutes": 540, "day_minutes": 180})),
    "the leader has too short a day": ("staff_hours", Roster(leader={"day_minutes": 179})),
    "apart comes before hours": ("keep_apart", Roster(me={"apart": "p2"}, leader={"group_minutes": 100})),
    "focus is ignored": ("lost_out", Roster(me={"focus": "trauma"})),
}


@pytest.mark.parametrize("case", CASES)
def test_the_reason_is_the_first_filter_that_leaves_nothing(case: str) -> None:
    expected, roster = CASES[case]
    reasons = Reasons(roster.problem())
    unit = next(u for u in reasons.problem.units if "p1" in u)

    found = reasons.of(unit)

    assert found == expected


@pytest.mark.parametrize("case", CASES)
def test_every_reason_has_a_sentence_that_names_nobody(case: str) -> None:
    reason, roster = CASES[case]
    reasons = Reasons(roster.problem())
    unit = next(u for u in reasons.problem.units if "p1" in u)

    sentence = unplaced_sentence(reasons, unit, reason)

    assert sentence.endswith(".")
    assert "Person" not in sentence
    assert "apart" not in sentence


def test_placeable_counts_people_and_whoever_is_placed_already() -> None:
    problem = Roster(me={"state": "OH"}, more=build.couple("p8", "p9", free=EVENINGS)).problem()
    reasons = Reasons(problem)

    nobody_placed, one_placed = reasons.placeable([]), reasons.placeable([("p1",)])

    assert (nobody_placed, one_placed) == (5, 6)


def test_a_published_week_changes_no_reason() -> None:
    problem = Roster().problem()
    team = build.staff("c1", [1, 3])
    published = replace(problem, current=build.Week(cohorts=(build.cohort("g1", "p2;p3;p4", team),)))

    reasons = [Reasons(p).of(("p1",)) for p in (problem, published)]

    assert reasons == ["lost_out", "lost_out"]


def slowly(problem: Problem, unit: tuple[str, ...]) -> str:
    """The reason by listing every candidate, filter after filter, as the specification words it."""
    people = [problem.person[i] for i in unit]

    def free(reach: tuple[tuple[int, int], ...], starts: list[int], length: int) -> bool:
        return all(covers(reach, at, at + length) for at in starts)

    def passes(other: tuple[str, ...], c: Clinician, plan: DayPlan, starts: list[int], language: str) -> bool:
        theirs = [problem.person[i] for i in other]
        return problem.unit_track(other) == problem.unit_track(unit) and all(
            p.state in c.states
            and language in p.languages
            and plan.id in p.programs
            and free(p.reach, starts, plan.day_minutes)
            for p in theirs
        )

    def reaches(other: tuple[str, ...], plan: DayPlan) -> bool:
        minutes = {"individual": 50, "counselor": 50, "couples": 60}
        return all(
            plan.countable_week_minutes + sum(minutes[r] for r in problem.roles_due(i))
            >= problem.person[i].minimum_minutes
            for i in other
        )

    def alike(candidate: tuple[Clinician, DayPlan, list[int]], minimum: bool, apart: bool) -> bool:
        c, plan, starts = candidate
        most = 0
        for language in set(c.languages).intersection(*(p.languages for p in people)):
            units = [u for u in problem.units if passes(u, c, plan, starts, language)]
            if minimum:
                units = [u for u in units if reaches(u, plan)]
            if apart:
                units = [u for u in units if not any(o in problem.apart.get(i, ()) for i in unit for o in u)]
            most = max(most, sum(len(u) for u in units) if unit in units else 0)
        return most >= problem.policy.cohort_min

    left = [
        (c, plan, [problem.start_of(day, minute) for day in combo])
        for c in problem.clinicians
        if "facilitator" in c.roles
        for plan in problem.programs
        if all(plan.id in p.programs for p in people)
        for combo in combinations(plan.days_allowed, plan.days_per_week)
        for minute in problem.grid
    ]
    shared = set.intersection(*(set(p.languages) for p in people))
    filters = {
        "license": lambda k: all(p.state in k[0].states for p in people),
        "language": lambda k: bool(shared.intersection(k[0].languages)),
        "qualification": lambda k: problem.unit_track(unit) in k[0].tracks,
        "availability": lambda k: (
            all(free(p.reach, k[2], k[1].day_minutes) for p in people) and free(k[0].reach, k[2], k[1].day_minutes)
        ),
        "too_few_alike": lambda k: alike(k, False, False),
        "minimum_minutes": lambda k: alike(k, True, False),
        "keep_apart": lambda k: alike(k, True, True),
        "staff_hours": lambda k: (
            k[1].staffed_day_minutes <= k[0].day_minutes
            and k[1].staffed_day_minutes * k[1].days_per_week <= k[0].group_minutes
        ),
    }
    for name, keeps in filters.items():
        left = [k for k in left if keeps(k)]
        if not left:
            return name
    return "lost_out"


HOURS = ["mon-wed 17:00-21:00", "mon,wed,fri 16:30-20:30", "mon-fri 17:30-20:45", "tue-sat 09:00-13:00"]


@st.composite
def rosters(draw: st.DrawFn) -> Problem:
    """Up to nine people and three facilitators who differ in everything that a filter asks."""
    one_of = st.sampled_from
    people: list[Person] = []
    for n in range(draw(st.integers(4, 9))):
        people.append(
            build.person(
                f"p{n}",
                state=draw(one_of(["PA", "PA", "PA", "OH"])),
                languages=draw(one_of(["en", "en", "en;es", "es"])),
                track=draw(one_of(["mh", "mh", "mh", "sud"])),
                programs=draw(one_of(["a", "a;b"])),
                minimum_minutes=draw(one_of([540, 540, 540, 600])),
                free=draw(one_of(HOURS[:3] if draw(st.booleans()) else HOURS)),
                apart=draw(one_of(["", "", "", f"p{n - 1}"])) if n else "",
            )
        )
    if draw(st.booleans()):
        people[0] = replace(people[0], partner_id="p3", together=True, keep_apart=frozenset())
        people[3] = replace(people[3], partner_id="p0", together=True)
    staff = [
        build.clinician(
            f"c{n}",
            states=draw(one_of(["PA", "PA;OH"])),
            languages=draw(one_of(["en", "en;es"])),
            tracks=draw(one_of(["mh", "mh;sud;dual"])),
            group_minutes=draw(one_of([500, 900])),
            free=draw(one_of(HOURS)),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    plans = [build.day_plan("a", allowed="mon-fri"), build.day_plan("b", "process:120 skills:60", allowed="mon-thu")]
    return build.problem(people, staff, plans, policy=build.policy(grid_minutes=60))


@given(rosters())
def test_reasons_agree_with_a_slow_reading_of_the_specification(problem: Problem) -> None:
    reasons = Reasons(problem)

    found = {unit: reasons.of(unit) for unit in problem.units}

    assert found == {unit: slowly(problem, unit) for unit in problem.units}
