"""
Who could join the staff of a cohort that grows, so that every ratio still holds, and at what price.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from hearthside.base.spans import Span, clash, covers
from hearthside.placement.solver.desk import Desk, Guest, Seat
from hearthside.placement.solver.problem import Clinician, Person
from hearthside.placement.solver.score import load_points
from hearthside.placement.solver.week import Staff


class AddedStaff:
    """Staff rows for one cohort, added one block at a time; `points` is what they change in the score."""

    def __init__(self, desk: Desk, seat: Seat, people: Iterable[Person]):
        self.desk, self.seat = desk, seat
        self.people = list(people)
        self.states = frozenset(p.state for p in self.people)
        self.rows: list[Staff] = []
        self.points = Fraction(0)
        self._genders = {desk.problem.clinician[c].gender for c in seat.staff}

    def cover(self, blocks: list[int]) -> bool:
        """Find somebody for each of these blocks, cheapest first; False when a block stays short."""
        return all(self._cover(block) for block in blocks)

    def _cover(self, block: int) -> bool:
        desk, seat = self.desk, self.seat
        state = min(self.states)
        found: list[tuple[Fraction, str]] = []
        for c in desk.facilitators.get((seat.cohort.track, seat.cohort.language, state), ()):
            if self.states <= c.states and self._can(c, block):
                found.append((-self._price(c, block), c.id))
        if not found:
            return False
        cost, who = min(found)
        self.points -= cost
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

    def _blocks(self, who: str) -> tuple[int, ...]:
        return tuple(sorted((*self.seat.cohort.blocks_of(who), *(s.block for s in self.rows if s.clinician_id == who))))

    def _minutes(self, blocks: Iterable[int]) -> int:
        return sum(self.seat.plan.blocks[b - 1].minutes for b in blocks)

    def _group_minutes(self, who: str) -> int:
        added = self._minutes(s.block for s in self.rows if s.clinician_id == who)
        return self.desk.group_minutes[who] + added * len(self.seat.cohort.days)

    def _can(self, c: Clinician, block: int) -> bool:
        """Whether this clinician may staff one more block here: hours, limits, buffers (H6 to H8)."""
        desk, seat = self.desk, self.seat
        more = seat.plan.blocks[block - 1].minutes
        if self._group_minutes(c.id) + more * len(seat.cohort.days) > c.group_minutes:
            return False
        mine = self._blocks(c.id)
        if block in mine:
            return False
        begin, end = seat.plan.stay((*mine, block))
        if not mine:
            if desk.stay_bits(c, begin, end) & seat.mask != seat.mask:
                return False
        elif not self._can_stay_longer(c, mine, begin, end):
            return False
        here = self._minutes(s.block for s in self.rows if s.clinician_id == c.id)
        return all(desk.day_minutes[c.id, day] + here + more <= c.day_minutes for day in seat.cohort.days)

    def _can_stay_longer(self, c: Clinician, mine: tuple[int, ...], begin: int, end: int) -> bool:
        """Somebody already here stays from `begin` to `end`: everything else in their diary must leave the buffer."""
        before = self.seat.plan.stay(self.seat.cohort.blocks_of(c.id)) if c.id in self.seat.staff else None
        here = {(at + before[0], at + before[1]) for at in self.seat.begins} if before else set()
        others: list[Span] = [s for s in self.desk.stays[c.id] if s not in here]
        buffer = self.desk.problem.policy.buffer_minutes
        stays = [(at + begin, at + end) for at in self.seat.begins]
        return all(
            covers(c.reach, *stay)
            and not any(clash(stay, o, buffer) for o in [*others, *(s for s in stays if s != stay)])
            for stay in stays
        )

    def _price(self, c: Clinician, block: int) -> Fraction:
        """Points gained (or, mostly, lost) by this clinician in this block, every day of the week."""
        problem = self.desk.problem
        minutes = self.seat.plan.blocks[block - 1].minutes * len(self.seat.cohort.days)
        had = self._group_minutes(c.id)
        points = load_points(problem, c.id, had + minutes) - load_points(problem, c.id, had)
        points -= problem.policy.weights["staff_minute"] * minutes
        if c.gender not in self._genders:
            points += problem.policy.weights["gender"] * sum(p.gender_wish == c.gender for p in self.people)
        return points

    def stays(self, who: str) -> list[Span]:
        """The stays of somebody in this cohort once the new rows stand."""
        begin, end = self.seat.plan.stay(self._blocks(who))
        return [(at + begin, at + end) for at in self.seat.begins]

    @property
    def who(self) -> set[str]:
        return {s.clinician_id for s in self.rows}


def staffed(desk: Desk, seat: Seat, guest: Guest, leaving: frozenset[str] = frozenset()) -> AddedStaff | None:
    """The cheapest staff to add so that the guest may join once `leaving` have moved on; None: a block stays short."""
    people = [m for m in seat.members if m.id not in leaving] + list(guest.people)
    added = AddedStaff(desk, seat, people)
    short = seat.short_blocks(len(people), desk.problem)
    return added if added.cover(short) else None
