"""How often each number occurs, drawn as columns with the rule as a line; the sentence first, the table behind."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from hearthside.schedule.queries.pages_compliance import Spread

# Pixels of the tallest column, and above it for its number and the name of the rule.
HEIGHT, HEAD = 140, 44
BASE = HEAD + HEIGHT


@dataclass(frozen=True)
class Column:
    """One column in percent of the width and pixels from the top."""

    label: str
    count: int
    over: bool
    x: str
    width: str
    middle: str
    y: int
    height: int

    @property
    def marks(self) -> SafeString:
        """The column with its number above and below, all of it numbers of our own: a page has a hundred of them."""
        axis = f'<text class="axis" x="{self.middle}" y="{BASE}" dy="20" text-anchor="middle">{self.label}</text>'
        if not self.count:
            return mark_safe(axis)
        over = " over" if self.over else ""
        place = f'x="{self.x}" width="{self.width}" y="{self.y}" height="{self.height}"'
        number = f'<text x="{self.middle}" y="{self.y}" dy="-6" text-anchor="middle">{self.count}</text>'
        return mark_safe(f'<rect class="bar{over}" {place} rx="4"/>{number}{axis}')


@dataclass(frozen=True)
class Columns:
    """`of` names what is counted, `each` what the number under a column is."""

    title: str
    sentence: str
    each: str
    of: str
    drawn: list[Column]
    limit_x: str
    limit_name: str

    @property
    def base(self) -> int:
        return BASE


def columns(title: str, spread: Spread, *, each: str, of: str, limit_name: str) -> Columns:
    """Every number from one to the highest that occurs or is allowed, and one more, so that the line stands free."""
    last = max([*spread.counts, spread.most or 0]) + 1
    tallest = max(spread.counts.values())
    step = 100 / last
    drawn = [
        Column(
            label=str(value),
            count=count,
            over=spread.most is not None and value > spread.most,
            x=f"{(value - 1) * step + step * 0.12:.2f}%",
            width=f"{step * 0.76:.2f}%",
            middle=f"{(value - 0.5) * step:.2f}%",
            y=BASE - _tall(count, tallest),
            height=_tall(count, tallest),
        )
        for value in range(1, last + 1)
        for count in [spread.counts.get(value, 0)]
    ]
    limit_x = f"{spread.most * step:.2f}%" if spread.most is not None else ""
    return Columns(title, _sentence(title, spread, of), each, of, drawn, limit_x, limit_name if limit_x else "")


def _tall(count: int, tallest: int) -> int:
    return max(round(HEIGHT * count / tallest), 3) if count else 0


def _sentence(title: str, spread: Spread, of: str) -> str:
    low, high = min(spread.counts), max(spread.counts)
    span = f"they have {low} to {high}" if low != high else f"{'it has' if spread.total == 1 else 'all have'} {low}"
    counted = f"{title}: {spread.total} {of.removesuffix('s') if spread.total == 1 else of}, {span}."
    if spread.most is None:
        return counted
    if not spread.above:
        return f"{counted} None is above {spread.most}."
    return f"{counted} {spread.above} above {spread.most}."
