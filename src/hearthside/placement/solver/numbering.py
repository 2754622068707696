"""Ids of cohorts and sessions, in an order that depends on the plan alone: equal plans are equal bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from hearthside.base.words import SESSION_KINDS
from hearthside.placement.solver.week import Cohort, Session


def _free_ids(letter: str, taken: set[str]) -> Iterator[str]:
    return (name for n in count(1) if (name := f"{letter}{n}") not in taken)


def numbered_cohorts(cohorts: Iterable[Cohort]) -> tuple[Cohort, ...]:
    """Kept cohorts keep their id; new ones take the lowest free g number by start, first day and smallest member."""
    ordered = sorted(cohorts, key=lambda c: (c.start, c.days, c.members))
    ids = _free_ids("g", {c.id for c in ordered if c.id})
    named = [c if c.id else replace(c, id=next(ids)) for c in ordered]
    return tuple(replace(c, size=len(c.members)) for c in sorted(named, key=lambda c: c.id))


def numbered_sessions(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Kept sessions keep their id; new ones take the lowest free s number by day, start, kind and smallest person."""
    ordered = sorted(sessions, key=lambda s: (s.day, s.start, SESSION_KINDS.index(s.kind), s.people, s.clinicians))
    ids = _free_ids("s", {s.id for s in ordered if s.id})
    named = [s if s.id else replace(s, id=next(ids)) for s in ordered]
    return tuple(sorted(named, key=lambda s: s.id))
