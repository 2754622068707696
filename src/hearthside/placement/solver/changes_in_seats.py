"""
Single changes that look as if they would give a waiting unit a free seat in a cohort that stands.
"""

from collections.abc import Iterator

from hearthside.base.spans import DAY_MINUTES
from hearthside.placement.solver.change import (
    AddAuthority,
    AddAvailability,
    AddClinician,
    AddGroupMinutes,
    Change,
)
from hearthside.placement.solver.changed_problem import freer_person
from hearthside.placement.solver.desk import Desk, Guest, Seat
from hearthside.placement.solver.desk_points import DeskPoints
from hearthside.placement.solver.desk_sessions import CareTeam
from hearthside.placement.solver.desk_staff import AddedStaff, staffed
from hearthside.placement.solver.missing_windows import Asked, missing_window, size_of
from hearthside.placement.solver.problem import Clinician

LOOKED_AT = 12  # cohorts, smallest change first, whose care team is worked out
Sized = tuple[int, str, Change]


class SeatChanges:
    """Looks at cohorts that fit a guest in everything but one thing. Each answer comes with its size."""

    def __init__(self, desk: Desk):
        self.desk, self.problem, self.points = desk, desk.problem, DeskPoints(desk.problem)

    def free_seats(self, guest: Guest) -> Iterator[Seat]:
        """Open cohorts of their kind with a seat for the whole unit and nobody they may not meet."""
        for seat in self.desk.alike_seats(guest):
            if seat.size + len(guest.ids) <= self.problem.policy.cohort_cap and not self.desk.kept_apart(guest, seat):
                yield seat

    def _ready(self, guest: Guest) -> Iterator[Seat]:
        """Free seats whose hours and licenses fit: what may be missing there is staff."""
        return (s for s in self.free_seats(guest) if self.desk.on_time(guest, s) and self.desk.licensed(guest, s))

    def _cared_for(self, guest: Guest, seat: Seat, added: AddedStaff | None = None) -> bool:
        return CareTeam(self.desk, seat, guest, added).find() is not None

    def windows(self, guest: Guest) -> Iterator[Sized]:
        """A window for the unit; where the cohort would need one more clinician, for that clinician too."""
        found: list[tuple[int, str, AddAvailability, Seat]] = []
        for seat in self.free_seats(guest):
            if not self.desk.licensed(guest, seat):
                continue
            late: list[Asked] = [(p, seat.program_hours) for p in guest.people]
            added = staffed(self.desk, self.points, seat, guest)
            seconds: list[list[Asked]] = [[]] if added else [[way] for way in self._could_second(guest, seat)]
            ways = [missing_window(self.problem, [*late, *second]) for second in seconds]
            whole = [w for w in ways if w is not None]
            if whole:
                best = min(whole, key=lambda w: (size_of(w), str(w)))
                found.append((size_of(best), seat.cohort.id, best, seat))
        found.sort(key=lambda f: (f[0], f[1]))
        for size, _, change, seat in found[:LOOKED_AT]:
            freer = [
                freer_person(self.problem, p, change.day, change.start, change.end) if p.id in change.who else p
                for p in guest.people
            ]
            then = self.desk.guest(guest.ids, freer)
            if self.desk.on_time(then, seat) and self._cared_for(then, seat):
                yield size, str(change), change

    def _seconds(self, guest: Guest, seat: Seat) -> Iterator[tuple[Clinician, list[int]]]:
        """Facilitators who may treat everybody there, with the blocks in which one more would be needed."""
        short = seat.short_blocks(seat.size + len(guest.ids), self.problem)
        if not short or len(set(short)) < len(short):
            return
        states = seat.states | guest.states
        for c in self.desk.facilitators.get((seat.cohort.track, seat.cohort.language), ()):
            if states <= c.states and c.id not in seat.staff:
                yield c, short

    def _could_second(self, guest: Guest, seat: Seat) -> Iterator[Asked]:
        """Who could be the second clinician if only their windows allowed it, with the hours they would stay."""
        desk = self.desk
        for c, short in self._seconds(guest, seat):
            minutes = sum(seat.plan.blocks[b - 1].minutes for b in short)
            if desk.group_minutes[c.id] + minutes * len(seat.cohort.days) > c.group_minutes:
                continue
            if any(desk.day_minutes[c.id, day] + minutes > c.day_minutes for day in seat.cohort.days):
                continue
            begin, end = seat.plan.stay(tuple(short))
            buffer = self.problem.policy.buffer_minutes
            if not desk.starts.touching(desk.stays[c.id], begin, end - begin, buffer) & seat.mask:
                yield c, [(at + begin, at + end) for at in seat.begins]

    def authority(self, guest: Guest) -> Iterator[Sized]:
        """Leave for one clinician of a cohort to treat in one more state."""
        for seat in self.free_seats(guest):
            lacking = {(c, s) for c in seat.staff for s in guest.states - self.problem.clinician[c].states}
            if len(lacking) == 1 and self.desk.on_time(guest, seat):
                added = staffed(self.desk, self.points, seat, guest)
                if added is not None and self._cared_for(guest, seat, added):
                    change = AddAuthority(*next(iter(lacking)))
                    yield 1, str(change), change

    def group_minutes(self, guest: Guest) -> Iterator[Sized]:
        """More hours for somebody who could be the second clinician."""
        for seat in self._ready(guest):
            if staffed(self.desk, self.points, seat, guest) is not None or not self._cared_for(guest, seat):
                continue
            people = [*seat.members, *guest.people]
            for c, short in self._seconds(guest, seat):
                minutes = sum(seat.plan.blocks[b - 1].minutes for b in short) * len(seat.cohort.days)
                more = self.desk.group_minutes[c.id] + minutes - c.group_minutes
                if more > 0 and AddedStaff(self.desk, seat, people, self.points).cover_with(c, short, more):
                    yield more, c.id, AddGroupMinutes(c.id, more)

    def clinician(self, guest: Guest) -> Iterator[Sized]:
        """A new second clinician, for exactly the blocks in which one is needed."""
        for seat in self._ready(guest):
            short = seat.short_blocks(seat.size + len(guest.ids), self.problem)
            if not short or len(set(short)) < len(short) or staffed(self.desk, self.points, seat, guest) is not None:
                continue
            begin, end = seat.plan.stay(tuple(short))
            if seat.cohort.start + end > DAY_MINUTES or not self._cared_for(guest, seat):
                continue
            minutes = sum(seat.plan.blocks[b - 1].minutes for b in short) * len(seat.cohort.days)
            change = AddClinician(
                roles=("facilitator",),
                states=tuple(sorted(seat.states | guest.states)),
                tracks=(seat.cohort.track,),
                languages=(seat.cohort.language,),
                day=tuple(sorted(seat.cohort.days)),
                start=seat.cohort.start + begin,
                end=seat.cohort.start + end,
                minutes=minutes,
            )
            yield minutes, str(change), change
