"""The attendance benchmark: `python -m bench.attendance [--hours 4000] [--seed 7]`."""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, quantiles

from bench.attendance.hour import connected
from bench.attendance.told import KINDS, Kind, evidence
from hearthside.live.attendance.connections import connections
from hearthside.live.attendance.judge import judge

RESULTS = Path(__file__).parent / "results"
GROUP = 10
HEADER = """\
| Evidence | per connection, s: median / p95 / p99 | per person and hour, s: median / p95 / p99 | mean bias, s | \
a whole minute too many | more than one |
|---|---|---|---|---|---|"""


@dataclass
class Errors:
    """How far the engine was from the truth, with one kind of evidence."""

    connections: list[float] = field(default_factory=list)
    people: list[float] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)

    def row(self, kind: Kind) -> str:
        over = sum(m == 1 for m in self.minutes) / len(self.minutes)
        far_over = sum(m > 1 for m in self.minutes) / len(self.minutes)
        sizes = [abs(error) for error in self.people]
        return (
            f"| {kind.name} | {_cuts(self.connections)} | {_cuts(sizes)} | {mean(self.people):+.1f} "
            f"| {over:.1%} | {far_over:.1%} |"
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-attendance", description=__doc__)
    parser.add_argument("--hours", type=int, default=4000, help="hours of one person each (4000)")
    parser.add_argument("--seed", type=int, default=7, help="the same hours for the same seed (7)")
    asked = parser.parse_args()
    errors = {kind: Errors() for kind in KINDS}
    drawn = 0
    for number in range(asked.hours // GROUP):
        drawn += _group(f"{asked.seed}-{number}", errors)
    said = f"{asked.hours:,} hours of one person each, {drawn:,} connections, seed {asked.seed}.\n"
    text = "\n".join([said, HEADER, *(found.row(kind) for kind, found in errors.items())]) + "\n"
    print(text)
    if asked == parser.parse_args([]):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "attendance.md").write_text(text, encoding="utf-8")
    return 0


def _group(seed: str, errors: dict[Kind, Errors]) -> int:
    """One hour of ten people, judged once with each kind of evidence; how many connections it had."""
    dice = random.Random(seed)
    people = [f"p{n}" for n in range(GROUP)]
    truth = [one for who in people for one in connected(dice, who)]
    really = {who: sum(one.end - one.start for one in truth if one.who == who) for who in people}
    for kind, found in errors.items():
        collected = evidence(kind, truth, people, seed)
        judged = {c.sid: c.end - c.start for c in connections(collected)}
        # A connection that nothing tells of is wrong by its whole length.
        found.connections += [abs(judged.get(one.sid, 0) - (one.end - one.start)) / 1000 for one in truth]
        told = judge(collected)["people"]
        found.people += [told[who]["attended_seconds"] - really[who] / 1000 for who in people]
        found.minutes += [told[who]["attended_minutes"] - really[who] // 60_000 for who in people]
    return len(truth)


def _cuts(errors: Sequence[float]) -> str:
    cuts = quantiles(errors, n=100, method="inclusive")
    return " / ".join(f"{cuts[at]:.2f}" if cuts[at] < 2 else f"{cuts[at]:.1f}" for at in (49, 94, 98))


if __name__ == "__main__":
    sys.exit(main())
