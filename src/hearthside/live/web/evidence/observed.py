"""Observers in words, for the evidence."""

from collections.abc import Callable, Iterable
from datetime import datetime

from hearthside.live.queries.observed import Observed


def observers_said(rows: Iterable[Observed], clock: Callable[[datetime], str]) -> list[tuple[str, str, str, str, str]]:
    """A row of words for each stay."""
    return [_row(row, clock) for row in rows]


def _row(row: Observed, clock: Callable[[datetime], str]) -> tuple[str, str, str, str, str]:
    until = clock(row.until_at) if row.until_at else "the end"
    return row.name, row.reason, clock(row.from_at), until, _agreed(row, clock)


def _agreed(row: Observed, clock: Callable[[datetime], str]) -> str:
    if not row.agreed_at:
        return "Not known"
    return f"All {len(row.agreed_at)}, the first {clock(row.agreed_at[0])}, the last {clock(row.agreed_at[-1])}"
