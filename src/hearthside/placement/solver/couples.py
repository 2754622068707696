"""
Stage 3: weekly couples groups of two or three couples, for as many couples as can be brought together.

Couples are matched like dancers: two make a group, a third may join, and a couple left over may take one from a group
of three, or from a pair whose other half finds a place elsewhere. Care-team sessions of this run may move aside for a
group, but are never given up for it.
"""

from collections.abc import Iterable, Sequence
from random import Random

from hearthside.placement.solver.care_board import Board
from hearthside.placement.solver.care_demands import AbleClinicians
from hearthside.placement.solver.care_existing import board_of, group_demand, is_kept
from hearthside.placement.solver.care_layout import Layout
from hearthside.placement.solver.care_repair import ShouldStop
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session

_LOOKED_AT = 40
_PARTNERS_MADE_ROOM_FOR = 6
_PARTNERS_LOOKED_AT = 60
_GROUPS_LOOKED_AT = 60
_GROUPS_RUINED = 3
_STEPS_IN_VAIN = 60
PAIR = 2

Couples = frozenset[int]  # numbers of couples


def form_couples_groups(
    problem: Problem,
    cohorts: Sequence[Cohort],
    sessions: Sequence[Session],
    *,
    seed: int = 1,
    effort: int = 200,
    should_stop: ShouldStop | None = None,
) -> tuple[Session, ...]:
    """
    All sessions, with couples groups added. Sessions with an id stay as they are; new ones keep clinician or time only
    where nothing is gained by another.

    Rules: H9 (keep-apart pairs never meet), H13 (nobody who treats a partner alone leads), H14 (size and ratio).
    """
    board = board_of(problem, cohorts, sessions)
    kept = [s for s in sessions if is_kept(s)]
    matching = _Matching(board, kept, should_stop)
    if len(matching.couples) >= 2:
        matching.match(matching.waiting())
        matching.improve(Random(seed), effort)
        matching.dissolve_small()
    return (*kept, *board.sessions())


