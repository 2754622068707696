"""
Whom it might be worth to hire, and whose hours to ask for: candidates read from what would help those who wait.

Every `change` is the smallest for one person. Together they describe somebody: whoever takes on the same work for the
same people in one language at hours that overlap is one hire. Nothing is promised here; each candidate is tried
(`hire.py`). What is brought together asks no more of anybody than somebody here gives: no longer day, no more days or
states, no longer week.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.change import (
    AddAuthority,
    AddAvailability,
    AddClinician,
    AddGroupMinutes,
    AddIndividualMinutes,
    Change,
)
from hearthside.placement.solver.desk import Unit
from hearthside.placement.solver.hire_asked import asked_for
from hearthside.placement.solver.problem import Clinician, Problem
from hearthside.placement.solver.week import Week

TWO_HOURS = 120
# Of work for which many hires are asked, so many are held against each other: all pairs of thousands take minutes.
MOST_SEEDS, MOST_ALIKE, MOST_RANKED = 40, 200, 400
PLANNED_ROLES = ("facilitator", *CARE_ROLES)
Candidate = tuple[Change, ...]


def does_as_much(one: AddClinician, other: AddClinician) -> bool:
    """Whether the hire `one` can do everything that `other` was asked for."""
    return (
        set(other.roles) <= set(one.roles)
        and set(other.states) <= set(one.states)
        and set(other.tracks) <= set(one.tracks)
        and set(other.languages) <= set(one.languages)
        and set(other.day) <= set(one.day)
        and one.start <= other.start
        and one.end >= other.end
        and one.minutes >= other.minutes
        and one.zone == other.zone
    )


@dataclass(frozen=True)
class Usual:
    """
    The most that anybody here gives: what a hire may be asked for.

    `day_minutes` are from the first minute somebody is free on a day to the last: what they work is in `minutes`.
    """

    day_minutes: int
    days: int
    states: int
    minutes: int

    @classmethod
    def of(cls, problem: Problem) -> "Usual":
        here = problem.clinicians
        days = [[w for w in c.weekly if w.day == day] for c in here for day in {w.day for w in c.weekly}]
        return cls(
            day_minutes=max((max(w.end for w in day) - min(w.start for w in day) for day in days), default=0),
            days=max((len({w.day for w in c.weekly}) for c in here), default=0),
            states=max((len(c.states) for c in here), default=0),
            minutes=max((max(c.group_minutes, c.individual_minutes) for c in here), default=0),
        )

    def allows(self, hire: AddClinician) -> bool:
        return (
            hire.end - hire.start <= self.day_minutes
            and len(hire.day) <= self.days
            and len(hire.states) <= self.states
            and hire.minutes <= self.minutes
        )


def hires(problem: Problem, week: Week, *, most: int = 40) -> tuple[Candidate, ...]:
    """At most `most` clinicians to hire, those first who could help the most people; of those alike who gives least."""
    usual = Usual.of(problem)
    wanted: dict[AddClinician, set[Unit]] = {}
    for change, units in asked_for(problem, week).items():
        for hire in _as_hires(problem, change, usual):
            wanted.setdefault(hire, set()).update(units)
    likely = sorted(_merged(wanted, usual), key=lambda hire: (-len(wanted.get(hire, ())), str(hire)))
    joined = [hire for hire in likely if hire not in wanted]
    ranked = [*joined, *(hire for hire in likely if hire in wanted)][:MOST_RANKED]
    served = {hire: frozenset[Unit]().union(*(wanted[o] for o in wanted if does_as_much(hire, o))) for hire in ranked}
    best = sorted(served, key=lambda hire: (-sum(map(len, served[hire])), hours_asked(hire), str(hire)))
    unlike = {(hire.roles, hire.languages, hire.zone, served[hire]): hire for hire in reversed(best)}
    return tuple((hire,) for hire in best if hire in unlike.values())[:most]


def hours_asked(hire: AddClinician) -> int:
    """Minutes a week between which a hire is asked to be free."""
    return len(hire.day) * (hire.end - hire.start)


def _as_hires(problem: Problem, change: Change, usual: Usual) -> Iterator[AddClinician]:
    """The hire a change asks for; where it asks more of somebody here, somebody like them who gives that."""
    match change:
        case AddClinician():
            yield change
        case AddAuthority(who, state):
            yield from _like(problem, problem.clinician[who], usual, states=(state,))
        case AddGroupMinutes(who) | AddIndividualMinutes(who):
            yield from _like(problem, problem.clinician[who], usual)
        case AddAvailability(who):
            for c in (problem.clinician[i] for i in who if i in problem.clinician):
                yield from _like(problem, c, usual, hours=change)


def _like(
    problem: Problem,
    c: Clinician,
    usual: Usual,
    *,
    states: tuple[str, ...] = (),
    hours: AddAvailability | None = None,
) -> Iterator[AddClinician]:
    """Somebody who works as this clinician does, for as many hours as one day here holds, the asked ones first."""
    windows = [(w.day, w.start, w.end) for w in c.weekly]
    if hours is not None:
        windows = [(d, hours.start, hours.end) for d in hours.day] + windows
    minutes = max(c.group_minutes, c.individual_minutes)
    roles = tuple(sorted(role for role in c.roles if role in PLANNED_ROLES))
    if not windows or not roles or not minutes:
        return
    days, start, end = {windows[0][0]}, windows[0][1], windows[0][2]
    for day, begin, until in windows[1:]:
        if max(end, until) - min(start, begin) <= max(usual.day_minutes, end - start):
            days, start, end = days | {day}, min(start, begin), max(end, until)
    yield AddClinician(
        roles=roles,
        states=tuple(sorted(c.states | set(states))),
        tracks=tuple(sorted(c.tracks)),
        languages=tuple(sorted(c.languages)),
        day=tuple(sorted(days)),
        start=start,
        end=end,
        minutes=minutes,
        zone="" if c.zone == problem.policy.reference_zone else c.zone,
    )


def _merged(wanted: Mapping[AddClinician, set[Unit]], usual: Usual) -> set[AddClinician]:
    """The hires asked for, and those that several of one work, language and time come to together."""
    alike: dict[tuple[object, ...], list[AddClinician]] = {}
    for hire in sorted(wanted, key=lambda h: (-len(wanted[h]), str(h))):
        alike.setdefault((hire.roles, hire.tracks, hire.languages, hire.zone), []).append(hire)
    found = set(wanted)
    for group in alike.values():
        for first in group[:MOST_SEEDS]:
            together = first
            for other in group[:MOST_ALIKE]:
                more = _together(together, other)
                if _overlap(together, other) and usual.allows(more):
                    together = more
            found.add(together)
    return found


def _overlap(one: AddClinician, other: AddClinician) -> bool:
    return bool(set(one.day) & set(other.day)) and one.start < other.end and other.start < one.end


def _together(one: AddClinician, other: AddClinician) -> AddClinician:
    """One hire who could do what either was asked for; of equal work the minutes are given once."""
    same = does_as_much(one, other)
    return replace(
        one,
        states=tuple(sorted({*one.states, *other.states})),
        day=tuple(sorted({*one.day, *other.day})),
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        minutes=one.minutes if same else one.minutes + other.minutes,
    )


def two_hours_more(problem: Problem, week: Week, *, most: int = 40) -> tuple[Candidate, ...]:
    """
    Two hours more of somebody here, at most `most` candidates, those first whom most of the waiting are told of.

    The hours are for groups and for sessions alike; where a window of two hours more is what is missing, with it.
    """
    told: dict[Candidate, set[Unit]] = {}
    for change, units in asked_for(problem, week).items():
        match change:
            case AddGroupMinutes(who) | AddIndividualMinutes(who):
                told.setdefault(_two_hours(who), set()).update(units)
            case AddAvailability((who,)) if who in problem.clinician and _window_minutes(change) <= TWO_HOURS:
                told.setdefault((change, *_two_hours(who)), set()).update(units)
    for c in problem.clinicians:
        told.setdefault(_two_hours(c.id), set())
    best = sorted(told, key=lambda way: (-sum(map(len, told[way])), len(way), tuple(map(str, way))))
    return tuple(best[:most])


def _two_hours(who: str) -> Candidate:
    return AddGroupMinutes(who, TWO_HOURS), AddIndividualMinutes(who, TWO_HOURS)


def _window_minutes(change: AddAvailability) -> int:
    return len(change.day) * (change.end - change.start)
