"""
The clinicians of the made-up clinic: few enough to be written down, in tables/clinicians.csv.

A third of them reach other states through a compact privilege and one home license; the others hold a license in each.
Which states really belong to which compact is for a clinic's compliance office to say, not for a sample.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent

# What ends during treatment, has ended, or starts late: the planner counts what is valid on all seven days of the week.
_DATES = {
    ("c4", "TX"): ("2025-03-01", "2027-02-14"),
    ("c5", "HI"): ("2027-02-01", ""),
    ("c12", "AZ"): ("2024-11-01", "2026-12-31"),
}
_ALWAYS = ("2025-01-01", "")
_AS_THEY_ARE = (
    "roles",
    "tracks",
    "languages",
    "gender",
    "group_minutes",
    "individual_minutes",
    "day_minutes",
)


def _by_hand() -> list[dict[str, str]]:
    with (HERE / "tables" / "clinicians.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clinicians() -> Iterator[tuple[str, ...]]:
    """The rows of clinicians.csv."""
    for row in _by_hand():
        states = ";".join(filter(None, (row["home_state"], row["other_states"])))
        columns = (row[column] for column in _AS_THEY_ARE)
        yield row["clinician_id"], row["name"], row["zone"], states, *columns, f"{row['clinician_id']}@example.org"


def authorities() -> Iterator[tuple[str, ...]]:
    """The rows of licenses.csv: the home license first."""
    for number, row in enumerate(_by_hand(), start=1):
        who = row["clinician_id"]
        for state in (row["home_state"], *row["other_states"].split(";")):
            kind = "license" if state == row["home_state"] else row["by"]
            yield who, state, kind, f"{state}-EXAMPLE-{number:02d}", *_DATES.get((who, state), _ALWAYS)


def working_hours() -> Iterator[tuple[str, str, str, str]]:
    """Their rows of availability.csv, in their own zone."""
    for row in _by_hand():
        for day in row["days"].split(";"):
            for span in row["hours"].split(";"):
                start, _, end = span.partition("-")
                yield row["clinician_id"], day, start, end
