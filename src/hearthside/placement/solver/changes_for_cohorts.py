"""
Single changes that look as if they would let waiting people make a new cohort with a unit.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from hearthside.base.spans import DAY_MINUTES
from hearthside.placement.solver.change import AddAuthority, AddClinician, AddGroupMinutes, AddPeople
from hearthside.placement.solver.changes_in_seats import Sized
from hearthside.placement.solver.crowds import Crowds
from hearthside.placement.solver.desk import Desk, Guest, Unit
from hearthside.placement.solver.missing_windows import missing_window, size_of
from hearthside.placement.solver.problem import Clinician, Person
from hearthside.placement.solver.reasons import Reasons, UnitBits
from hearthside.placement.solver.start_bits import at_least, bits_of

PATTERNS = 12  # patterns looked at for one leader


class CohortChanges:
    """Looks at who waits and who could still lead. Each answer comes with its size."""

    def __init__(self, desk: Desk, reasons: Reasons, waiting: list[Unit]):
        self.desk, self.reasons, self.problem = desk, reasons, desk.problem
        self.patterns = reasons.bits
        self.waiting = [reasons.units[ids] for ids in waiting]
        self.least = self.problem.policy.cohort_min
        self._crowds = Crowds(
            ((w.track, w.languages, w.states, w.enough, len(w.ids)) for w in self.waiting), self.least
        )
        self._times: dict[tuple[str, bool], int] = {}
        self._lead = {d.id: d.staffed_day_minutes * d.days_per_week for d in self.problem.programs}

    def _leaders(self, guest: Guest, lacking_states: int = 0) -> Iterator[Clinician]:
        for c in self.problem.clinicians:
            if (
                "facilitator" in c.roles
                and guest.track in c.tracks
                and guest.languages.intersection(c.languages)
                and len(guest.states - c.states) == lacking_states
            ):
                yield c

    def _time(self, c: Clinician, *, hours: bool = True, windows: bool = True) -> int:
        """Patterns at which a clinician could lead one more cohort by diary and day, `windows` and `hours`."""
        if (c.id, windows) not in self._times:
            self._times[c.id, windows] = self._lead_time(c, windows)
        bits = self._times[c.id, windows]
        left = c.group_minutes - self.desk.group_minutes[c.id]
        for plan in self.problem.programs if hours else ():
            if self._lead[plan.id] > left:
                bits &= ~self.patterns.of_plan[plan.id]
        return bits

    def _lead_time(self, c: Clinician, windows: bool) -> int:
        starts, buffer, found = self.desk.starts, self.problem.policy.buffer_minutes, 0
        for plan in self.problem.programs:
            begin = starts.free(c.reach, 0, plan.day_minutes) if windows else starts.every
            if begin:
                begin &= ~starts.touching(self.desk.stays[c.id], 0, plan.day_minutes, buffer)
            for day in range(7):
                if self.desk.day_minutes[c.id, day] + plan.staffed_day_minutes > c.day_minutes:
                    begin &= ~(((1 << starts.per_day) - 1) << day * starts.per_day)
            found |= self.patterns.patterns(plan.id, begin)
        return found

    def _others(self, unit: UnitBits, language: str, states: frozenset[str] | None = None) -> list[UnitBits]:
        """Waiting units of the same track and language whom the unit may meet."""
        apart = self.reasons.apart_units(unit.ids)
        return [
            w
            for w in self.waiting
            if w.ids != unit.ids
            and w.track == unit.track
            and language in w.languages
            and (states is None or w.states <= states)
            and w.ids not in apart
        ]

    def _together(self, unit: UnitBits, language: str, states: frozenset[str], among: int) -> list[int]:
        """By number of people, up to a smallest cohort: patterns where so many who wait, the unit too, can meet."""
        if not self.reasons.apart_units(unit.ids):
            return self._crowds.together(unit.track, language, states)
        here = [unit, *self._others(unit, language, states)]
        return at_least(((w.enough & among, len(w.ids)) for w in here if w.enough & among), self.least)

    def _made(self, unit: UnitBits, c: Clinician, states: frozenset[str], among: int) -> int:
        """Patterns of `among` where waiting people make a cohort with this unit under this clinician."""
        out = 0
        if among:
            for language in sorted(unit.languages.intersection(c.languages)):
                out |= self._together(unit, language, states, among)[self.least]
        return out & among

    def windows(self, guest: Guest) -> Iterator[Sized]:
        """A window for the unit where others and a leader are free; or one for a leader where all of them are."""
        unit = self.reasons.units[guest.ids]
        for c in self._leaders(guest):
            for position in self._lacking_unit(guest, unit, c):
                yield from self._sized(position, guest.people)
            for position in self._lacking_leader(unit, c):
                yield from self._sized(position, [c])

    def _sized(self, position: int, whose: Sequence[Person | Clinician]) -> Iterator[Sized]:
        found = self.patterns.pattern(position)
        begins = [b for d in found.days if (b := self.problem.start_of(d, found.start)) is not None]
        hours = [(b, b + found.plan.day_minutes) for b in begins]
        change = missing_window(self.problem, [(somebody, hours) for somebody in whose])
        if change is not None:
            yield size_of(change), str(change), change

    def _lacking_unit(self, guest: Guest, unit: UnitBits, c: Clinician) -> Iterator[int]:
        lacking = self.least - len(guest.ids)
        at = self._time(c) & ~unit.enough
        plans = 0
        for plan in self.problem.programs if at else ():
            if plan.id in guest.free and self.reasons.reaches(guest.people, plan):
                plans |= self.patterns.of_plan[plan.id]
        at &= plans
        for language in sorted(unit.languages.intersection(c.languages)) if at else ():
            # Nobody of the unit is free at these patterns: whoever meets there is somebody else.
            yield from islice(bits_of(self._together(unit, language, c.states, at)[lacking] & at), PATTERNS)

    def _lacking_leader(self, unit: UnitBits, c: Clinician) -> Iterator[int]:
        at = unit.enough & self._time(c, windows=False)
        at &= ~self._time(c)
        yield from islice(bits_of(self._made(unit, c, c.states, at)), PATTERNS)

    def authority(self, guest: Guest) -> Iterator[Sized]:
        """Leave for somebody with time and hours to treat in the unit's state too."""
        unit = self.reasons.units[guest.ids]
        for c in self._leaders(guest, lacking_states=1):
            if self._made(unit, c, c.states | guest.states, unit.enough & self._time(c)):
                change = AddAuthority(c.id, min(guest.states - c.states))
                yield 2, str(change), change

    def group_minutes(self, guest: Guest) -> Iterator[Sized]:
        """More hours for somebody who has the time to lead them."""
        unit = self.reasons.units[guest.ids]
        for c in self._leaders(guest):
            made = self._made(unit, c, c.states, unit.enough & self._time(c, hours=False))
            for plan in self.problem.programs:
                more = self.desk.group_minutes[c.id] + self._lead[plan.id] - c.group_minutes
                if more > 0 and made & self.patterns.of_plan[plan.id]:
                    yield more, c.id, AddGroupMinutes(c.id, more)

    def people(self, guest: Guest) -> Iterator[Sized]:
        """The fewest more people like them who would make a cohort under somebody with time and hours."""
        unit = self.reasons.units[guest.ids]
        best = 0
        for c in self._leaders(guest):
            at = unit.enough & self._time(c)
            for language in sorted(guest.languages.intersection(c.languages)) if at else ():
                counts = self._together(unit, language, c.states, at)
                best = max(best, *(k for k in range(self.least + 1) if counts[k] & at))
        if 0 < best < self.least:
            yield self.least - best, "", AddPeople(self.least - best, guest.ids[0])

    def clinician(self, guest: Guest) -> Iterator[Sized]:
        """A new leader for people who wait."""
        unit = self.reasons.units[guest.ids]
        for language in sorted(unit.languages):
            others = self._others(unit, language)
            here = at_least(((w.enough & unit.enough, len(w.ids)) for w in (unit, *others)), self.least)
            for position in bits_of(here[self.least]):
                found = self.patterns.pattern(position)
                if found.start + found.plan.day_minutes > DAY_MINUTES:
                    continue
                with_them = [w for w in others if w.enough >> position & 1][: self.problem.policy.cohort_cap]
                change = AddClinician(
                    roles=("facilitator",),
                    states=tuple(sorted(unit.states.union(*(w.states for w in with_them)))),
                    tracks=(unit.track,),
                    languages=(language,),
                    day=found.days,
                    start=found.start,
                    end=found.start + found.plan.day_minutes,
                    minutes=self._lead[found.plan.id],
                )
                yield self._lead[found.plan.id], str(change), change
                break
