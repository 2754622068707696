"""
Repair: from a first layout of sessions to one in which nothing unfilled can be filled any more, as far as effort goes.

A demand without a place is put somewhere by force, what stood there looks for a new place (along chains of moves, if
need be), and the whole is kept when no points are lost. Steps that change nothing in points are kept too: they carry
the gap to where it can be closed.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from hearthside.placement.solver.care_board import Board
from hearthside.placement.solver.care_layout import Layout
from hearthside.placement.solver.care_slots import bits

ShouldStop = Callable[[], bool]

_LOOKED_AT_FIRST = 400
_LOOKED_AT_IN_REPAIR = 60
_MOST_RUINED = 10
_MOST_ASKED = 24
_STEPS_PER_GAP = 80
_STEPS_AT_LEAST = 200


class Repair:
    """The search for one board. `rng` is the only chance in it, so that seed and effort decide the answer."""

    def __init__(self, board: Board, rng: Random, should_stop: ShouldStop | None = None):
        self.board, self.rng = board, rng
        self.layout = Layout(board)
        self._should_stop = should_stop or (lambda: False)
        self._possible: dict[int, list[tuple[int, int]]] = {}
        self._is_possible: dict[int, bool] = {}

    def lay_out(self) -> None:
        """
        A first place for every unfilled demand, those with the fewest possibilities first.

        Some hundred are placed in any case: it takes no time, and a week without a care team helps nobody.
        """
        board = self.board
        waiting = [n for n, place in enumerate(board.place) if place is None]
        ways = self.layout.scarcities(waiting)
        # People below their minimum of minutes lose everything without their sessions: they choose before all others.
        waiting.sort(key=lambda n: (not any(board.short[p] > 0 for p in board.demands[n].people), ways[n], n))
        left = []
        for count, number in enumerate(waiting):
            if count % 256 == 255 and self._should_stop():
                return
            if ways[number] and not self.layout.place_best(number):
                left.append(number)
        for number in left:
            if self._should_stop():
                return
            if board.place[number] is None:
                self.fill(number, _LOOKED_AT_FIRST)

    def improve(self, effort: int) -> None:
        """At most `effort` steps; fewer once the gaps that are left have been tried often enough in vain."""
        if self._should_stop():
            return
        vain = 0
        wanting = self._wanting()
        for _ in range(effort):
            if not wanting or vain > _STEPS_PER_GAP * len(wanting) + _STEPS_AT_LEAST or self._should_stop():
                return
            before = self.board.score
            number = wanting[self.rng.randrange(len(wanting))]
            step = self.ruin if self.rng.randrange(3) == 0 else self.force
            if step(number, wanting):
                wanting = self._wanting()
                vain = 0 if self.board.score > before else vain + 1
            else:
                vain += 1

    def _wanting(self) -> list[int]:
        """Demands that are unfilled though they could be filled, or led by another clinician than before."""
        board = self.board
        return [
            n
            for n, place in enumerate(board.place)
            if (place is None and board.demands[n].leaders == 1 and self.is_possible(n))
            or (place is not None and board.demands[n].before and self._moved(n, place[0]))
        ]

    def _moved(self, number: int, clinicians: tuple[int, ...]) -> bool:
        demand = self.board.demands[number]
        return self.board.worth(demand, clinicians) < max(1, demand.worth) and any(
            c in led for led in demand.before for c, _ in self.possible(number)
        )

    def possible(self, number: int) -> list[tuple[int, int]]:
        """Clinicians and starts a demand could have were nothing else on the board; empty means never."""
        if number not in self._possible:
            self._possible[number] = list(self._ways(number))
        return self._possible[number]

    def is_possible(self, number: int) -> bool:
        """Whether there is any. Most demands are asked no more than this, and a list for each would fill the memory."""
        if number not in self._is_possible:
            self._is_possible[number] = any(True for _ in self._ways(number))
        return self._is_possible[number]

    def _ways(self, number: int) -> Iterator[tuple[int, int]]:
        board, demand = self.board, self.board.demands[number]
        length = board.length_number[demand.minutes]
        mask = board.slots.everything if all(board.room[p] >= demand.minutes for p in demand.people) else 0
        held: set[int] = set()
        for person in demand.people:
            mask &= board.person_open[person][length]
            held.update(c for c, role in board.roles_held[person].items() if role != demand.role)
        if not mask:
            return
        for c in demand.able:
            both = mask & board.clinician_open[c][length]
            if both and c not in held and board.minutes_open[c] >= demand.minutes:
                yield c, both

    def forget_what_was_possible(self) -> None:
        """To be called when a cohort got other hours or other staff."""
        self._possible.clear()
        self._is_possible.clear()

    def fill(self, number: int, looked_at: int = _LOOKED_AT_IN_REPAIR) -> bool:
        """Give an unfilled demand a place, moving others along a chain if need be; points only rise."""
        return self.layout.place_best(number, self.rng) or self.layout.make_room(number, looked_at)

    def force(self, number: int, wanting: Sequence[int]) -> bool:
        """Give a demand a place at random, find new places for what was there; true if kept, with no points lost."""
        board = self.board
        mark, before = board.mark(), board.score
        ways = self.possible(number)
        if board.place[number] is not None:
            ways = [w for w in ways if any(w[0] in led for led in board.demands[number].before)]
            board.lift(number)
        clinician, mask = ways[self.rng.randrange(len(ways))]
        starts = list(bits(mask))
        slot = starts[self.rng.randrange(len(starts))]
        pushed = self._clear_the_way(number, clinician, slot)
        board.put(number, (clinician,), slot)
        pushed.sort(key=lambda n: (-board.demands[n].worth, self.layout.scarcity(n), n))
        # Two sessions of less worth may together be worth more than the one they replace, if they get there first.
        if self.rng.randrange(2):
            self._ask_the_waiting(wanting)
        for other in pushed:
            if board.place[other] is None:
                self.fill(other)
        return self._keep_if_no_worse(mark, before, wanting)

    def ruin(self, number: int, wanting: Sequence[int]) -> bool:
        """
        Take a few sessions around a demand off the board and lay them anew in a random order; true if kept.

        What one step by force cannot do (two sessions making way for one, and a third for those) this can.
        """
        board = self.board
        mark, before = board.mark(), board.score
        ways = self.possible(number)
        around = {job for person in board.demands[number].people for job in board.person_jobs[person]}
        for _ in range(2):
            around.update(board.clinician_jobs[ways[self.rng.randrange(len(ways))][0]])
        near = self._some(sorted(around - {number}), _MOST_RUINED)
        for job in near:
            board.lift(job)
        if board.place[number] is not None:
            board.lift(number)
        others = [n for n in wanting if n != number and board.place[n] is None]
        waiting = [number, *near, *self._some(others, _MOST_ASKED // 4)]
        self.rng.shuffle(waiting)
        left = [job for job in waiting if not self.layout.place_best(job, self.rng, anywhen=True)]
        for job in left:
            if board.place[job] is None:
                self.fill(job)
        return self._keep_if_no_worse(mark, before, wanting)

    def _keep_if_no_worse(self, mark: int, before: int, wanting: Sequence[int]) -> bool:
        """Let other open demands use what a step has freed; then keep it all, or take it back if points were lost."""
        self._ask_the_waiting(wanting)
        if self.board.score >= before:
            return True
        self.board.back_to(mark)
        return False

    def _ask_the_waiting(self, wanting: Sequence[int]) -> None:
        for other in self._some(wanting, _MOST_ASKED):
            if self.board.place[other] is None:
                self.layout.place_best(other, self.rng)

    def _some(self, demands: Sequence[int], most: int) -> Sequence[int]:
        """Demands in a random order, at most so many."""
        return self.rng.sample(demands, min(most, len(demands)))

    def _clear_the_way(self, number: int, clinician: int, slot: int) -> list[int]:
        """Take off the board whatever keeps this demand from this place, minutes included."""
        board, demand = self.board, self.board.demands[number]
        pushed = board.clashing(number, (clinician,), slot)
        for job in pushed:
            board.lift(job)
        while board.minutes_left[clinician] < demand.minutes:
            jobs = board.clinician_jobs[clinician]
            pushed.append(jobs[self.rng.randrange(len(jobs))])
            board.lift(pushed[-1])
        for person in demand.people:
            while board.room[person] - board.minutes_done[person] < demand.minutes:
                jobs = board.person_jobs[person]
                pushed.append(jobs[self.rng.randrange(len(jobs))])
                board.lift(pushed[-1])
        return pushed
