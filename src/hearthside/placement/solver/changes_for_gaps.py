"""
Single changes that look as if they would fill a care-team role, smallest first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.change import (
    AddAuthority,
    AddClinician,
    AddIndividualMinutes,
    Change,
)
from hearthside.placement.solver.changed_problem import new_clinician
from hearthside.placement.solver.desk import Desk, Unit
from hearthside.placement.solver.gap_reasons import GapReasons
from hearthside.placement.solver.missing_windows import missing_window, size_of
from hearthside.placement.solver.problem import Clinician, Person
from hearthside.placement.solver.start_bits import bits_of

OFFERED = 2
EARLIEST = 7 * 60  # nobody is asked to come in the night
_USUAL = ("minutes", "windows", "authority", "clinician")
_DIRECT = {
    "license": ("authority", "clinician"),
    "availability": ("windows",),
    "conflict_of_role": ("clinician",),
}


class GapChanges:
    """Changes for the roles that a week leaves open."""

    def __init__(self, desk: Desk, reasons: GapReasons, open_roles: Iterable[tuple[Unit, str]]):
        self.desk, self.reasons, self.problem = desk, reasons, desk.problem
        self.open_roles = list(dict.fromkeys(open_roles))

    def candidates(self, people: Unit, role: str, reason: str) -> Iterator[Change]:
        """Changes worth trying for this role of a person, or of both partners, each once."""
        ways = {
            "minutes": self._individual_minutes,
            "windows": self._windows,
            "authority": self._authority,
            "clinician": self._clinician,
        }
        direct = _DIRECT.get(reason, ())
        for kind in (*direct, *(k for k in _USUAL if k not in direct)):
            for n, change in enumerate(ways[kind](people, role)):
                if n >= OFFERED:
                    break
                yield change

    def _minutes(self, role: str) -> int:
        return self.problem.policy.session_minutes[CARE_ROLES[role]]

    def _when(self, people: Unit, minutes: int, *, windows: bool = True) -> int:
        """Starts at which nothing in their diary stands in the way; with `windows`, also when they are free."""
        starts = self.desk.starts
        bits = self.reasons.free(people, minutes) if windows else starts.every
        for i in people:
            held = [span for _, span, _ in self.desk.sessions_of.get(i, ())]
            bits &= ~starts.touching([*held, *self.reasons.program_hours(i)], 0, minutes, 0)
        return bits

    def _suits(self, c: Clinician, people: Unit, role: str, lacking_states: int = 0) -> bool:
        """Whether a clinician of the role suits in everything but hours, lacking exactly so many of the states."""
        persons = [self.problem.person[i] for i in people]
        return (
            role in c.roles
            and c.id not in self.reasons.conflicted(people, role)
            and bool(set(c.languages).intersection(*(p.languages for p in persons)))
            and all(p.track in c.tracks for p in persons)
            and len({p.state for p in persons} - c.states) == lacking_states
        )

    def _fitting(self, people: Unit, role: str, lacking_states: int = 0) -> Iterator[Clinician]:
        return (c for c in self.problem.clinicians if self._suits(c, people, role, lacking_states))

    def _left(self, c: Clinician) -> int:
        return c.individual_minutes - self.desk.individual_minutes[c.id]

    def _rivals(self, c: Clinician, role: str) -> int:
        """How many open roles of this kind a clinician could fill if there were time for all of them."""
        return sum(kind == role and self._suits(c, unit, role) for unit, kind in self.open_roles)

    def _individual_minutes(self, people: Unit, role: str) -> Iterator[Change]:
        """Minutes for this one session; or for every open role that would otherwise take them."""
        minutes = self._minutes(role)
        when = self._when(people, minutes)
        able = [
            c
            for c in self._fitting(people, role)
            if self._left(c) < minutes and when & self.desk.session_bits(c, minutes)
        ]
        alone = [(minutes - self._left(c), c.id) for c in able]
        whole = [(minutes * self._rivals(c, role) - self._left(c), c.id) for c in able]
        chosen = dict.fromkeys(min(found) for found in (alone, whole) if found)
        yield from (AddIndividualMinutes(who, more) for more, who in chosen)

    def _authority(self, people: Unit, role: str) -> Iterator[Change]:
        minutes = self._minutes(role)
        when = self._when(people, minutes)
        states = {self.problem.person[i].state for i in people}
        for c in self._fitting(people, role, lacking_states=1):
            if self._left(c) >= minutes and when & self.desk.session_bits(c, minutes):
                yield AddAuthority(c.id, min(states - c.states))

    def _windows(self, people: Unit, role: str) -> Iterator[Change]:
        """The smallest window, theirs or a clinician's, in which the session could be held."""
        minutes = self._minutes(role)
        open_diary = self._when(people, minutes, windows=False)
        suit = self._when(people, minutes)
        persons = [self.problem.person[i] for i in people]
        found: list[tuple[int, str, Change]] = []
        for c in self._fitting(people, role):
            if self._left(c) < minutes:
                continue
            theirs = open_diary & self.desk.session_bits(c, minutes)
            found += [f for place in list(bits_of(theirs))[:60] if (f := self._window(place, minutes, persons))]
            diary = self.desk.starts.touching(self.desk.stays[c.id], 0, minutes, self.problem.policy.buffer_minutes)
            found += [f for place in list(bits_of(suit & ~diary))[:60] if (f := self._window(place, minutes, [c]))]
        seen = set()
        for _, text, change in sorted(found, key=lambda f: f[:2]):
            if text not in seen:
                seen.add(text)
                yield change

    def _window(
        self, place: int, minutes: int, whose: list[Person] | list[Clinician]
    ) -> tuple[int, str, Change] | None:
        at = self.desk.starts.at[place]
        change = missing_window(self.problem, [(p, [(at, at + minutes)]) for p in whose])
        if change is None or len(change.day) != 1:
            return None
        for p in whose:
            _, minute = localtime.local_clock(self.problem.week, p.zone, at)
            if p.id in change.who and not EARLIEST <= minute <= DAY_MINUTES - minutes:
                return None
        return size_of(change), str(change), change

    def _clinician(self, people: Unit, role: str) -> Iterator[Change]:
        """One more clinician, for exactly this session; or for every open role that would else take it."""
        persons = [self.problem.person[i] for i in people]
        spoken = set.intersection(*(set(p.languages) for p in persons))
        if not spoken:
            return
        asked = AddClinician(
            roles=(role,),
            states=tuple(sorted({p.state for p in persons})),
            tracks=tuple(sorted({p.track for p in persons})),
            languages=(min(spoken),),
            day=(),
            start=0,
            end=0,
            minutes=0,
        )
        minutes, policy = self._minutes(role), self.problem.policy
        rivals = self._rivals(new_clinician(self.problem, asked), role)
        # One session after the other, each on the grid and with the buffer between.
        step = -(-(minutes + policy.buffer_minutes) // policy.grid_minutes) * policy.grid_minutes
        for count in dict.fromkeys((1, rivals)):
            length = step * (count - 1) + minutes
            for place in bits_of(self._when(people, minutes)):
                day, start = self.desk.starts.day_and_minute(place)
                if start + length <= DAY_MINUTES:
                    yield replace(asked, day=(day,), start=start, end=start + length, minutes=minutes * count)
                    break
