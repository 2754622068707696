"""What would help somebody who fits nowhere, found at the desk: said only where it comes true."""

from dataclasses import replace

from hearthside.placement.solver.change import parse
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.check import check
from hearthside.placement.solver.desk_change import DeskChanges
from hearthside.placement.solver.place import PlaceDesk, with_option
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.week import Week
from tests.placement import build


def house(**newcomer: object) -> tuple[Problem, Week]:
    evening = [build.person(f"p{n}", free="mon-fri 17:00-21:00") for n in range(1, 6)]
    me = build.person("p0", **{"free": "mon-fri 17:00-21:00", **newcomer})
    staff = [build.clinician("c1", group_minutes=540), build.clinician("t1", roles="individual", states="PA;OH")]
    week = Week((build.cohort("g1", [p.id for p in evening], build.staff("c1", [1, 3])),))
    return build.problem([me, *evening], staff, current=week), week


def help_for(problem: Problem, week: Week) -> str:
    return DeskChanges(PlaceDesk(problem, week), Reasons(problem)).of(("p0",))


def comes_true(problem: Problem, week: Week, change: str) -> bool:
    changed = apply(problem, parse(change))
    (option, *_) = PlaceDesk(changed, week).options("p0")
    after = with_option(week, ("p0",), option)
    sessions = tuple(replace(s, id=f"s{n}") for n, s in enumerate(after.sessions))
    return not any(check(changed, replace(after, sessions=sessions), figures=False).values())


def test_another_hour_of_their_own_helps() -> None:
    problem, week = house(free="mon-fri 18:00-21:00")

    change = help_for(problem, week)

    assert change.startswith("add_availability who=p0")
    assert comes_true(problem, week, change)


def test_a_license_of_whoever_leads_helps() -> None:
    problem, week = house(state="OH")

    change = help_for(problem, week)

    assert change == "add_authority clinician=c1 state=OH"
    assert comes_true(problem, week, change)


def test_what_nobody_can_bring_alone_is_not_said() -> None:
    problem, week = house(languages="pt")

    assert help_for(problem, week) == "none"
