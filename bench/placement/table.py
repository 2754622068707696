"""The benchmark's table, as CSV for programs and as markdown for people."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, fields

from bench.placement.rows import Row, row_from

HEADINGS = (
    ("roster", "left"),
    ("planner", "left"),
    ("seconds asked", "right"),
    ("score", "right"),
    ("bound", "right"),
    ("gap", "right"),
    ("placed", "right"),
    ("of placeable", "right"),
    ("in 8 to 10", "right"),
    ("mean size", "right"),
    ("roles", "right"),
    ("seconds", "right"),
    ("peak MB", "right"),
)


def as_csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [f.name for f in fields(Row)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return text.getvalue()


def from_csv(text: str) -> list[Row]:
    return [row_from(cells) for cells in csv.DictReader(io.StringIO(text))]


def as_markdown(rows: Sequence[Row]) -> str:
    """
    One line per answer. The gap is (bound - cohort score) / bound; a bound that only looks at each person alone is
    marked with a star.
    """
    lines = ["| " + " | ".join(name for name, _ in HEADINGS) + " |"]
    lines.append("|" + "|".join("---" if side == "left" else "---:" for _, side in HEADINGS) + "|")
    for row in rows:
        star = "*" if row.bound_kind == "naive" else ""
        cells = (
            row.roster,
            row.planner,
            f"{row.asked:g}" if row.asked else "-",
            f"{row.score:,.0f}",
            f"{row.bound:,.0f}{star}",
            f"{row.gap:.1%}",
            f"{row.placed:,} of {row.people:,}",
            f"{row.placed_share:.1%}",
            f"{row.in_sweet_spot:.0%}",
            f"{row.mean_size:.1f}",
            f"{row.roles_filled:,} of {row.roles_due:,}",
            f"{row.seconds:.1f}",
            f"{row.peak_mb:.0f}" if row.peak_mb else "-",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
