"""
The targets of the planner, column "at the bound", held against what was measured. Falling short is said plainly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean

from bench.placement.rows import FIRST_COME, OURS, TIMEFOLD, Row

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Target:
    """`met` is None where this run did not measure it."""

    id: str
    what: str
    wanted: str
    measured: str
    met: bool | None

    @property
    def verdict(self) -> str:
        return NOT_MEASURED if self.met is None else "met" if self.met else "FALLS SHORT"


class Measured:
    """Rows by what they are of; averages over seeds."""

    def __init__(self, rows: Sequence[Row]):
        self.rows = rows

    def of(self, planner: str, people: int, asked: float | None = None, *, scarce: bool = False) -> list[Row]:
        """Rows of this planner and size; without `asked`, those of the longest time."""
        here = [
            r
            for r in self.rows
            if r.planner == planner and r.people == people and r.roster.endswith("-scarce") == scarce
        ]
        wanted = asked if asked is not None else max((r.asked for r in here), default=0.0)
        return [r for r in here if r.asked == wanted]


def most(id: str, what: str, wanted: float, rows: Sequence[Row], value: Callable[[Row], float]) -> Target:
    """A share that may be at most `wanted`, averaged over seeds."""
    if not rows:
        return Target(id, what, f"at most {wanted:.1%}", NOT_MEASURED, None)
    found = mean(map(value, rows))
    return Target(id, what, f"at most {wanted:.1%}", _spread(rows, value), found <= wanted)


def least(id: str, what: str, wanted: float, rows: Sequence[Row], value: Callable[[Row], float]) -> Target:
    if not rows:
        return Target(id, what, f"at least {wanted:.1%}", NOT_MEASURED, None)
    return Target(id, what, f"at least {wanted:.1%}", _spread(rows, value), mean(map(value, rows)) >= wanted)


def _spread(rows: Sequence[Row], value: Callable[[Row], float]) -> str:
    values = [value(r) for r in rows]
    each = f" ({', '.join(f'{v:.1%}' for v in values)})" if len(values) > 1 else ""
    bounds = {r.bound_kind for r in rows}
    kind = f", {bounds.pop()} bound" if value is gap_of and len(bounds) == 1 else ""
    return f"{mean(values):.2%}{each}{kind}"


def gap_of(row: Row) -> float:
    return row.gap


def placed_of(row: Row) -> float:
    return row.placed_share


def roles_of(row: Row) -> float:
    return row.roles_share


def from_rows(rows: Sequence[Row]) -> list[Target]:
    """The targets that the table itself answers."""
    found = Measured(rows)
    targets = [
        most("PL-Q1", "gap, 60 people, 2 s", 0.045, found.of(OURS, 60, 2), gap_of),
        most("PL-Q2", "gap, 240 people, 10 s", 0.03, found.of(OURS, 240, 10), gap_of),
        most("PL-Q3", "gap, 1,000 people, 60 s", 0.04, found.of(OURS, 1000, 60), gap_of),
        most("PL-Q4", "gap, scarce staff, 240 people, 60 s", 0.03, found.of(OURS, 240, 60, scarce=True), gap_of),
        most("PL-Q4", "gap, scarce staff, 1,000 people, 60 s", 0.09, found.of(OURS, 1000, 60, scarce=True), gap_of),
        most("PL-Q5", "gap to the naive bound, 5,000 people, 60 s", 0.04, found.of(OURS, 5000, 60), gap_of),
        most("PL-Q5", "gap to the naive bound, 20,000 people, 60 s", 0.035, found.of(OURS, 20000, 60), gap_of),
    ]
    for people, share in ((240, 0.92), (1000, 0.94), (5000, 0.98), (20000, 0.985)):
        targets.append(least("PL-Q6", f"placed of placeable, {people:,}", share, found.of(OURS, people), placed_of))
    for people in (240, 1000):
        targets.append(least("PL-Q8", f"roles filled, {people:,}", 0.995, found.of(OURS, people), roles_of))
    for people, lead in ((240, 0.0), (1000, 0.10)):
        targets += [against_timefold(found, people, lead, asked) for asked in (2.0, 10.0, 60.0)]
    targets += [against_first_come(found, people) for people in (240, 1000, 5000, 20000)]
    return targets


def against_timefold(found: Measured, people: int, lead: float, asked: float) -> Target:
    """PL-V1: scores summed over the rosters that both planned, in the same seconds."""
    ours, theirs = found.of(OURS, people, asked), found.of(TIMEFOLD, people, asked)
    both = {r.roster for r in ours} & {r.roster for r in theirs}
    ours, theirs = [r for r in ours if r.roster in both], [r for r in theirs if r.roster in both]
    what, wanted = f"score against Timefold, {people:,} people, {asked:g} s", f"at least {lead:+.0%}"
    if not ours or not theirs:
        return Target("PL-V1", what, wanted, NOT_MEASURED, None)
    better = sum(r.score for r in ours) / max(1.0, sum(r.score for r in theirs)) - 1
    never_below = all(o.score >= t.score for o, t in zip(ours, theirs, strict=True))
    return Target("PL-V1", what, wanted, f"{better:+.1%}", never_below and better >= lead)


def against_first_come(found: Measured, people: int) -> Target:
    """PL-V2: people placed, summed over seeds."""
    ours, theirs = found.of(OURS, people), found.of(FIRST_COME, people)
    what, wanted = f"people placed against first come, first served, {people:,}", "at least +15%"
    if not ours or not theirs:
        return Target("PL-V2", what, wanted, NOT_MEASURED, None)
    more = sum(r.placed for r in ours) / max(1, sum(r.placed for r in theirs)) - 1
    return Target("PL-V2", what, wanted, f"{more:+.1%}", more >= 0.15)


def as_markdown(targets: Sequence[Target]) -> str:
    lines = ["| id | what | at the bound | measured | |", "|---|---|---|---|---|"]
    lines += [f"| {t.id} | {t.what} | {t.wanted} | {t.measured} | {t.verdict} |" for t in targets]
    return "\n".join(lines) + "\n"


def summary(targets: Sequence[Target]) -> str:
    """One sentence for whoever reads nothing else."""
    short = [t for t in targets if t.met is False]
    unknown = sum(t.met is None for t in targets)
    met = sum(t.met is True for t in targets)
    said = f"{met} of {len(targets)} targets are met"
    said += f", {len(short)} fall short ({', '.join(sorted({t.id for t in short}))})" if short else ""
    return f"{said}, {unknown} were not measured in this run." if unknown else f"{said}."
