"""The columns of the week: what is on each day, as much of it as one page holds, and the way to the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hearthside.base.zones import zone as rules_of
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.said import date_said, span_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.words import ALONE, WITH_PARTNERS

# One clinician with one person or couple: lines under their day, so that the groups can be seen.
LINES = (*ALONE, WITH_PARTNERS[0])
# More lines than these in a week are counted, and more groups on a day than these are on the page of that day.
MOST_LINES, MOST_GROUPS = 150, 25


@dataclass
class Day:
    """One column of the grid."""

    date: date
    is_today: bool
    groups: list[Row] = field(default_factory=list)
    singles: list[Row] = field(default_factory=list)
    # All groups, where not all are shown; all lines, where none is.
    all_groups: int = 0
    all_singles: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.singles or self.all_singles)

    def in_words(self, zone: str, address: str) -> dict[str, Any]:
        """As the page shows it; this is the address of the day alone."""
        there = words.addresses("schedule:staff_session")
        return {
            "date": self.date,
            "said": date_said(self.date),
            "is_today": self.is_today,
            "is_empty": self.is_empty,
            "address": address,
            "groups": [cell(row, zone) | {"address": there(row.session.pk)} for row in self.groups],
            "singles": [line(row, zone) | {"address": there(row.session.pk)} for row in self.singles],
            "all_groups": self.all_groups,
            "all_singles": self.all_singles,
        }


def days_of(rows: Iterable[Row], dates: Sequence[date], today: date, zone: str) -> list[Day]:
    """These days with what is on each."""
    days = {day: Day(day, day == today) for day in dates}
    there = rules_of(zone)
    for row in rows:
        day = days[row.session.starts_at.astimezone(there).date()]
        (day.singles if row.session.kind in LINES else day.groups).append(row)
    return list(days.values())


def cut(days: list[Day], counted: Mapping[date, int], *, whole: bool) -> list[Row]:
    """
    Leave of each day what one page holds, unless the whole of it is asked for, and take out a weekend on which nothing
    is. Gives what is left of all days.
    """
    for day in days:
        if counted[day.date]:
            day.all_singles, day.singles = len(day.singles) + counted[day.date], []
        if len(day.groups) > MOST_GROUPS and not whole:
            day.all_groups, day.groups = len(day.groups), day.groups[:MOST_GROUPS]
    days[:] = [day for day in days if whole or day.date.weekday() < 5 or not day.is_empty]
    return [row for day in days for row in (*day.groups, *day.singles)]


def line(row: Row, zone: str) -> dict[str, Any]:
    """What a session of one person or couple shows in the grid: one line."""
    kind, state = words.state_tag(row)
    return {
        "when": span_said(row.session.starts_at, row.session.ends_at, zone),
        "title": words.title(row),
        "clinicians": ", ".join(row.clinicians),
        "state": state,
        "state_kind": kind,
        "is_plain": kind == "ok",
    }


def cell(row: Row, zone: str) -> dict[str, Any]:
    """What a group shows in the grid, or any session that is short."""
    return line(row, zone) | {
        "id": row.session.pk,
        "people": row.people,
        "cap": row.cap,
        "couples": row.couples,
        "size": words.size_said(row),
        "ratio": words.ratio_said(row.tightest),
    }
