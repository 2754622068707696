"""
Single changes that look as if they would give a waiting unit a place, smallest first.

Each is found on the week as it stands: a cohort with a free seat that fits in everything but one thing, or waiting
people who would make a cohort with one thing more. Whether it comes true is for the planner to say (`explain.py`).
"""

from collections.abc import Iterator

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES, covers, without
from hearthside.base.words import TRACKS
from hearthside.placement.solver.change import (
    AddAuthority,
    AddAvailability,
    AddClinician,
    AddGroupMinutes,
    AddPeople,
    Change,
    freer_person,
)
from hearthside.placement.solver.desk import Desk, Guest, Seat, Unit
from hearthside.placement.solver.desk_sessions import CareTeam
from hearthside.placement.solver.desk_staff import AddedStaff, staffed
from hearthside.placement.solver.problem import Clinician, DayPlan
from hearthside.placement.solver.reasons import Reasons, UnitBits
from hearthside.placement.solver.start_bits import at_least, bits_of

LOOKED_AT = 12  # cohorts or patterns, smallest change first, whose every detail is worked out
OFFERED = 2  # changes of one kind worth trying for one unit

# Which kind of change answers which reason most directly; the others follow in the usual order.
_USUAL = ("windows", "group_minutes", "authority", "people", "clinician")
_DIRECT = {
    "license": ("authority", "clinician"),
    "language": ("clinician",),
    "qualification": ("clinician",),
    "too_few_alike": ("people", "windows"),
    "keep_apart": ("people", "windows"),
    "staff_hours": ("group_minutes",),
    "lost_out": ("group_minutes",),
}


