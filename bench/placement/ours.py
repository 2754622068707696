"""This planner, through its own command in its own process, as a clinic would run it."""

import shutil
import sys
from pathlib import Path

from bench.placement.memory import CommandFailed, Measured, run_measured
from bench.placement.rosters import OUT, WEEK, Case
from hearthside.placement.folder.week_in import read_week
from hearthside.placement.solver.week import Week

NOBODY_PLACED = 1


def hearthside(*arguments: str, most_seconds: float, env: dict[str, str] | None = None) -> Measured:
    """Run `hearthside ...`, measured."""
    command = [sys.executable, "-m", "hearthside.project.cli", *arguments]
    return run_measured(command, most_seconds=most_seconds, env=env, accept=(0, NOBODY_PLACED))


def planned(case: Case, seconds: float) -> tuple[Week, Measured]:
    """The week that `hearthside plan --seconds` writes, read back."""
    out = OUT / "weeks" / f"{case.name}-{seconds:g}"
    measured = plan_into(out, case.folder, "--seconds", f"{seconds:g}", most_seconds=3 * seconds + 120)
    return read_week(out), measured


def plan_into(out: Path, roster: Path, *more: str, most_seconds: float) -> Measured:
    shutil.rmtree(out, ignore_errors=True)  # never a week of an earlier run
    out.parent.mkdir(parents=True, exist_ok=True)
    fixed = ["plan", "--in", str(roster), "--out", str(out), "--week", WEEK.isoformat(), "--seed", "1"]
    measured = hearthside(*fixed, *more, most_seconds=most_seconds)
    if not (out / "summary.json").exists():
        raise CommandFailed(f"hearthside plan wrote no week:\n{measured.out[-2000:]}")
    return measured
