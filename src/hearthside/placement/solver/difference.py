"""
What a proposed week changes of the week as it ran when it was planned, and the same changes made to the week as it runs
by now: so that what happened meanwhile and has nothing to do with them stands in nobody's way.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from hearthside.placement.solver.week import Cohort, Session, Staff, Week


@dataclass(frozen=True)
class Difference:
    """Both weeks, and what of the second is not in the first. Sessions that changed are gone and new."""

    before: Week
    after: Week

    @cached_property
    def _before(self) -> Mapping[str, Cohort]:
        return {c.id: c for c in self.before.cohorts}

    @cached_property
    def _after(self) -> Mapping[str, Cohort]:
        return {c.id: c for c in self.after.cohorts}

    @cached_property
    def new_cohorts(self) -> tuple[Cohort, ...]:
        return tuple(c for c in self.after.cohorts if c.id not in self._before)

    @cached_property
    def closed(self) -> tuple[Cohort, ...]:
        """Cohorts in which nobody is left, as they were."""
        return tuple(c for c in self.before.cohorts if c.id not in self._after)

    @cached_property
    def changed(self) -> Mapping[str, tuple[Cohort, Cohort]]:
        """Cohorts that run and go on otherwise: as they were, and as they are to be."""
        both = self._before.keys() & self._after.keys()
        pairs = {id: (self._before[id], self._after[id]) for id in sorted(both)}
        return {id: (old, new) for id, (old, new) in pairs.items() if _kept(old) != _kept(new)}

    @cached_property
    def joins(self) -> Mapping[str, str]:
        """By person, the cohort they come into: from the waiting list, or from another one."""
        was, now = self.before.cohort_of(), self.after.cohort_of()
        return {who: c.id for who, c in sorted(now.items()) if who not in was or was[who].id != c.id}

    @cached_property
    def leaves(self) -> Mapping[str, str]:
        """By person, the cohort they leave: for another one, or to wait."""
        was, now = self.before.cohort_of(), self.after.cohort_of()
        return {who: c.id for who, c in sorted(was.items()) if who not in now or now[who].id != c.id}

    @cached_property
    def new_sessions(self) -> tuple[Session, ...]:
        same = {s.id: s for s in self.before.sessions}
        return tuple(s for s in self.after.sessions if same.get(s.id) != s)

    @cached_property
    def gone_sessions(self) -> tuple[Session, ...]:
        same = {s.id: s for s in self.after.sessions}
        return tuple(s for s in self.before.sessions if same.get(s.id) != s)

    def __bool__(self) -> bool:
        return bool(self.new_cohorts or self.closed or self.changed or self.new_sessions or self.gone_sessions)

    @cached_property
    def people(self) -> frozenset[str]:
        """Everybody whose place or session changes, and who is in a cohort that changes."""
        cohorts = [*self.new_cohorts, *self.closed, *(c for pair in self.changed.values() for c in pair)]
        sessions = (*self.new_sessions, *self.gone_sessions)
        return frozenset(m for c in cohorts for m in c.members) | {p for s in sessions for p in s.people}

    @cached_property
    def clinicians(self) -> frozenset[str]:
        """Everybody who staffs something that changes."""
        cohorts = [*self.new_cohorts, *self.closed, *(c for pair in self.changed.values() for c in pair)]
        sessions = (*self.new_sessions, *self.gone_sessions)
        return frozenset(s.clinician_id for c in cohorts for s in c.staff) | {c for s in sessions for c in s.clinicians}

    @cached_property
    def items(self) -> frozenset[str]:
        """What of it can be taken out, each by itself."""
        cohorts = {f"cohort:{c.id}" for c in (*self.new_cohorts, *self.closed)}
        cohorts |= {f"cohort:{id}" for id in self.changed}
        sessions = {f"session:{s.id}" for s in (*self.new_sessions, *self.gone_sessions)}
        return frozenset(cohorts | sessions | {f"person:{who}" for who in (*self.joins, *self.leaves)})


@dataclass(frozen=True)
class Amiss:
    """A change that cannot be made any more: what it is of, and why."""

    item: str
    sentence: str


def _kept(cohort: Cohort) -> Cohort:
    """What is compared: staff in one order, and how many there are counts by who they are."""
    staff = tuple(sorted(cohort.staff, key=lambda s: (s.block, s.clinician_id, s.part)))
    return replace(cohort, staff=staff, size=-1, members=tuple(sorted(cohort.members)))


def applied(current: Week, difference: Difference) -> tuple[Week, tuple[Amiss, ...]]:
    """The week as it runs by now with these changes, and which of them cannot be made."""
    cohorts = {c.id: c for c in current.cohorts}
    amiss = list(_amiss(cohorts, difference))
    for id, (old, new) in difference.changed.items():
        if id in cohorts:
            cohorts[id] = _as_changed(cohorts[id], old, new)
    for cohort in difference.closed:
        cohorts.pop(cohort.id, None)
    for cohort in difference.new_cohorts:
        cohorts[cohort.id] = cohort
    gone = {s.id for s in difference.gone_sessions}
    sessions = [s for s in current.sessions if s.id not in gone]
    week = Week(
        tuple(replace(c, size=len(c.members)) for _, c in sorted(cohorts.items())),
        tuple(sorted((*sessions, *difference.new_sessions), key=lambda s: s.id)),
    )
    return week, tuple(amiss)


def _amiss(cohorts: Mapping[str, Cohort], difference: Difference) -> Iterator[Amiss]:
    for id in difference.changed:
        if id not in cohorts:
            yield Amiss(f"cohort:{id}", "It does not run any more.")
    for who, id in difference.leaves.items():
        if id not in cohorts or who not in cohorts[id].members:
            yield Amiss(f"person:{who}", "They are not in the cohort any more that they were to leave.")
    for cohort in difference.closed:
        if cohort.id in cohorts and set(cohorts[cohort.id].members) - set(cohort.members):
            yield Amiss(f"cohort:{cohort.id}", "It was to close, and somebody has come into it since.")


def _as_changed(now: Cohort, old: Cohort, new: Cohort) -> Cohort:
    """A cohort as it runs by now, changed as the old one was to become the new one."""
    members = (set(now.members) - (set(old.members) - set(new.members))) | (set(new.members) - set(old.members))
    staff = (set(now.staff) - (set(old.staff) - set(new.staff))) | (set(new.staff) - set(old.staff))
    pattern = replace(now)
    for name in ("program_id", "track", "language", "focus", "days", "start"):
        if getattr(old, name) != getattr(new, name):
            pattern = replace(pattern, **{name: getattr(new, name)})
    return replace(pattern, members=tuple(sorted(members)), staff=_sorted(staff))


def _sorted(staff: Collection[Staff]) -> tuple[Staff, ...]:
    return tuple(sorted(staff, key=lambda s: (s.block, s.clinician_id, s.part)))


def without(difference: Difference, items: Collection[str], units: Mapping[str, str]) -> Week:
    """
    The proposed week without these changes: people are where they were, or wait; `units` are partners kept together.

    Taking a cohort out takes out all that changes about it, and its new people with it.
    """
    before, after = difference.before, difference.after
    out = {item.removeprefix("cohort:") for item in items if item.startswith("cohort:")}
    out &= {c.id for c in (*difference.new_cohorts, *difference.closed)} | difference.changed.keys()
    people = {item.removeprefix("person:") for item in items if item.startswith("person:")}
    people |= {who for who, id in difference.joins.items() if id in out}
    people |= {who for who, id in difference.leaves.items() if id in out}
    people |= {units[who] for who in people if who in units}
    was, now = before.cohort_of(), after.cohort_of()
    home = {who: c.id for who, c in now.items() if who not in people}
    home |= {who: was[who].id for who in people if who in was}
    cohorts = []
    for cohort in _shells(difference, out):
        members = tuple(sorted(who for who, id in home.items() if id == cohort.id))
        if members:
            cohorts.append(replace(cohort, members=members, size=len(members)))
    sessions = _sessions(difference, items, people, {m for c in cohorts for m in c.members})
    return replace(after, cohorts=tuple(sorted(cohorts, key=lambda c: c.id)), sessions=sessions)


def _shells(difference: Difference, out: Collection[str]) -> Iterator[Cohort]:
    """Every cohort of either week, as it is to be; or, where that is taken out, as it was."""
    new = {c.id for c in difference.new_cohorts}
    after = {c.id: c for c in difference.after.cohorts}
    before = {c.id: c for c in difference.before.cohorts}
    for id in sorted(before.keys() | after.keys()):
        if id in new and id in out:
            continue
        yield before[id] if id in out or id not in after else after[id]


def _sessions(
    difference: Difference, items: Collection[str], people: Collection[str], placed: Collection[str]
) -> tuple[Session, ...]:
    """New ones but for those taken out, and whatever was there before and is not replaced."""
    named = {item.removeprefix("session:") for item in items if item.startswith("session:")}
    kept = [s for s in difference.before.sessions if s not in difference.gone_sessions]
    new = [s for s in difference.new_sessions if s.id not in named and not set(people) & set(s.people)]
    has = {(s.kind, who) for s in (*kept, *new) for who in s.people}
    back = [
        s
        for s in difference.gone_sessions
        if (s.id in named or set(people) & set(s.people)) and not has & {(s.kind, who) for who in s.people}
    ]
    found = [s for s in (*kept, *new, *back) if set(s.people) <= set(placed)]
    return tuple(sorted(found, key=lambda s: s.id))
