"""The schedule benchmark: `python -m bench.schedule [--rounds 200] [--rivals 2 8 32] [--busy-rounds 60]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

from tests import database

RESULTS = Path(__file__).parent / "results"
# REL-P1: a contest is settled in a second; REL-P2: a round of a busy day in two.
CONTEST_SECONDS, ROUND_SECONDS = 1.0, 2.0
ACTORS = 30
HEADER = (
    "| What | Tries | p50 ms | p95 ms | p99 ms | longest ms | target ms | broken |\n|---|---|---|---|---|---|---|---|"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-schedule", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="contests for each number of rivals (200)")
    parser.add_argument("--rivals", type=int, nargs="+", default=[2, 8, 32], help="how many compete (2 8 32)")
    parser.add_argument("--busy-rounds", type=int, default=60, help="rounds of a busy day (60)")
    asked = parser.parse_args()
    import django

    django.setup()
    with database.running():
        rows = [_contests(rivals, asked.rounds) for rivals in asked.rivals]
        rows.append(_busy_day(asked.busy_rounds))
    text = "\n".join([HEADER, *(row for row, _ in rows)]) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "schedule.md").write_text(text, encoding="utf-8")
    print(text)
    return 1 if any(broken for _, broken in rows) else 0


def _contests(rivals: int, rounds: int) -> tuple[str, int]:
    """Everybody wants one clinician at one time; broken is a round without exactly one winner, and every overlap."""
    from tests.apart import apart_database
    from tests.processes import compete
    from tests.schedule.rivals import one_clinician, overlaps

    with apart_database():
        contest = one_clinician(rivals, rounds)
        outcomes = compete(rivals, range(rounds), contest.attempt)
        won = [sum(o.round == number and not o.refused for o in outcomes) for number in range(rounds)]
        broken = sum(count != 1 for count in won) + overlaps(contest.house.program)
    name = f"{rivals} rivals for one clinician, {rounds} rounds"
    return _row(name, [o.seconds for o in outcomes], CONTEST_SECONDS, broken), broken


def _busy_day(rounds: int) -> tuple[str, int]:
    """People enroll, move and leave, staff drop out and help out; broken is a cap or ratio broken unsaid."""
    from tests.apart import apart_database
    from tests.processes import compete
    from tests.schedule.rivals import breaches, halves, overlaps, two_cohorts

    seconds, broken = [], 0
    with apart_database():
        day = two_cohorts(singles=ACTORS, couples=ACTORS // 5, stand_ins=3)
        for number in range(rounds):
            outcomes = compete(ACTORS, [number], day.attempt)
            seconds.append(max(o.seconds for o in outcomes))
            program = day.house.program
            broken += breaches(program) + halves(program) + overlaps(program)
    return _row(f"{ACTORS} people on a busy day, {rounds} rounds, each whole", seconds, ROUND_SECONDS, broken), broken


def _row(name: str, seconds: Sequence[float], target: float, broken: int) -> str:
    cuts = quantiles(seconds, n=100) if len(seconds) > 1 else [seconds[0]] * 99
    figures = [cuts[49], cuts[94], cuts[98], max(seconds), target]
    return f"| {name} | {len(seconds)} | " + " | ".join(f"{s * 1000:.0f}" for s in figures) + f" | {broken} |"


if __name__ == "__main__":
    sys.exit(main())
