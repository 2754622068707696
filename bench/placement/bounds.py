"""
Proven bounds of the benchmark's rosters, worked out once and kept with the hash of the roster they belong to.
"""

import json
import sys
import time
from dataclasses import replace
from fractions import Fraction

from bench.placement.rosters import RESULTS, Case
from bench.placement.rows import Row
from hearthside.placement.solver.bound import lp_bound, naive_bound
from hearthside.placement.solver.problem import Problem

FILE = RESULTS / "bounds.json"
LP_PEOPLE = 1000
SECONDS = {1000: 900.0}  # for smaller rosters the program ends by itself in less
MOST_SECONDS = 240.0
NAIVE, LP = "naive", "linear program"


def bound_of(case: Case, problem: Problem, *, quick: bool = False) -> tuple[Fraction, str]:
    """
    The bound of a roster and its kind.

    The linear program at 1,000 people takes minutes; a quick run takes the naive bound where none is kept.
    """
    kept = json.loads(FILE.read_text()) if FILE.exists() else {}
    known = kept.get(case.name)
    if known and known["roster"] == case.digest:
        return Fraction(known["bound"]), str(known["kind"])
    naive = naive_bound(problem)
    if case.people > LP_PEOPLE or (quick and case.people > 240):
        return naive, NAIVE
    began = time.monotonic()
    allowed = SECONDS.get(case.people, MOST_SECONDS)
    tight = lp_bound(problem, should_stop=lambda: time.monotonic() - began > allowed)
    kept[case.name] = {
        "roster": case.digest,
        "kind": LP,
        "bound": str(tight),
        "points": round(float(tight), 3),
        "naive_points": round(float(naive), 3),
        "seconds": round(time.monotonic() - began, 1),
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    return tight, LP


def with_bound(row: Row) -> Row:
    """The row held against the bound kept for its roster, should that be tighter than the one it was measured with."""
    known = json.loads(FILE.read_text()).get(row.roster) if FILE.exists() else None
    if not known or known["points"] >= row.bound:
        return row
    gap = round(1 - row.cohort_score / known["points"], 6) if row.placed else 0.0
    return replace(row, bound=known["points"], bound_kind=known["kind"], gap=gap)


def main() -> None:
    """`python -m bench.placement.bounds 240-11 1000-11-scarce`: work out and keep the bounds of these rosters."""
    from bench.placement.rosters import FIRST_SEED, SCARCE, SEEDS

    for people, seeds in SEEDS.items():
        for case in [*(Case(people, seed) for seed in seeds), Case(people, FIRST_SEED, SCARCE)]:
            if case.name in sys.argv[1:]:
                bound, kind = bound_of(case, case.problem())
                print(case.name, kind, float(bound), flush=True)


if __name__ == "__main__":
    main()
