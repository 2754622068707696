"""
The benchmark: `python -m bench.placement [--quick] [--only 240-11] [--no-peers] [--no-targets]`.

Writes bench/placement/results/: results.csv, results.md and growth.svg. Every answer shown was checked from scratch;
a broken rule stops the run.
"""

import argparse
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.placement import timefold
from bench.placement.bounds import bound_of, with_bound
from bench.placement.growth import growth_svg
from bench.placement.ours import hearthside, planned
from bench.placement.own_targets import ASKED, keep_targets, kept_targets, own_targets
from bench.placement.peers import peers_for
from bench.placement.rosters import FIRST_SEED, RESULTS, SCARCE, SEEDS, Case
from bench.placement.rows import OURS, Judged, Row, judge
from bench.placement.table import as_csv, as_markdown, from_csv
from bench.placement.targets import Target, from_rows, summary
from bench.placement.targets import as_markdown as targets_as_markdown
from hearthside.placement.solver.reasons import Reasons

SECONDS, QUICK_SECONDS = (2.0, 10.0, 60.0), (2.0, 10.0)
QUICK_SIZES = (24, 60, 240)


def cases(*, quick: bool) -> list[Case]:
    """The rosters shown: fixed seeds, and two with scarce staff."""
    usual = [Case(n, seed) for n, seeds in SEEDS.items() for seed in (seeds[:1] if quick else seeds)]
    scarce = [Case(240, FIRST_SEED, SCARCE), Case(1000, FIRST_SEED, SCARCE)]
    return [c for c in [*usual, *scarce] if not quick or c.people in QUICK_SIZES]


def times_of(case: Case, *, quick: bool) -> tuple[float, ...]:
    """The seconds given to this planner: all on the first seed, elsewhere those that a target asks for."""
    if quick:
        return QUICK_SECONDS
    if case.supply < 1:
        return SECONDS[-1:]
    return SECONDS if case.seed == FIRST_SEED or case.people == 240 else SECONDS[:2]


def say(text: str) -> None:
    print(text, flush=True)


def rows_of(case: Case, *, quick: bool, peers: bool) -> Iterator[Row]:
    """This planner at each time, then every peer that can take on the roster."""
    times = times_of(case, quick=quick)
    problem = case.problem()
    bound, kind = bound_of(case, problem, quick=quick)
    weeks = [(seconds, *planned(case, seconds)) for seconds in times]
    # Somebody whom any plan placed can be placed; for the others the filters say so.
    placed = {m for _, week, _ in weeks for m in week.cohort_of()}
    placeable = Reasons(problem).placeable([u for u in problem.units if u[0] in placed])
    judged = Judged(case, problem, bound, kind, placeable)
    for seconds, week, ran in weeks:
        yield judge(judged, week, OURS, asked=seconds, seconds=ran.seconds, peak_mb=ran.peak_mb)
    for peer in peers_for(case, times) if peers else []:
        yield peer(judged)


def machine() -> str:
    """The processor and versions, never the machine's name."""
    model, info = platform.machine(), Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}"


def report(rows: Sequence[Row], targets: Sequence[Target], *, quick: bool) -> str:
    """results.md."""
    notices = [timefold.missing()] if timefold.missing() else []
    how = "A quick run" if quick else "The full run"
    return "\n".join(
        [
            "# Placement benchmark",
            "",
            f"{how}, on {machine()}. Made-up rosters (`people-seed`; `-scarce`: clinicians for 0.95 of the work),",
            "week of 2027-01-04. Every answer passed the independent check with 0 rules broken; all are scored",
            "by the same exact score, with care teams filled by the same stage. A star marks a naive bound: it asks of",
            "each person alone what they could bring.",
            *notices,
            "",
            as_markdown(rows),
            "![How plans hold up as rosters grow](growth.svg)",
            "",
            "## Targets",
            "",
            summary(targets),
            "",
            targets_as_markdown(targets),
        ]
    )


def write(rows: Sequence[Row], targets: Sequence[Target], *, quick: bool) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    rows = [with_bound(row) for row in rows]
    targets = [*from_rows(rows), *targets]
    for name, text in (
        ("results.csv", as_csv(rows)),
        ("results.md", report(rows, targets, quick=quick)),
        ("growth.svg", growth_svg(rows)),
    ):
        (RESULTS / name).write_text(text, encoding="utf-8", newline="")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-placement", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small rosters and short times: a few minutes")
    parser.add_argument(
        "--only",
        metavar="ROSTER",
        action="append",
        help="these rosters alone (240-11, 1000-11-scarce), beside the rows of earlier runs",
    )
    parser.add_argument("--no-peers", action="store_true", help="this planner alone")
    parser.add_argument("--no-targets", action="store_true", help="the table alone")
    parser.add_argument(
        "--again", action="store_true", help="keep the rows of results.csv and measure the targets again"
    )
    parser.add_argument("--target", choices=ASKED, help="keep everything else and measure this target alone")
    return parser.parse_args()


def kept_rows() -> list[Row]:
    """The rows of earlier runs."""
    file = RESULTS / "results.csv"
    return from_csv(file.read_text(encoding="utf-8")) if file.exists() else []


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Rows by roster, in the order in which a full run makes them."""
    order = {case.name: n for n, case in enumerate(cases(quick=False))}
    return sorted(rows, key=lambda row: (order.get(row.roster, len(order)), row.planner != OURS))


def measure_rows(asked: argparse.Namespace) -> list[Row]:
    """Rows of the rosters asked for; with --only beside those kept from earlier runs."""
    chosen = [c for c in cases(quick=asked.quick and not asked.only) if not asked.only or c.name in asked.only]
    # Without peers, what they answered before stays beside our new rows.
    rows = [
        row
        for row in kept_rows()
        if asked.only and (row.roster not in asked.only or (asked.no_peers and row.planner != OURS))
    ]
    for case in chosen:
        say(f"{case.name}:")
        for row in rows_of(case, quick=asked.quick, peers=not asked.no_peers):
            say("  " + as_markdown([row]).splitlines()[-1])
            rows = in_order([*rows, row])
            write(rows, kept_targets(), quick=asked.quick)  # an interrupted run keeps what it has
    return rows


def main() -> int:
    asked = arguments()
    say(f"Placement benchmark on {machine()}.")
    if timefold.missing():
        say(timefold.missing())
    hearthside("kernel", most_seconds=900)
    rows = kept_rows() if asked.again or asked.target else measure_rows(asked)
    if not asked.no_targets:
        say("Targets:")
        found = list(own_targets(quick=asked.quick, say=say, only=asked.target or ""))
        again = {(t.id, t.what) for t in found}
        others = [t for t in kept_targets() if asked.target and (t.id, t.what) not in again]
        keep_targets([*others, *found])
    write(rows, kept_targets(), quick=asked.quick)
    targets = [*from_rows([with_bound(row) for row in rows]), *kept_targets()]
    say("\n" + targets_as_markdown(targets) + "\n" + summary(targets))
    return 0
