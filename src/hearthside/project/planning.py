"""A roster in, a checked week out: the work behind `hearthside plan`."""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hearthside.base.rings import no_ring_search
from hearthside.placement.folder.complaints import BadRoster, Complaint
from hearthside.placement.folder.roster import Roster, read_roster
from hearthside.placement.folder.schema import CALENDAR_FILE, MOST_PLACED_FOLDER, PAGE_FILE
from hearthside.placement.folder.swap import NotOurs, refuse_unless_ours, refuse_unless_writable
from hearthside.placement.folder.week_out import week_files, write_week
from hearthside.placement.solver.check import check
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.project import summary
from hearthside.project.arguments import DEFAULT_SECONDS
from hearthside.project.endings import DONE, INTERRUPTED, NOT_KEPT, OUR_MISTAKE
from hearthside.project.interruption import Interruption
from hearthside.project.progress import Progress
from hearthside.project.quiet import no_greetings

if TYPE_CHECKING:
    from hearthside.placement.solver.options import Options

# Checking, drawing and writing a week take about three times as long as reading its roster, at every size measured.
AFTERWARDS = 3.2
MOST_AFTERWARDS = 0.35


class PlanBreaksRule(Exception):
    """The planner's own answer fails the independent check: a mistake of ours, and never written."""

    def __init__(self, rule: str, sentence: str):
        super().__init__(
            f"The planner made a week that breaks rule {rule}, so it was not written. This is a mistake in Hearthside, "
            f"not in your roster; please report it with this sentence: {sentence}"
        )


def run(arguments: argparse.Namespace, interrupted: Interruption) -> int:
    """Plan, check, write, and say what came of it."""
    began = time.monotonic()
    # Nothing a plan makes refers to itself in a ring. Python's search for such rings, over millions of values, took a
    # quarter of the time of a large roster.
    with no_ring_search():
        return _run(arguments, interrupted, began)


def _run(arguments: argparse.Namespace, interrupted: Interruption, began: float) -> int:
    roster = _read(arguments)
    reading = time.monotonic() - began
    compiling = _kernel()
    spent = time.monotonic() - began - compiling
    try:
        weeks = _plan(arguments, roster, _options(arguments, spent=spent, reading=reading), interrupted)
        _write(arguments.out, roster.problem, weeks)
    except PlanBreaksRule as mistake:
        print(mistake, file=sys.stderr)
        return OUR_MISTAKE
    print(summary.of_plan(weeks, arguments.out))
    if interrupted():
        return INTERRUPTED
    return DONE if weeks[0].cohorts else NOT_KEPT


def _read(arguments: argparse.Namespace) -> Roster:
    """
    Raises:
        BadRoster: what is wrong with the roster, the week and the folder to write to, all together.
    """
    complaints: list[Complaint] = []
    try:
        refuse_unless_ours(arguments.out)
        refuse_unless_writable(arguments.out)
    except NotOurs as refusal:
        complaints.append(Complaint("--out", 0, "", f"{refusal.folder}: {refusal.what}.", refusal.remedy))
    try:
        roster = read_roster(arguments.roster, week=arguments.week, replan=arguments.replan)
    except BadRoster as refusal:
        raise BadRoster((*complaints, *refusal.complaints)) from None
    if complaints:
        raise BadRoster(complaints)
    return roster


def _kernel() -> float:
    """Have the planner's inner loops compiled, and say so where that means waiting; gives the seconds it took."""
    from hearthside.placement.solver import kernel_cache

    if kernel_cache.is_ready():
        return 0
    print("The planner is compiled for this machine first. This takes about a minute, once.", file=sys.stderr)
    with no_greetings():
        return kernel_cache.prepare()


def _options(arguments: argparse.Namespace, *, spent: float, reading: float) -> "Options":
    """What is left for the planner of the time for the whole command, waiting for a compiler apart."""
    from hearthside.placement.solver.options import Options

    if arguments.effort is not None:
        return Options(seconds=None, effort=arguments.effort, seed=arguments.seed, threads=arguments.threads)
    asked = arguments.seconds or DEFAULT_SECONDS
    left = asked - spent - min(AFTERWARDS * reading, MOST_AFTERWARDS * asked)
    return Options(seconds=max(0.01, left), effort=None, seed=arguments.seed, threads=arguments.threads)


def _plan(arguments: argparse.Namespace, roster: Roster, options: "Options", stop: Interruption) -> tuple[Week, ...]:
    """One week; with --replan the one that keeps places and, where it differs, the one that places most."""
    from hearthside.placement.solver.planner import plan

    problem = roster.problem
    with Progress(sys.stderr) as progress, no_greetings():
        if problem.replan and problem.current is not None:
            from hearthside.placement.solver.replan import replan

            keep, most = replan(problem, options, progress=progress, should_stop=stop)
            weeks: tuple[Week, ...] = (keep,) if most is None else (keep, most)
        else:
            weeks = (plan(problem, options, progress=progress, should_stop=stop),)
    if arguments.effort is None:
        weeks = tuple(replace(w, figures={**w.figures, "seconds": _asked(arguments)}) for w in weeks)
    weeks = tuple(replace(w, warnings=(*w.warnings, *roster.warnings)) for w in weeks)
    return weeks[:1] if len(weeks) == 2 and week_files(weeks[0]) == week_files(weeks[1]) else weeks


def _asked(arguments: argparse.Namespace) -> float | int:
    asked: float = arguments.seconds or DEFAULT_SECONDS
    return int(asked) if asked == int(asked) else asked


def _write(out: Path, problem: Problem, weeks: tuple[Week, ...]) -> None:
    from hearthside.placement.report.ics import week_ics
    from hearthside.placement.report.page import index_html

    for week in weeks:
        placeable = week.figures["placeable"]
        assert isinstance(placeable, int), "the planner counts people"
        # How many could be placed depends on the roster alone and was worked out a moment ago, by the same filters.
        for rule, findings in check(problem, week, placeable=placeable).items():
            if findings:
                raise PlanBreaksRule(rule, findings[0].sentence)
    first, *second = weeks
    page = index_html(problem, first, other=second[0] if second else None)
    extra = {CALENDAR_FILE: week_ics(problem, first), PAGE_FILE: page.encode()}
    for week in second:
        page = index_html(problem, week)
        files = {**week_files(week), CALENDAR_FILE: week_ics(problem, week), PAGE_FILE: page.encode()}
        extra |= {f"{MOST_PLACED_FOLDER}/{name}": content for name, content in files.items()}
    write_week(out, first, extra)
