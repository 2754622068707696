"""
Laying demands on the board: the best free place for one, and a chain of moves that makes a place where none is free.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import combinations
from operator import and_
from random import Random

import numpy as np

from hearthside.placement.solver.care_board import Board
from hearthside.placement.solver.care_slots import bits

_TIERS = 8
_PEOPLE_ASKED = 2000
_CHAINS_TRIED = 24
_TEAMS_FROM = 16

Option = tuple[int, int]  # a clinician and the starts that would suit


class Layout:
    """
    Places demands where they cost the others least.

    Two scarcities are measured once: starts that people with little free time depend on (evenings, as a rule), and
    clinicians whose minutes many demands compete for. Both are spared where there is a choice.
    """

    def __init__(self, board: Board):
        self.board = board
        self._tiers = self._coolest_starts_first()
        self._pressure = self._minutes_wanted()

    def _coolest_starts_first(self) -> list[int]:
        board = self.board
        heat = [0] * len(board.slots.starts)
        stride = max(1, len(board.placed_people) // _PEOPLE_ASKED)
        for masks in board.person_open[::stride]:
            if masks[0]:
                each = 10_000 // masks[0].bit_count()
                for slot in bits(masks[0]):
                    heat[slot] += each
        order = sorted(range(len(heat)), key=lambda slot: (heat[slot], slot))
        size = max(1, -(-len(order) // _TIERS))
        return [sum(1 << slot for slot in order[i : i + size]) for i in range(0, len(order), size)]

    def _minutes_wanted(self) -> list[int]:
        wanted = [1000] * len(self.board.clinician_open)
        # Many demands share one list of clinicians (the very same object), so each list is walked once.
        shares: dict[int, tuple[tuple[int, ...], int]] = {}
        for demand in self.board.demands:
            if demand.able:
                share = 1000 * demand.minutes // len(demand.able)
                shares[id(demand.able)] = (demand.able, shares.get(id(demand.able), ((), 0))[1] + share)
        for able, share in shares.values():
            for clinician in able:
                wanted[clinician] += share
        return wanted

    def scarcity(self, number: int) -> int:
        """In how many ways a demand could be filled on an empty board, about; the fewest should choose first."""
        board, demand = self.board, self.board.demands[number]
        length = board.length_number[demand.minutes]
        mask = self._open_to(number, length)
        return sum((mask & board.clinician_open[c][length]).bit_count() for c in demand.able)

    def scarcities(self, numbers: Sequence[int]) -> dict[int, int]:
        """The scarcity of many demands at once, each as `scarcity` says it."""
        board = self.board
        by_able: dict[tuple[int, int], list[int]] = {}
        for number in numbers:
            # Many demands share one list of clinicians (the very same object): its free starts are counted once.
            demand = board.demands[number]
            by_able.setdefault((id(demand.able), board.length_number[demand.minutes]), []).append(number)
        starts_of = [board.slots.matrix(masks[n] for masks in board.clinician_open) for n in range(len(board.lengths))]
        found: dict[int, int] = {}
        for (_, length), group in by_able.items():
            able = list(board.demands[group[0]].able)
            free = starts_of[length][able].sum(axis=0, dtype=np.int64)
            theirs = board.slots.matrix(self._open_to(n, length) for n in group)
            found.update(zip(group, (theirs @ free).tolist(), strict=True))
        return found

    def _open_to(self, number: int, length: int) -> int:
        """Starts at which all people of a demand could be there on an empty board."""
        mask = self.board.slots.everything
        for person in self.board.demands[number].people:
            mask &= self.board.person_open[person][length]
        return mask

    def options(self, number: int, mask: int | None = None) -> list[Option]:
        """Clinicians who could hold the demand right now, with the starts at which they could."""
        board, demand = self.board, self.board.demands[number]
        mask = board.times_of_people(number) if mask is None else mask
        if not mask:
            return []
        barred = board.barred(number)
        length, minutes, left, free = (
            board.length_number[demand.minutes],
            demand.minutes,
            board.minutes_left,
            board.clinician_free,
        )
        return [
            (c, both)
            for c in demand.able
            if left[c] >= minutes and (both := mask & free[c][length]) and c not in barred
        ]

    def place_best(self, number: int, rng: Random | None = None, *, anywhen: bool = False) -> bool:
        """
        Hold the session where it costs others least (with `rng`: with one of several such clinicians, and with
        `anywhen` at any hour they have).
        """
        board, demand = self.board, self.board.demands[number]
        options = self.options(number)
        if demand.before and options:
            most = max(board.worth(demand, (c,)) for c, _ in options)
            options = [o for o in options if board.worth(demand, (o[0],)) == most]
        if demand.leaders > 1:
            return self._place_together(number, sorted(options, key=self._busy))
        if not options:
            return False
        if rng is None:
            clinician, mask = min(options, key=self._busy)
        else:
            clinician, mask = sorted(options, key=self._busy)[rng.randrange(min(4, len(options)))]
        if rng is not None and anywhen:
            starts = list(bits(mask))
            slot = starts[rng.randrange(len(starts))]
        else:
            slot = self.best_start(number, clinician, mask)
        board.put(number, (clinician,), slot)
        return True

    def _busy(self, option: Option) -> tuple[int, int]:
        """How much others depend on a clinician's remaining minutes; least first, then by number."""
        clinician = option[0]
        return -self.board.minutes_left[clinician] * 1_000_000 // self._pressure[clinician], clinician

    def _place_together(self, number: int, options: list[Option]) -> bool:
        """The same for a group that needs several clinicians at once, with one language that everybody shares (H5)."""
        board, demand = self.board, self.board.demands[number]
        known = board.problem.clinicians
        members = [board.problem.person[board.placed_people[p]].languages for p in demand.people]
        for language in sorted(set(members[0]).intersection(*members[1:])):
            able = [o for o in options if language in known[o[0]].languages]
            for team in combinations(able[:_TEAMS_FROM], demand.leaders):
                mask = reduce(and_, (m for _, m in team))
                if mask:
                    clinicians = tuple(sorted(c for c, _ in team))
                    board.put(number, clinicians, self.best_start(number, clinicians[0], mask))
                    return True
        return False

    def best_start(self, number: int, clinician: int, mask: int) -> int:
        """Of these starts one in the least wanted hours that leaves the clinician the most other starts."""
        board = self.board
        minutes = board.demands[number].minutes
        length = board.length_number[minutes]
        free = board.clinician_free[clinician][length]
        cool = next(m for tier in self._tiers if (m := mask & tier))

        def lost(slot: int) -> tuple[int, int]:
            clear = board.slots.clear_of(board.slots.stay(slot, minutes), minutes, board.buffer)
            return (free & ~clear).bit_count(), slot

        return min(bits(cool), key=lost)

    # Chains of moves.

    def make_room(self, number: int, most_looked_at: int) -> bool:
        """
        Fill an unfilled demand by moving others along a chain, if the points rise by it; else nothing changes.

        Breadth first: each demand that is pushed out of its place looks for a free one, else pushes out another. A
        chain found that way is tried for real, since two of its moves may disturb each other. As a last resort the
        chain ends by giving up a session that is worth less.
        """
        board = self.board
        came: dict[int, tuple[int, int] | None] = {number: None}
        queue, tried, cheapest = [number], 0, None
        for head in queue:
            for pushed, clinician in self._pushes(head):
                if pushed in came:
                    continue
                came[pushed] = (head, clinician)
                queue.append(pushed)
                if self._could_move(pushed):
                    if self._apply(pushed, came):
                        return True
                    tried += 1
                place = board.place[pushed]
                assert place is not None
                loss = board.worth(board.demands[pushed], place[0])
                if cheapest is None or loss < cheapest[0]:
                    cheapest = (loss, pushed)
                if tried >= _CHAINS_TRIED or len(queue) > most_looked_at:
                    return cheapest is not None and self._apply(cheapest[1], came, give_up=True)
        return cheapest is not None and self._apply(cheapest[1], came, give_up=True)

    def _pushes(self, number: int) -> Iterable[Option]:
        """Which placed demands, each gone alone, would let this one be held, and by whom."""
        board, demand = self.board, self.board.demands[number]
        if demand.leaders > 1:
            return
        mask = self._times_if_moved(number)
        barred = board.barred(number)
        if mask:
            for clinician in demand.able:
                if clinician in barred:
                    continue
                left = board.minutes_left[clinician] - demand.minutes
                for job, times in board.times_without_each(clinician, demand.minutes):
                    if times & mask and job != number and left + board.demands[job].minutes >= 0:
                        yield job, clinician
        yield from self._pushes_of_own(number, barred)

    def _pushes_of_own(self, number: int, barred: set[int]) -> Iterable[Option]:
        """The same among the people's own other sessions: another time for one may free the time for the other."""
        board, demand = self.board, self.board.demands[number]
        length = board.length_number[demand.minutes]
        for person in demand.people:
            for job in list(board.person_jobs[person]):
                place = board.place[job]
                if job == number or place is None:
                    continue
                mask = self._times_if_moved(number, job)
                mine = barred - set(place[0])
                for c in demand.able if mask else ():
                    free = (
                        board.clinician_times_without(c, job, demand.minutes)
                        if c in place[0]
                        else board.clinician_free[c][length]
                    )
                    left = board.minutes_left[c] + (board.demands[job].minutes if c in place[0] else 0)
                    if c not in mine and left >= demand.minutes and mask & free:
                        yield job, c
                        break

    def _times_if_moved(self, number: int, also_gone: int = -1) -> int:
        """Starts that suit the people of a demand were it, and perhaps another one, taken off the board first."""
        board, demand = self.board, self.board.demands[number]
        if board.place[number] is None and also_gone < 0:
            return board.times_of_people(number)
        length = board.length_number[demand.minutes]
        mask = board.slots.everything
        for person in demand.people:
            times = board.person_open[person][length]
            spent = board.minutes_done[person] + demand.minutes
            for job in board.person_jobs[person]:
                if job in (number, also_gone):
                    spent -= board.demands[job].minutes
                else:
                    times &= board.clear_for_people(job, length)
            if spent > board.room[person]:
                return 0
            mask &= times
        return mask

    def _could_move(self, number: int) -> bool:
        """Whether a placed demand has somewhere else to be, with another clinician or at another time."""
        board, demand = self.board, self.board.demands[number]
        place = board.place[number]
        assert place is not None
        mask = self._times_if_moved(number)
        if not mask:
            return False
        if any(c not in place[0] for c, _ in self.options(number, mask)):
            return True
        here = place[0][0]
        elsewhen = board.clinician_times_without(here, number, demand.minutes) & mask
        length = board.length_number[demand.minutes]
        return bool(elsewhen & board.clear_for_clinicians(number, length))

    def _apply(self, last: int, came: dict[int, tuple[int, int] | None], give_up: bool = False) -> bool:
        """Make the moves of a chain for real; keep them if the points rise, else take them back."""
        board = self.board
        mark, before = board.mark(), board.score
        chain = []
        step = came[last]
        board.lift(last)
        while step is not None:
            head, clinician = step
            chain.append(step)
            if board.place[head] is not None:
                board.lift(head)
            step = came[head]
        for head, clinician in reversed(chain):
            mask = next((m for c, m in self.options(head) if c == clinician), 0)
            if not mask:
                board.back_to(mark)
                return False
            board.put(head, (clinician,), self.best_start(head, clinician, mask))
        # Even a session given up may have found a place by now.
        if (self.place_best(last) or give_up) and board.score > before:
            return True
        board.back_to(mark)
        return False