class _Matching:
    """Couples and the groups they are in. A couple is a number; a group is the demand of a set of them."""

    def __init__(self, board: Board, kept: Sequence[Session], should_stop: ShouldStop | None):
        self.board, self.layout = board, Layout(board)
        self._should_stop = should_stop or (lambda: False)
        problem = board.problem
        grouped = {p for s in kept if s.kind == "couples_group" for p in s.people}
        self.couples = [
            (p, problem.partner[p])
            for p in board.placed_people
            if p in problem.partner and p < problem.partner[p] and p not in grouped
        ]
        self._able = AbleClinicians(problem)
        self._number_of: dict[Couples, int | None] = {}
        self._demands_with: list[list[tuple[int, Couples]]] = [[] for _ in self.couples]
        couple_of = {p: n for n, pair in enumerate(self.couples) for p in pair}
        for number, demand in enumerate(board.demands):
            if demand.kind == "couples_group":
                self._remember(frozenset(couple_of[board.placed_people[p]] for p in demand.people), number)
        self.fits = self._who_could_meet()
        self._near = [sorted(near, key=lambda c: (len(self.fits[c]), c)) for near in self.fits]

    def _who_could_meet(self) -> list[set[int]]:
        """For each couple, which others it could share a group with were nobody busy."""
        board = self.board
        length = board.length_number[board.problem.policy.session_minutes["couples_group"]]
        open_ = [self._open(pair, length) for pair in self.couples]
        found: list[set[int]] = [set() for _ in self.couples]
        for a in range(len(self.couples)):
            if self._should_stop():
                break
            for b in range(a):
                if (
                    open_[a] & open_[b]
                    and self._may_meet(a, b)
                    and self._able.for_people("couples", self._people((a, b)))
                ):
                    found[a].add(b)
                    found[b].add(a)
        return found

    def _open(self, pair: tuple[str, str], length: int) -> int:
        one, other = (self.board.person_open[self.board.person_number[p]][length] for p in pair)
        return one & other

    def _may_meet(self, a: int, b: int) -> bool:
        apart = self.board.problem.apart
        return all(apart.get(p, frozenset()).isdisjoint(self.couples[b]) for p in self.couples[a])

    def _people(self, couples: Iterable[int]) -> list[str]:
        return sorted(p for c in couples for p in self.couples[c])

    def _remember(self, couples: Couples, number: int) -> None:
        self._number_of[couples] = number
        for couple in couples:
            self._demands_with[couple].append((number, couples))

    def group_of(self, couple: int) -> Couples | None:
        """The group a couple is in as the board stands."""
        return next((g for n, g in self._demands_with[couple] if self.board.place[n] is not None), None)

    def groups(self) -> list[Couples]:
        """The groups that stand, in a fixed order."""
        found = {g for c in range(len(self.couples)) if (g := self.group_of(c)) is not None}
        return sorted(found, key=sorted)

    def waiting(self) -> list[int]:
        """Couples in no group that could be in one, those with the fewest possible partners first."""
        found = [c for c, fits in enumerate(self.fits) if fits and self.group_of(c) is None]
        return sorted(found, key=lambda c: (len(self.fits[c]), c))

    def match(self, waiting: Sequence[int]) -> None:
        for couple in waiting:
            if self._should_stop():
                return
            if self.group_of(couple) is None:
                self._bring_in(couple, deep=True)

    def improve(self, rng: Random, effort: int) -> None:
        """Take a few groups apart and match anew, `effort` times at most; keep what loses no points."""
        board, vain = self.board, 0
        for _ in range(effort):
            groups = self.groups()
            if not groups or not self.waiting() or vain > _STEPS_IN_VAIN or self._should_stop():
                return
            mark, before = board.mark(), board.score
            for group in rng.sample(groups, min(_GROUPS_RUINED, len(groups))):
                self._undo(group)
            waiting = self.waiting()
            rng.shuffle(waiting)
            self.match(waiting)
            vain = 0 if board.score > before else vain + 1
            if board.score < before:
                board.back_to(mark)

    def dissolve_small(self) -> None:
        """A group that policy finds too small does not begin; pairs were its seeds."""
        for group in self.groups():
            if len(group) < self.board.problem.policy.couples_group_min_couples:
                self._undo(group)

    def _bring_in(self, couple: int, *, deep: bool) -> bool:
        """Find this couple a group, at nobody's loss; false and nothing changed where there is none."""
        near, policy = self.fits[couple], self.board.problem.policy
        least, most = policy.couples_group_min_couples, policy.couples_group_max_couples
        groups = sorted({g for other in near if (g := self.group_of(other)) is not None}, key=sorted)[
            :_GROUPS_LOOKED_AT
        ]
        if any(self._exchange(g, [g | {couple}]) for g in groups if len(g) < least and g <= near):
            return True
        alone = [other for other in self._near[couple] if self.group_of(other) is None][:_PARTNERS_LOOKED_AT]
        if any(self._form((couple, other)) for other in alone):
            return True
        if any(self._form((couple, other), make_room=True) for other in alone[:_PARTNERS_MADE_ROOM_FOR]):
            return True
        if any(self._exchange(g, [g | {couple}]) for g in groups if len(g) < most and g <= near):
            return True
        return least <= PAIR and self._parted(couple, groups, deep)

    def _parted(self, couple: int, groups: Iterable[Couples], deep: bool) -> bool:
        """Make a pair with somebody of a group, if the rest of it still is one or finds another."""
        near = self.fits[couple]
        for group in groups:
            for other in sorted(group & near):
                rest = group - {other}
                if len(rest) >= PAIR and self._exchange(group, [rest, {couple, other}]):
                    return True
                if len(rest) == 1 and deep and self._swap(group, {couple, other}, min(rest)):
                    return True
        return False

    def _swap(self, group: Couples, instead: Iterable[int], left_over: int) -> bool:
        """Replace a pair by another one, if the couple left over finds a group too."""
        mark = self.board.mark()
        if self._exchange(group, [instead]):
            if self._bring_in(left_over, deep=False):
                return True
            self.board.back_to(mark)
        return False

    def _exchange(self, group: Couples, instead: Iterable[Iterable[int]]) -> bool:
        mark = self.board.mark()
        self._undo(group)
        if all(self._form(new) for new in instead):
            return True
        self.board.back_to(mark)
        return False

    def _undo(self, group: Couples) -> None:
        number = self._number_of[group]
        assert number is not None
        self.board.lift(number)

    def _form(self, couples: Iterable[int], *, make_room: bool = False) -> bool:
        """Hold a group of these couples, where wanted moving other sessions aside; none once it is time to stop."""
        number = None if self._should_stop() else self._demand_of(frozenset(couples))
        if number is None:
            return False
        return self.layout.place_best(number) or (make_room and self.layout.make_room(number, _LOOKED_AT))

    def _demand_of(self, couples: Couples) -> int | None:
        """The number of this group's demand; None when the group may not be, or nobody could lead it."""
        if couples not in self._number_of:
            self._number_of[couples] = None
            board, people = self.board, self._people(couples)
            leaders = max(1, -(-len(people) // board.problem.policy.ratio["couples_group"]))
            if all(b in self.fits[a] for a in couples for b in couples if a != b):
                demand = group_demand(board, self._able, people, leaders)
                if len(demand.able) >= leaders:
                    self._remember(couples, board.add(demand))
        return self._number_of[couples]
