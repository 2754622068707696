"""A tiny roster planned once, so that every compiled function is compiled for the types it is used with."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hearthside.placement.solver.bound import lp_bound, naive_bound
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.problem import (
    Authority,
    Block,
    Clinician,
    DayPlan,
    LocalWindow,
    Person,
    Policy,
    Problem,
    spans_in_week,
)

_WEEK = date(2027, 1, 4)
_ZONE = "America/New_York"
_ALWAYS = tuple(LocalWindow(day, 8 * 60, 20 * 60) for day in range(7))
_WEIGHTS = (
    "placed acuity2 acuity3 waiting_day time gender focus size small staff_minute load_hour individual counselor "
    "couples couples_group stay_place stay_role"
).split()


def _roster() -> Problem:
    policy = Policy(
        cohort_cap=10,
        cohort_min=4,
        ratio={"process": 6, "psychoeducation": 8, "skills": 8, "couples_group": 4},
        couples_group_max_couples=3,
        couples_group_min_couples=2,
        couples_session_max_couples=3,
        buffer_minutes=10,
        grid_minutes=30,
        week_minimum_minutes=540,
        week_maximum_minutes=1199,
        session_minutes={"individual": 50, "counseling": 50, "couples": 60, "couples_group": 90},
        reference_zone=_ZONE,
        weights={key: Fraction(1000 if key == "placed" else 2) for key in _WEIGHTS},
        effective={},
    )
    free = spans_in_week(_WEEK, _ZONE, _ALWAYS)
    plan = DayPlan("iop", "Three days", 3, tuple(range(5)), (Block("process", 90), Block("skills", 90)), 8)
    one = Person("p00", "", "OH", _ZONE, ("en",), "dual", ("iop",), 1, 5, 540, free, _ALWAYS)
    people = [replace(one, id=f"p{n:02d}") for n in range(16)]
    for n in range(0, 8, 2):
        people[n] = replace(people[n], partner_id=f"p{n + 1:02d}", together=True)
        people[n + 1] = replace(people[n + 1], partner_id=f"p{n:02d}", together=True)
    roles = ("facilitator", "individual", "counselor", "couples")
    somebody = Clinician(
        "c0",
        "",
        _ZONE,
        (Authority("OH", "license"),),
        frozenset(("OH",)),
        roles,
        ("dual",),
        ("en",),
        "woman",
        1200,
        600,
        400,
        free,
        _ALWAYS,
    )
    clinicians = tuple(replace(somebody, id=f"c{n}") for n in range(5))
    return Problem(_WEEK, policy, (plan,), tuple(people), clinicians)


def run() -> None:
    """Plan the tiny roster: what is compiled already is loaded, what is not is compiled."""
    _plan(explain=True)


def compile_on_two_cores() -> None:
    """
    Compile the bounds in a process of their own beside the search, which takes twice as long.

    Whatever hinders that process only costs time: `run` then compiles what is missing.
    """
    bounds = [sys.executable, "-c", f"from {__name__} import compile_bounds; compile_bounds()"]
    try:
        beside = subprocess.Popen(
            bounds, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return
    try:
        _plan(explain=False)
    finally:
        beside.wait()


def compile_bounds() -> None:
    problem = _roster()
    naive_bound(problem)
    lp_bound(problem, rounds=3)


def _plan(*, explain: bool) -> None:
    from hearthside.placement.solver.planner import plan

    plan(_roster(), Options(seconds=None, effort=1, seed=1, threads=1, explain=explain))
