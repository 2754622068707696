"""What a plan came to, in a few plain sentences at the end of a run."""

from pathlib import Path

from hearthside.placement.folder.schema import MOST_PLACED_FOLDER, PAGE_FILE
from hearthside.placement.solver.week import Week


def of_plan(weeks: tuple[Week, ...], out: Path) -> str:
    """People placed, cohorts, roles, gap, and where to look."""
    first, *second = weeks
    lines = [*_week(first), f"Look at {out / PAGE_FILE}."]
    for other in second:
        lines += ["", "A second answer has the highest score, even where somebody loses a place:", *_week(other)]
        lines.append(f"Look at {out / MOST_PLACED_FOLDER / PAGE_FILE}.")
    return "\n".join(lines)


def _week(week: Week) -> list[str]:
    figures = week.figures
    people, placed = _number(figures, "people"), _number(figures, "placed")
    due, filled = _number(figures, "roles_due"), _number(figures, "roles_filled")
    possible = f"{_number(figures, 'placeable'):,.0f} could be placed at all"
    below = f"at most {100 * _number(figures, 'gap'):.1f} % below the best there could be"
    lines = [
        f"{placed:,.0f} of {people:,.0f} people have a place, in {_many(len(week.cohorts), 'cohort')}; {possible}.",
        f"{filled:,.0f} of {due:,.0f} care-team roles are filled.",
        f"The score is {_number(figures, 'score'):,.0f}; the cohorts are {below}.",
    ]
    if week.unplaced:
        lines.append(f"{_many(len(week.unplaced), 'person waits', 'people wait')}; unplaced.csv says why.")
    if week.gaps:
        lines.append(f"{_many(len(week.gaps), 'role is', 'roles are')} open; gaps.csv says why.")
    if week.warnings:
        lines.append(f"{_many(len(week.warnings), 'warning', 'warnings')} about later weeks or rows: see warnings.csv.")
    return lines


def _number(figures: object, key: str) -> float:
    value = figures.get(key) if isinstance(figures, dict) else None
    return float(value) if isinstance(value, int | float) else 0.0


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"
