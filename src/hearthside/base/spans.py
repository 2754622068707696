"""
Spans of whole minutes, the end excluded, and the circle that a repeating week is.

A weekly plan repeats, so Sunday night runs into Monday morning. We say so once, here: a week is a circle of
10,080 UTC minutes, and every question of "free" or "overlapping" is asked on that circle.
"""

from collections.abc import Iterable

WEEK_MINUTES = 7 * 24 * 60
DAY_MINUTES = 24 * 60

Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes as the fewest spans, sorted; overlapping and touching spans become one."""
    result: list[Span] = []
    for start, end in sorted(s for s in spans if s[1] > s[0]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def without(spans: Iterable[Span], away: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `spans` once the minutes of `away` are taken off."""
    left = list(merged(spans))
    for gone_from, gone_to in merged(away):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, gone_from)), (max(start, gone_to), end))
            if piece[1] > piece[0]
        ]
    return tuple(left)


def every_week(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans of one week with their copies in the weeks before and after, merged."""
    here = tuple(spans)
    return merged((start + shift, end + shift) for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES) for start, end in here)


def covers(repeating: Iterable[Span], start: int, end: int) -> bool:
    """
    Whether one span of `repeating` (made by `every_week`) holds all of `start` to `end`.

    A stay near the edge of the copies is asked about at its place in the middle week: the circle has no edge.
    """
    shift = WEEK_MINUTES * (start // WEEK_MINUTES)
    start, end = start - shift, end - shift
    return any(s <= start and end <= e for s, e in repeating)


def clash(a: Span, b: Span, buffer: int = 0) -> bool:
    """Whether two stays of a repeating week leave less than `buffer` minutes between them, on the circle."""
    after = (b[0] - a[0]) % WEEK_MINUTES
    return after < (a[1] - a[0]) + buffer or WEEK_MINUTES - after < (b[1] - b[0]) + buffer


def minutes_in(spans: Iterable[Span]) -> int:
    """How many minutes the spans hold together, counted once each."""
    return sum(end - start for start, end in merged(spans))
