"""
The coordinator's desk by the clock: `python -m bench.placement.desk [--people 1000]`.

A made-up roster with its planned week comes into a database by the program's own import. Then everybody who waits is
asked about: how long reading the week into memory takes, how long an answer takes once it is there, and the whole page;
and how long a change by hand in a proposed week takes with everything that follows from it and every rule checked.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

# Before Django: it sets where the database is.
from tests.database import SERVER, copy, running  # isort: skip
import django

from bench.placement.rosters import Case
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.folder.week_out import week_files
from hearthside.placement.roster_maker import make_roster
from hearthside.placement.solver.bound import naive_bound
from hearthside.placement.solver.edit_tried import Editing
from hearthside.placement.solver.edits import (
    ChangePattern,
    ChangeSession,
    ChangeStaff,
    Edit,
    MovePerson,
    NotAnEdit,
    TakeOutSession,
)
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week

RESULTS = Path(__file__).parent / "results"
SEED, EFFORT, EDITS = 11, 30, 120
TARGETS = {"answer": 50.0, "read": 1000.0, "edit": 1000.0}
Row = tuple[str, list[float], float | None]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.placement.desk", description=__doc__)
    parser.add_argument("--people", type=int, default=1000, help="how many people the roster has (1000)")
    people = parser.parse_args().people
    django.setup()
    rows = [*_edits(240), *(_edits(people) if people != 240 else ())]
    database = f"desk_{people}"
    with running():
        SERVER.drop_database(database)
        copy(database)
        try:
            rows += _desk(database, people)
        finally:
            SERVER.drop_database(database)
    text = _table(people, rows)
    (RESULTS / "desk.md").write_text(text, encoding="utf-8")
    print(text)


def _desk(database: str, people: int) -> list[Row]:
    """Reading the week, answers about everybody who waits, and their pages."""
    from bench.pages.clinic.year import SLUG, working_on
    from hearthside.access.models import Program
    from hearthside.ledger.scope import scope
    from hearthside.placement.queries import warm
    from hearthside.placement.queries.place_one import next_monday, place_one

    with working_on(database):
        who = bring_in(people)
        program = Program.objects.get(slug=SLUG)
        monday, read = next_monday(program), []
        for _ in range(5):
            warm.forget()
            with scope(who):
                read.append(1000 * warm.warm(program, monday, by=who, desk=True).seconds)
        with scope(who):
            kept = warm.warm(program, monday, by=who, desk=True)
            placed = kept.week.cohort_of()
            waiting = [UUID(p.id) for p in kept.snapshot.problem.people if p.id not in placed]
        answers = [_timed(_asked(lambda w=w: place_one(program, w, by=who), who)) for w in waiting]
        pages = _pages(program, waiting)
    print(f"{len(placed)} of {people} people have a place in {len(kept.week.cohorts)} cohorts, {len(waiting)} wait")
    return [
        ("reading the week into memory", read, TARGETS["read"]),
        ("an answer about one person, the week in memory", answers, TARGETS["answer"]),
        ("their page, the week in memory", pages, None),
    ]


def _asked(question: Callable[[], Any], who: Any) -> Callable[[], Any]:
    from hearthside.ledger.scope import scope

    def ask() -> Any:
        with scope(who):
            return question()

    return ask


def _pages(program: Any, waiting: Iterable[UUID]) -> list[float]:
    from django.test import Client
    from django.urls import reverse

    from hearthside.access.models import Account

    client = Client()
    client.force_login(Account.objects.get(email="coordinator-0@example.org"))
    times = []
    for who in waiting:
        address = reverse("placement:place", args=[who])
        times.append(_timed(lambda address=address: client.get(address)))
    return times


def bring_in(people: int) -> Any:
    """The roster with its planned week, from the Monday after today on, by the program's clock; gives a coordinator."""
    from bench.pages.clinic.events import staff
    from bench.pages.clinic.year import _import, _program
    from hearthside.placement.queries.place_one import next_monday

    program = _program()
    monday = next_monday(program)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, people, monday)
        _import(program, folder, monday)
    return staff("coordinator")


def _write(folder: Path, people: int, monday: date) -> None:
    """A folder with a made-up roster and, as the week in force, what is planned for it."""
    for file, text in make_roster(people, SEED, week=monday).items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
    problem = read_roster(folder, week=monday).problem
    week = plan(problem, Options(seconds=None, effort=EFFORT, threads=1, explain=False))
    current = folder / "current"
    current.mkdir()
    for file, content in week_files(_told(problem, week)).items():
        (current / file).write_bytes(content)


def _told(problem: Problem, week: Week) -> Week:
    """The week with its lines and figures."""
    figures = {"bound": float(naive_bound(problem)), "effort": EFFORT, "seed": 1, "change_effort": 2}
    return Editing(problem).told(week, replace(week, figures=figures))


def _edits(people: int) -> list[Row]:
    """Changes by hand at random in a planned week; those that break no rule are kept."""
    problem = Case(people, SEED).problem()
    week = plan(problem, Options(seconds=None, effort=EFFORT, threads=1, explain=False))
    editing = Editing(problem)
    week = _told(problem, week)
    dice, times = random.Random(SEED), []
    while len(times) < EDITS:
        edit = _any_edit(problem, week, dice)
        began = time.perf_counter()
        try:
            tried = editing.try_edit(week, edit)
        except NotAnEdit:
            continue
        times.append(1000 * (time.perf_counter() - began))
        week = tried.week if tried.holds else week
    return [(f"a change by hand at {people:,} people, checked", times, TARGETS["edit"])]


def _any_edit(problem: Problem, week: Week, dice: random.Random) -> Edit:
    cohort, other, session = dice.choice(week.cohorts), dice.choice(week.cohorts), dice.choice(week.sessions)
    somebody, clinician = dice.choice(problem.people).id, dice.choice(problem.clinicians).id
    edits: list[Edit] = [
        MovePerson(somebody, other.id),
        MovePerson(dice.choice(cohort.members), dice.choice(["", other.id])),
        ChangeStaff(cohort.id, dice.choice(cohort.staff).clinician_id, clinician),
        ChangePattern(cohort.id, cohort.days, cohort.start + dice.choice([-60, -30, 30, 60])),
        ChangeSession(session.id, dice.randrange(5), session.start, session.clinicians[0]),
        TakeOutSession(session.id),
    ]
    return dice.choice(edits)


def _timed(question: Callable[[], Any]) -> float:
    began = time.perf_counter()
    question()
    return 1000 * (time.perf_counter() - began)


def _table(people: int, rows: Iterable[Row]) -> str:
    lines = [
        f"# The coordinator’s desk at {people:,} people",
        "",
        "Milliseconds. Written by `python -m bench.placement.desk`.",
        "",
        "| What | asked | p50 | p95 | longest | target at p95 |",
        "|---|---|---|---|---|---|",
    ]
    for what, times, target in rows:
        found = sorted(times)
        p50, p95 = found[len(found) // 2], found[min(len(found) - 1, int(len(found) * 0.95))]
        said = "" if target is None else f"{target:,.0f} ({'met' if p95 < target else 'missed'})"
        lines.append(f"| {what} | {len(found)} | {p50:,.1f} | {p95:,.1f} | {found[-1]:,.1f} | {said} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
