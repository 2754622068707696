"""
Proven bounds of the benchmark's rosters, worked out once and kept with the hash of the roster they belong to.
"""

import json
import time
from fractions import Fraction

from bench.placement.rosters import RESULTS, Case
from hearthside.placement.solver.bound import lp_bound, naive_bound
from hearthside.placement.solver.problem import Problem

FILE = RESULTS / "bounds.json"
LP_PEOPLE = 1000
SECONDS = {1000: 420.0}  # for smaller rosters the program ends by itself in less
MOST_SECONDS = 120.0
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
