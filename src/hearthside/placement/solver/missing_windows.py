"""
The smallest single window that would make people and clinicians free for given hours.
"""

from collections.abc import Iterable, Sequence

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES, Span, covers, without
from hearthside.placement.solver.change import AddAvailability
from hearthside.placement.solver.problem import Clinician, Person, Problem

Asked = tuple[Person | Clinician, Sequence[Span]]


def missing_window(problem: Problem, asked: Iterable[Asked]) -> AddAvailability | None:
    """
    One window, on some days, in which all of these become free for all of their hours (UTC minutes of the week).

    None when nothing is missing, or when somebody would need two windows because it runs over their midnight.
    """
    who: set[str] = set()
    days: set[int] = set()
    first, last = DAY_MINUTES, 0
    for somebody, hours in asked:
        for begin, end in hours:
            if covers(somebody.reach, begin, end):
                continue
            gone = without([(begin, end)], somebody.reach)
            local, minute = localtime.local_clock(problem.week, somebody.zone, begin)
            if not gone or minute + gone[-1][1] - begin > DAY_MINUTES:
                return None
            who.add(somebody.id)
            days.add(local.weekday())
            first = min(first, minute + gone[0][0] - begin)
            last = max(last, minute + gone[-1][1] - begin)
    if not who or first >= DAY_MINUTES:
        return None
    return AddAvailability(tuple(sorted(who)), tuple(sorted(days)), first, min(last, DAY_MINUTES))


def size_of(change: AddAvailability) -> int:
    """Minutes a week that this asks of all who are named, together."""
    return (change.end - change.start) * len(change.day) * len(change.who)
