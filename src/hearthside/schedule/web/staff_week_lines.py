"""Weeks drawn as columns side by side: what is stacked in each, a mark across it, and the rule as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

# Pixels of the tallest column, and above it for the name of the rule.
HEIGHT, HEAD = 140, 32
# So many weeks lie between two dates below, so that they stand apart on a phone.
DATED = 4


@dataclass(frozen=True)
class WeekColumn:
    """A week: its name, what is stacked from the ground up, what the mark across it says, and whether it is to come."""

    label: str
    stacked: Sequence[tuple[float, str]]
    mark: float | None = None
    ahead: bool = False


@dataclass(frozen=True)
class Piece:
    """A rectangle in percent of the width and pixels from the top."""

    x: str
    width: str
    y: int
    height: int
    kind: str


@dataclass(frozen=True)
class WeekLines:
    """The drawing; its sentence stands above it."""

    sentence: str
    unit: str
    pieces: list[Piece]
    marks: list[tuple[str, str, int]]
    dates: list[tuple[str, str]]
    limit_y: int | None
    limit_name: str
    # Where the weeks to come begin.
    now_x: str
    key: Sequence[tuple[str, str]]

    @property
    def base(self) -> int:
        return HEAD + HEIGHT


def week_lines(
    sentence: str, unit: str, weeks: Sequence[WeekColumn], *, full: float = 0, limit: int | None = None,
    limit_name: str = "", key: Sequence[tuple[str, str]] = (),
) -> WeekLines:  # fmt: skip
    """Columns up to the highest there is, or to `full` and the limit where those are higher."""
    top = max([*(sum(n for n, _ in week.stacked) for week in weeks), full, limit or 0, 1])
    step = 100 / len(weeks)
    pieces, marks = [], []
    for place, week in enumerate(weeks):
        x, width = f"{(place + 0.14) * step:.2f}%", f"{step * 0.72:.2f}%"
        ground = 0.0
        for number, kind in week.stacked:
            if number:
                upper, lower = _y(ground + number, top), _y(ground, top)
                pieces.append(Piece(x, width, upper, max(lower - upper, 2), kind))
            ground += number
        if week.mark is not None:
            marks.append((f"{place * step:.2f}%", f"{(place + 1) * step:.2f}%", _y(week.mark, top)))
    # The last weeks have no room for a date of their own.
    dates = [(f"{n * step:.2f}%", week.label) for n, week in enumerate(weeks[:-2]) if n % DATED == 0]
    ahead = next((n for n, week in enumerate(weeks) if week.ahead), None)
    return WeekLines(
        sentence=sentence,
        unit=unit,
        pieces=pieces,
        marks=marks,
        dates=dates,
        limit_y=_y(limit, top) if limit is not None else None,
        limit_name=limit_name,
        now_x=f"{ahead * step:.2f}%" if ahead is not None else "",
        key=key if ahead is None else [*key, ("now", "This week begins")],
    )


def _y(value: float, top: float) -> int:
    return HEAD + HEIGHT - round(HEIGHT * value / top)
