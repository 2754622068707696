"""
The growth picture: the gap to the proven bound, and the share of placeable people placed, as rosters grow.

Small drawing code of our own: two panels, people on a logarithmic scale, one line per planner and time.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

from bench.placement.rows import Row

WIDTH, HEIGHT = 880, 430
PANEL_WIDTH, PANEL_HEIGHT, TOP, BOTTOM = 340, 270, 70, 340
LEFTS = (60, 500)
# Told apart without color too: each planner has its own mark and dash.
STYLES = {
    "hearthside": ("#1d6f5c", "", "circle"),
    "Timefold": ("#8a4b14", "6 4", "square"),
    "CP-SAT": ("#5b3f8c", "2 4", "diamond"),
    "first come": ("#6b6b6b", "10 4 2 4", "cross"),
}
Points = Mapping[str, Sequence[tuple[int, float]]]


def lines_of(rows: Sequence[Row], value: str) -> dict[str, list[tuple[int, float]]]:
    """
    For each planner the value at each size, with the longest time asked, averaged over seeds; scarce rosters left out.
    """
    usual = [r for r in rows if not r.roster.endswith("-scarce")]
    lines: dict[str, list[tuple[int, float]]] = {}
    for planner in STYLES:
        for people in sorted({r.people for r in usual if r.planner == planner}):
            here = [r for r in usual if r.planner == planner and r.people == people]
            longest = [r for r in here if r.asked == max(h.asked for h in here)]
            mean = sum(float(getattr(r, value)) for r in longest) / len(longest)
            lines.setdefault(planner, []).append((people, mean))
    return lines


def growth_svg(rows: Sequence[Row]) -> str:
    """The picture as a complete SVG file, with a title and a description for those who do not see it."""
    gaps, placed = lines_of(rows, "gap"), lines_of(rows, "placed_share")
    sizes = sorted({r.people for r in rows}) or [24, 240]
    most = max([g for line in gaps.values() for _, g in line] + [0.1])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12">',
        '<title id="title">How plans hold up as rosters grow</title>',
        f'<desc id="description">{escape(described(gaps, placed))}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbfaf7"/>',
        *_panel(LEFTS[0], "Gap to the proven bound (less is better)", gaps, sizes, 0.0, most),
        *_panel(LEFTS[1], "Placeable people who got a place (more is better)", placed, sizes, 0.0, 1.0),
        *_legend([name for name in STYLES if name in gaps]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def described(gaps: Points, placed: Points) -> str:
    """The picture in words: first and last point of each line."""
    sentences = []
    for planner, line in gaps.items():
        (small, first), (large, last) = line[0], line[-1]
        share = placed[planner][-1][1]
        sentences.append(
            f"{planner}: gap {first:.1%} at {small:,} people and {last:.1%} at {large:,}, "
            f"where {share:.1%} of placeable people are placed."
        )
    return " ".join(sentences)


def _panel(left: int, title: str, lines: Points, sizes: Sequence[int], low: float, high: float) -> list[str]:
    def x(people: float) -> float:
        first, last = log10(sizes[0]), log10(max(sizes[-1], sizes[0] + 1))
        return round(left + PANEL_WIDTH * (log10(people) - first) / (last - first), 1)

    def y(value: float) -> float:
        return round(BOTTOM - PANEL_HEIGHT * (value - low) / (high - low), 1)

    parts = [f'<text x="{left}" y="{TOP - 22}" font-weight="600" fill="#222">{escape(title)}</text>']
    for tick in range(5):
        value = low + (high - low) * tick / 4
        parts.append(f'<path d="M{left} {y(value)}h{PANEL_WIDTH}" stroke="#d8d5cc"/>')
        parts.append(f'<text x="{left - 6}" y="{y(value) + 4}" text-anchor="end" fill="#444">{value:.0%}</text>')
    for people in sizes:
        parts.append(f'<text x="{x(people)}" y="{BOTTOM + 18}" text-anchor="middle" fill="#444">{people:,}</text>')
    middle = left + PANEL_WIDTH / 2
    parts.append(f'<text x="{middle}" y="{BOTTOM + 36}" text-anchor="middle" fill="#444">people on the roster</text>')
    for planner, line in lines.items():
        color, dash, mark = STYLES[planner]
        path = "L".join(f"{x(people)} {y(value)}" for people, value in line)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2"{dashed}/>')
        parts += [_mark(mark, x(people), y(value), color) for people, value in line]
    return parts


def _mark(mark: str, x: float, y: float, color: str) -> str:
    if mark == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4" fill="{color}"/>'
    if mark == "square":
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{color}"/>'
    if mark == "diamond":
        return f'<path d="M{x} {y - 5:.1f}l5 5l-5 5l-5 -5z" fill="{color}"/>'
    return f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m-8 0l8 -8" stroke="{color}" stroke-width="2"/>'


def _legend(planners: Sequence[str]) -> list[str]:
    parts = []
    for n, planner in enumerate(planners):
        color, dash, mark = STYLES[planner]
        left, y = LEFTS[0] + 150 * n, HEIGHT - 24
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path d="M{left} {y}h34" stroke="{color}" stroke-width="2"{dashed}/>')
        parts.append(_mark(mark, left + 17, y, color))
        parts.append(f'<text x="{left + 42}" y="{y + 4}" fill="#222">{escape(planner)}</text>')
    return parts
