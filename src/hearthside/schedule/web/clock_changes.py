"""What a change of the clocks does to somebody's week, where their own clocks and the program's differ."""

from datetime import date, timedelta

from hearthside.base.localtime import utc_offset_minutes
from hearthside.schedule.hours import length
from hearthside.schedule.said import date_said, place_said

DAY = timedelta(days=1)


def clock_change(own: str, program: str, first: date, last: date) -> str:
    """
    What changes for somebody whose clocks are `own` in these days, or did in the week before them; or nothing.

    The program's week is stated on its own clocks. Where both change alike, nothing moves for anybody.
    """
    days = [first + n * DAY for n in range(-6, (last - first).days + 1)]
    changed = [(day, *_by(own, program, day)) for day in days]
    return next((_sentence(own, program, first, *change) for change in changed if any(change[1:])), "")


def _by(own: str, program: str, day: date) -> tuple[int, int]:
    """The minutes by which both clocks were put forward this day."""
    one, other = (utc_offset_minutes(z, day) - utc_offset_minutes(z, day - DAY) for z in (own, program))
    return one, other


def _sentence(own: str, program: str, first: date, day: date, own_by: int, program_by: int) -> str:
    is_over = day < first
    if own_by == program_by:
        return (
            "" if is_over else f"The clocks change on {date_said(day)}. All times here are right before and after it."
        )
    here, there = place_said(own), place_said(program)
    where = f"in {there} and not in {here}" if not own_by else f"in {here} and not in {there}"
    if own_by and program_by:
        where = f"in {here} and in {there}, but not alike"
    # Clocks that go forward somewhere else move everything to an earlier time here.
    moved = own_by - program_by
    then = f"everything is {length(abs(moved))} {'later' if moved > 0 else 'earlier'} for you than before"
    return (
        f"The clocks {'changed' if is_over else 'change'} on {date_said(day)} {where}. From that day on {then}. "
        "All times here are yours."
    )
