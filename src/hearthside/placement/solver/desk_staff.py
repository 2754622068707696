"""
Who could join the staff of a cohort that grows, so that every ratio still holds, and at what price.
"""

from collections.abc import Iterable
from dataclasses import replace

from hearthside.base.spans import Span, clash, covers
from hearthside.placement.solver.desk import Desk, Guest, Seat
from hearthside.placement.solver.desk_points import DeskPoints
from hearthside.placement.solver.problem import Clinician, Person
from hearthside.placement.solver.week import Staff


class AddedStaff:
    """Staff rows for one cohort, added one block at a time; `steps` is what they change in the score (`DeskPoints`)."""

    def __init__(self, desk: Desk, seat: Seat, people: Iterable[Person], points: DeskPoints):
        self.desk, self.seat, self.points = desk, seat, points
        self.people = list(people)
        self.states = frozenset(p.state for p in self.people)
        self.rows: list[Staff] = []
        self.steps = 0
        self._genders = set(seat.genders)

    def cover(self, blocks: list[int]) -> bool:
        """Find somebody for each of these blocks, cheapest first; False when a block stays short."""
        return all(self._cover(block) for block in blocks)

    def _cover(self, block: int) -> bool:
        desk, seat = self.desk, self.seat
        found = [
            (-self._price(c, block), c.id)
            for c in desk.could_staff(seat, block)
            if self.states <= c.states and self._can(c, block)
        ]
        if not found:
            return False
        cost, who = min(found)
        self.steps -= cost
        self.rows.append(Staff(block, who, "co"))
        self._genders.add(desk.problem.clinician[who].gender)
        return True

    def cover_with(self, clinician: Clinician, blocks: list[int], more: int) -> bool:
        """Whether this clinician alone could take these blocks, had they so many more group minutes a week."""
        richer = replace(clinician, group_minutes=clinician.group_minutes + more)
        for block in blocks:
            if not self._can(richer, block):
                return False
            self.rows.append(Staff(block, clinician.id, "co"))
        return True

    def _added(self, who: str) -> tuple[int, ...]:
        return tuple(s.block for s in self.rows if s.clinician_id == who)

    def _blocks(self, who: str) -> tuple[int, ...]:
        """Every block of this cohort that somebody would staff."""
        return tuple(sorted((*self.seat.blocks_of.get(who, ()), *self._added(who))))

    def _minutes(self, blocks: Iterable[int]) -> int:
        return sum(self.seat.plan.blocks[b - 1].minutes for b in blocks)

    def _group_minutes(self, who: str) -> int:
        return self.desk.group_minutes[who] + self._minutes(self._added(who)) * len(self.seat.cohort.days)

    def _can(self, c: Clinician, block: int) -> bool:
        """Whether this clinician may staff one more block here: hours, limits, buffers (H6 to H8)."""
        desk, seat = self.desk, self.seat
        more = seat.plan.blocks[block - 1].minutes
        if desk.group_minutes[c.id] + more * len(seat.cohort.days) > c.group_minutes:
            return False
        mine = self._blocks(c.id)
        begin, end = seat.plan.stay((*mine, block))
        if not mine:
            if desk.stay_bits(c, begin, end) & seat.mask != seat.mask:
                return False
        elif block in mine or not self._can_stay_longer(c, begin, end):
            return False
        here = self._minutes(self._added(c.id))
        if self._group_minutes(c.id) + more * len(seat.cohort.days) > c.group_minutes:
            return False
        return all(desk.day_minutes[c.id, day] + here + more <= c.day_minutes for day in seat.cohort.days)

    def _can_stay_longer(self, c: Clinician, begin: int, end: int) -> bool:
        """Somebody already here stays from `begin` to `end`: everything else in their diary must leave the buffer."""
        before = self.seat.plan.stay(self.seat.blocks_of[c.id]) if c.id in self.seat.blocks_of else None
        here = {(at + before[0], at + before[1]) for at in self.seat.begins} if before else set()
        others: list[Span] = [s for s in self.desk.stays[c.id] if s not in here]
        buffer = self.desk.problem.policy.buffer_minutes
        stays = [(at + begin, at + end) for at in self.seat.begins]
        return all(
            covers(c.reach, *stay)
            and not any(clash(stay, o, buffer) for o in [*others, *(s for s in stays if s != stay)])
            for stay in stays
        )

    def _price(self, c: Clinician, block: int) -> int:
        """Steps gained (or, mostly, lost) by this clinician in this block, every day of the week."""
        minutes = self.seat.plan.blocks[block - 1].minutes * len(self.seat.cohort.days)
        steps = self.points.staffing(c, self._group_minutes(c.id), minutes)
        if c.gender not in self._genders:
            steps += self.points.weight["gender"] * sum(p.gender_wish == c.gender for p in self.people)
        return steps

    def stays(self, who: str) -> list[Span]:
        """The stays of somebody in this cohort once the new rows stand."""
        begin, end = self.seat.plan.stay(self._blocks(who))
        return [(at + begin, at + end) for at in self.seat.begins]

    @property
    def who(self) -> set[str]:
        return {s.clinician_id for s in self.rows}


def staffed(
    desk: Desk, points: DeskPoints, seat: Seat, guest: Guest, leaving: frozenset[str] = frozenset()
) -> AddedStaff | None:
    """The cheapest staff to add so that the guest may join once `leaving` have moved on; None: a block stays short."""
    people = [*(m for m in seat.members if m.id not in leaving), *guest.people]
    added = AddedStaff(desk, seat, people, points)
    return added if added.cover(seat.short_blocks(len(people), desk.problem)) else None