class UnitChanges:
    """Changes for the units that a week leaves waiting."""

    def __init__(self, desk: Desk, reasons: Reasons, waiting: list[Unit]):
        self.desk, self.reasons, self.problem = desk, reasons, desk.problem
        self.starts, self.patterns = desk.starts, reasons.bits
        self.waiting = [reasons.units[ids] for ids in waiting]
        self._lead_bits: dict[str, int] = {}
        self._lead = {d.id: d.staffed_day_minutes * d.days_per_week for d in self.problem.programs}

    def candidates(self, ids: Unit, reason: str) -> Iterator[Change]:
        """Changes worth trying for this unit, the most direct and smallest first, each once."""
        guest = self.desk.guest(ids)
        ways = {
            "windows": self._windows,
            "group_minutes": self._group_minutes,
            "authority": self._authority,
            "people": self._people,
            "clinician": self._clinician,
        }
        seen: set[str] = set()
        direct = _DIRECT.get(reason, ())
        for kind in (*direct, *(k for k in _USUAL if k not in direct)):
            for n, change in enumerate(ways[kind](guest)):
                if n >= OFFERED:
                    break
                if str(change) not in seen:
                    seen.add(str(change))
                    yield change

    # A free seat in a cohort that stands

    def _free_seats(self, guest: Guest) -> Iterator[Seat]:
        for seat in self.desk.alike_seats(guest):
            if seat.size + len(guest.ids) <= self.problem.policy.cohort_cap and not self.desk.kept_apart(guest, seat):
                yield seat

    def _holds(self, guest: Guest, seat: Seat) -> bool:
        """Whether ratios and the weekly minimum would hold with the guest there."""
        added = staffed(self.desk, seat, guest)
        return added is not None and CareTeam(self.desk, seat, guest, added).find() is not None

    def _windows(self, guest: Guest) -> Iterator[Change]:
        """The smallest window in which they could join a cohort, or make one with others who wait."""
        found: list[tuple[int, str, AddAvailability, Seat | None]] = []
        for seat in self._free_seats(guest):
            if self.desk.licensed(guest, seat) and not self.desk.on_time(guest, seat):
                change = self._missing(guest, seat.begins, seat.plan)
                if change:
                    found.append((_minutes(change), seat.cohort.id, change, seat))
        for begins, plan in self._new_patterns(guest):
            change = self._missing(guest, begins, plan)
            if change:
                found.append((_minutes(change), "", change, None))
        found.sort(key=lambda f: (f[0], f[1], str(f[2])))
        for _, _, change, where in found[:LOOKED_AT]:
            if where is None:
                yield change
                continue
            freer = self.desk.guest(
                guest.ids,
                [
                    freer_person(self.problem, p, change.day, change.start, change.end) if p.id in change.who else p
                    for p in guest.people
                ],
            )
            if self.desk.on_time(freer, where) and self._holds(freer, where):
                yield change

    def _missing(self, guest: Guest, begins: list[int], plan: DayPlan) -> AddAvailability | None:
        """One window on some days that makes everybody free for these program days; None where one cannot."""
        who, days, first, last = [], set(), DAY_MINUTES, 0
        for p in guest.people:
            for at in begins:
                if covers(p.reach, at, at + plan.day_minutes):
                    continue
                gone = without([(at, at + plan.day_minutes)], p.reach)
                local, minute = localtime.local_clock(self.problem.week, p.zone, at)
                begin, end = minute + gone[0][0] - at, minute + gone[-1][1] - at if gone else 0
                if not gone or end > DAY_MINUTES:
                    return None  # over their midnight it would be two windows
                who.append(p.id)
                days.add(local.weekday())
                first, last = min(first, begin), max(last, end)
        if not who:
            return None
        return AddAvailability(tuple(sorted(set(who))), tuple(sorted(days)), first, last)

    def _authority(self, guest: Guest) -> Iterator[Change]:
        """Leave for one clinician to treat in one more state, where that alone is missing."""
        found: list[tuple[int, str, Change]] = []
        for seat in self._free_seats(guest):
            lacking = {(c, s) for c in seat.staff for s in guest.states - self.problem.clinician[c].states}
            if len(lacking) == 1 and self.desk.on_time(guest, seat):
                clinician, state = next(iter(lacking))
                if self._holds(guest, seat):
                    found.append((0, clinician, AddAuthority(clinician, state)))
        unit = self.reasons.units[guest.ids]
        for c in self.problem.clinicians if not found else ():
            lacking_states = guest.states - c.states
            if len(lacking_states) == 1 and self._leads(c, guest):
                states = c.states | lacking_states
                if self._made_with(unit, c, states) & self._lead_time(c, hours=True):
                    found.append((1, c.id, AddAuthority(c.id, next(iter(lacking_states)))))
        yield from (change for _, _, change in sorted(found, key=lambda f: f[:2]))

    # A new cohort of people who wait

    def _leads(self, c: Clinician, guest: Guest) -> bool:
        return "facilitator" in c.roles and guest.track in c.tracks and bool(guest.languages.intersection(c.languages))

    def _lead_time(self, c: Clinician, *, hours: bool) -> int:
        """Patterns at which this clinician could still lead one more cohort; with `hours`, within their limits too."""
        if c.id not in self._lead_bits:
            self._lead_bits[c.id] = 0
            for plan in self.problem.programs:
                begin = self.desk.stay_bits(c, 0, plan.day_minutes)
                for day in range(7):
                    if self.desk.day_minutes[c.id, day] + plan.staffed_day_minutes > c.day_minutes:
                        begin &= ~(((1 << self.starts.per_day) - 1) << day * self.starts.per_day)
                self._lead_bits[c.id] |= self.patterns.patterns(plan.id, begin)
        bits = self._lead_bits[c.id]
        if hours and bits:
            left = c.group_minutes - self.desk.group_minutes[c.id]
            for plan in self.problem.programs:
                if self._lead[plan.id] > left:
                    bits &= ~self.patterns.of_plan[plan.id]
        return bits

    def _others(self, unit: UnitBits, language: str, states: frozenset[str] | None = None) -> list[UnitBits]:
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

    def _counts(self, unit: UnitBits, others: list[UnitBits], at: int) -> list[int]:
        most = self.problem.policy.cohort_min
        return at_least([(at, len(unit.ids)), *((w.enough & at, len(w.ids)) for w in others if w.enough & at)], most)

    def _made_with(self, unit: UnitBits, c: Clinician, states: frozenset[str]) -> int:
        """Patterns at which waiting people make a cohort with this unit under this clinician."""
        out = 0
        if at := unit.enough & self._lead_time(c, hours=False):
            for language in sorted(unit.languages.intersection(c.languages)):
                out |= self._counts(unit, self._others(unit, language, states), at)[-1]
        return out

    def _fitting_leaders(self, guest: Guest) -> Iterator[Clinician]:
        for c in self.problem.clinicians:
            if guest.states <= c.states and self._leads(c, guest):
                yield c

    def _group_minutes(self, guest: Guest) -> Iterator[Change]:
        """More hours for somebody who could staff a cohort that grows, or lead a new one."""
        found: list[tuple[int, str]] = []
        for seat in self._free_seats(guest):
            if self.desk.on_time(guest, seat) and self.desk.licensed(guest, seat):
                found += self._hours_in(guest, seat)
        unit = self.reasons.units[guest.ids]
        for c in self._fitting_leaders(guest):
            made = self._made_with(unit, c, c.states) & self._lead_time(c, hours=False)
            for plan in self.problem.programs:
                more = self.desk.group_minutes[c.id] + self._lead[plan.id] - c.group_minutes
                if more > 0 and made & self.patterns.of_plan[plan.id]:
                    found.append((more, c.id))
        yield from (AddGroupMinutes(who, more) for more, who in sorted(found))

    def _hours_in(self, guest: Guest, seat: Seat) -> Iterator[tuple[int, str]]:
        short = seat.short_blocks(seat.size + len(guest.ids), self.problem)
        if not short or staffed(self.desk, seat, guest) is not None:
            return
        people = [*seat.members, *guest.people]
        minutes = sum(seat.plan.blocks[b - 1].minutes for b in short) * len(seat.cohort.days)
        state = min(guest.states)
        for c in self.desk.facilitators.get((seat.cohort.track, seat.cohort.language, state), ()):
            more = self.desk.group_minutes[c.id] + minutes - c.group_minutes
            if more > 0 and c.states.issuperset(p.state for p in people):
                if AddedStaff(self.desk, seat, people, seat.cohort.language).cover_with(c, short, more):
                    yield more, c.id

    def _people(self, guest: Guest) -> Iterator[Change]:
        """The fewest more people like them who would make a cohort under somebody with hours left."""
        unit = self.reasons.units[guest.ids]
        least = self.problem.policy.cohort_min
        best = 0
        for c in self._fitting_leaders(guest):
            at = unit.enough & self._lead_time(c, hours=True)
            if not at:
                continue
            for language in sorted(guest.languages.intersection(c.languages)):
                counts = self._counts(unit, self._others(unit, language, c.states), at)
                best = max(best, *(k for k in range(least + 1) if counts[k] & at))
        if 0 < best < least:
            yield AddPeople(least - best, guest.ids[0])

    def _clinician(self, guest: Guest) -> Iterator[Change]:
        """One more clinician: to lead waiting people, or to be the second in a cohort that grows."""
        unit = self.reasons.units[guest.ids]
        if change := self._new_leader(unit):
            yield change
        for seat in self._free_seats(guest):
            if self.desk.on_time(guest, seat) and self.desk.licensed(guest, seat):
                if change := self._second(guest, seat):
                    yield change

    def _new_leader(self, unit: UnitBits) -> Change | None:
        for language in sorted(unit.languages):
            others = self._others(unit, language)
            full = self._counts(unit, others, unit.enough)[-1]
            for position in bits_of(full):
                found = self.patterns.pattern(position)
                if found.start + found.plan.day_minutes > DAY_MINUTES:
                    continue
                with_them = [w for w in others if w.enough >> position & 1]
                states = unit.states.union(*(w.states for w in with_them[: self.problem.policy.cohort_cap]))
                return AddClinician(
                    roles=("facilitator",),
                    states=tuple(sorted(states)),
                    tracks=(unit.track,),
                    languages=(language,),
                    day=found.days,
                    start=found.start,
                    end=found.start + found.plan.day_minutes,
                    minutes=self._lead[found.plan.id],
                )
        return None

    def _second(self, guest: Guest, seat: Seat) -> Change | None:
        short = seat.short_blocks(seat.size + len(guest.ids), self.problem)
        if not short or len(set(short)) < len(short) or staffed(self.desk, seat, guest) is not None:
            return None
        begin, end = seat.plan.stay(tuple(short))
        if seat.cohort.start + end > DAY_MINUTES:
            return None
        return AddClinician(
            roles=("facilitator",),
            states=tuple(sorted(seat.states | guest.states)),
            tracks=tuple(t for t in TRACKS if t == seat.cohort.track),
            languages=(seat.cohort.language,),
            day=tuple(sorted(seat.cohort.days)),
            start=seat.cohort.start + begin,
            end=seat.cohort.start + end,
            minutes=sum(seat.plan.blocks[b - 1].minutes for b in short) * len(seat.cohort.days),
        )

    def _new_patterns(self, guest: Guest) -> Iterator[tuple[list[int], DayPlan]]:
        """Patterns at which others who wait, and somebody who could lead them, lack only this unit."""
        unit = self.reasons.units[guest.ids]
        lacking = self.problem.policy.cohort_min - len(guest.ids)
        plans = 0
        for plan in self.problem.programs:
            if plan.id in guest.free and self.reasons.reaches(guest.people, plan):
                plans |= self.patterns.of_plan[plan.id]
        seen = unit.enough
        for c in self._fitting_leaders(guest):
            at = self._lead_time(c, hours=True) & plans & ~seen
            if not at:
                continue
            for language in sorted(guest.languages.intersection(c.languages)):
                others = [(w.enough & at, len(w.ids)) for w in self._others(unit, language, c.states)]
                for position in list(bits_of(at_least(others, lacking)[lacking] & at & ~seen))[:LOOKED_AT]:
                    seen |= 1 << position
                    found = self.patterns.pattern(position)
                    begins = [b for d in found.days if (b := self.problem.start_of(d, found.start)) is not None]
                    yield begins, found.plan


def _minutes(change: AddAvailability) -> int:
    return (change.end - change.start) * len(change.day) * len(change.who)
