"""The schedule benchmark: `python -m bench.schedule [--rounds 200] [--rivals 2 8 32] [--busy-rounds 60]`."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

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
    parser.add_argument("--rivals", type=int, nargs="*", default=[2, 8, 32], help="how many compete (2 8 32)")
    parser.add_argument("--busy-rounds", type=int, default=60, help="rounds of a busy day (60)")
    asked = parser.parse_args()
    import django

    django.setup()
    lines, wrong = [], 0
    with database.running():
        for rivals in asked.rivals:
            found, count = _contests(rivals, asked.rounds)
            lines, wrong = lines + found, wrong + count
        if asked.busy_rounds:
            found, count = _busy_day(asked.busy_rounds)
            lines, wrong = lines + found, wrong + count
    text = "\n".join([HEADER, *lines]) + "\n"
    if asked == parser.parse_args([]):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "schedule.md").write_text(text, encoding="utf-8")
    return 1 if wrong else 0


def _contests(rivals: int, rounds: int) -> tuple[list[str], int]:
    """Everybody wants one clinician at one time; broken is a round without exactly one winner, and every overlap."""
    from tests.apart import apart_database
    from tests.processes import compete
    from tests.schedule.broken import broken
    from tests.schedule.one_clinician import DOORS, REFUSED, one_clinician

    with apart_database():
        began = monotonic()
        contest = one_clinician(rivals)
        outcomes = compete(rivals, range(rounds), contest.attempt, contest.prepare)
        won = [sum(o.round == number and not o.refused for o in outcomes) for number in range(rounds)]
        wrong = sum(count != 1 for count in won) + sum(broken(contest.house.program).values())
        wrong += _errors(outcomes, REFUSED)
    name = f"{rivals} rivals for one clinician, {rounds} rounds, all doors"
    lines = [_row(name, [o.seconds for o in outcomes], CONTEST_SECONDS, wrong)]
    for door in DOORS:
        through = [o.seconds for o in outcomes if contest.door(o.round, o.rival) == door]
        if through:
            lines.append(_row(f"– of these through door `{door}`", through, CONTEST_SECONDS))
    _say(lines, began)
    return lines, wrong


def _busy_day(rounds: int) -> tuple[list[str], int]:
    """Whatever happens on a busy day, many at a time; broken is a cap or ratio broken unsaid, and every error."""
    from tests.apart import apart_database
    from tests.processes import compete
    from tests.schedule.broken import broken
    from tests.schedule.busy_day import REFUSALS, busy_day

    with apart_database():
        began = monotonic()
        day = busy_day(singles=ACTORS, couples=ACTORS // 5, stand_ins=3)
        outcomes = compete(ACTORS, range(rounds), day.attempt, day.prepare)
        wrong = sum(broken(day.house.program).values()) + _errors(outcomes, REFUSALS)
    whole = [max(o.seconds for o in outcomes if o.round == number) for number in range(rounds)]
    lines = [_row(f"{ACTORS} people on a busy day, {rounds} rounds, each whole", whole, ROUND_SECONDS, wrong)]
    lines.append(_row("– of these each single change", [o.seconds for o in outcomes], ROUND_SECONDS))
    _say(lines, began)
    return lines, wrong


def _errors(outcomes: Sequence[Any], refusals: set[str]) -> int:
    """How many outcomes are no refusal that a page would say; each is printed."""
    errors = Counter(o.refused for o in outcomes if o.refused and o.refused not in refusals)
    for words, count in errors.items():
        print(f"broken, {count} times: {words}", file=sys.stderr)
    return errors.total()


def _row(name: str, seconds: Sequence[float], target: float, wrong: int | None = None) -> str:
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [seconds[0]] * 99
    figures = [cuts[49], cuts[94], cuts[98], max(seconds), target]
    said = "" if wrong is None else str(wrong)
    return f"| {name} | {len(seconds)} | " + " | ".join(f"{s * 1000:.0f}" for s in figures) + f" | {said} |"


def _say(lines: Sequence[str], began: float) -> None:
    print("\n".join(lines), f"({monotonic() - began:.0f} s in all)", sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
