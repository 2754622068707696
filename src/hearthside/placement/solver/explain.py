"""
Why whoever waits still waits, and the smallest single change that would end it.

A change is printed only when it came true: the changed roster was planned again with this week kept, the person got
a place (or the role was filled), and everybody else kept theirs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.change import Change
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.changes_for_gaps import GapChanges
from hearthside.placement.solver.changes_for_units import UnitChanges
from hearthside.placement.solver.desk import Desk, Unit
from hearthside.placement.solver.gap_reasons import GapReasons, Kind
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.sentences import gap_sentence, unplaced_sentence
from hearthside.placement.solver.week import Gap, Unplaced, Week

NONE = "none"
TRIES = 4  # changes tried for one unit or role
TryChange = Callable[[Problem], Week]


@dataclass(frozen=True)
class Outcome:
    """What a tried change led to: who has a place and who has which session; empty when somebody lost what they had."""

    placed: frozenset[str] = frozenset()
    sessions: frozenset[tuple[str, str]] = frozenset()  # kind, person

    @classmethod
    def of(cls, before: Week, after: Week) -> "Outcome":
        if not everybody_keeps(before, after):
            return cls()
        held = frozenset((s.kind, who) for s in after.sessions for who in s.people)
        return cls(frozenset(after.cohort_of()), held)


class Trials:
    """Tries changes for as long as there is time, or so many of them; the same change is never tried twice."""

    def __init__(
        self,
        problem: Problem,
        week: Week,
        try_change: TryChange,
        should_stop: Callable[[], bool] | None,
        most: int | None,
    ):
        # The folder a reader would change has this week as its `current/`, in which every cohort is open.
        self.problem = replace(problem, current=week, open_cohorts=None, replan=False)
        self.week, self.try_change, self.should_stop, self.left = week, try_change, should_stop, most
        self._known: dict[str, Outcome] = {}

    @property
    def over(self) -> bool:
        return (self.left is not None and self.left <= 0) or (self.should_stop is not None and self.should_stop())

    def first_true(self, changes: Iterable[Change], came_true: Callable[[Outcome], bool]) -> str:
        """The first of these changes that comes true, as text; `none` when none does or time is up."""
        if self.over:
            return NONE
        for change in islice(changes, TRIES):
            if str(change) not in self._known:
                if self.over:
                    return NONE
                self._try(change)
            if came_true(self._known[str(change)]):
                return str(change)
        return NONE

    def _try(self, change: Change) -> None:
        if self.left is not None:
            self.left -= 1
        after = self.try_change(apply(self.problem, change))
        # A trial that was told to stop is not the plan that a reader would get.
        stopped = self.should_stop is not None and self.should_stop()
        self._known[str(change)] = Outcome() if stopped else Outcome.of(self.week, after)


def everybody_keeps(before: Week, after: Week) -> bool:
    """Whether all who had a place keep cohort and staff; people and staff may have joined them."""
    cohorts = {c.id: c for c in after.cohorts}
    for old in before.cohorts:
        new = cohorts.get(old.id)
        if new is None or (old.program_id, old.days, old.start) != (new.program_id, new.days, new.start):
            return False
        if not set(old.members) <= set(new.members) or not set(old.staff) <= set(new.staff):
            return False
    return True


def explain(
    problem: Problem,
    week: Week,
    *,
    try_change: TryChange,
    should_stop: Callable[[], bool] | None = None,
    most: int | None = None,
    reasons: Reasons | None = None,
) -> Week:
    """
    The week with its `unplaced` and `gaps` rows, sorted by person.

    `try_change` plans a changed problem that has this week as `current`. At most `most` changes are tried, in the
    order of person ids, unplaced people first; none once `should_stop` says so.
    """
    reasons = reasons or Reasons(problem)
    trials = Trials(problem, week, try_change, should_stop, most)
    # Where there is no time to try a change, none is looked for.
    desk = None if trials.over else Desk(replace(problem, replan=False), week, reasons.bits.starts)
    unplaced = _unplaced(problem, week, reasons, trials, desk)
    gaps = _gaps(problem, week, reasons, trials, desk)
    return replace(week, unplaced=unplaced, gaps=gaps)


def change_for(desk: Desk, reasons: Reasons, unit: Unit, try_change: TryChange) -> str:
    """The smallest change that comes true for one unit that waits, `none` if none does."""
    waiting = [ids for ids in desk.problem.units if ids[0] not in desk.seat_of]
    changes = UnitChanges(desk, reasons, waiting).candidates(unit, reasons.of(unit))
    return Trials(desk.problem, desk.week, try_change, None, None).first_true(changes, _placed(unit))


def _unplaced(
    problem: Problem, week: Week, reasons: Reasons, trials: Trials, desk: Desk | None
) -> tuple[Unplaced, ...]:
    seated = week.cohort_of()
    waiting = [ids for ids in problem.units if ids[0] not in seated]
    changes = UnitChanges(desk, reasons, waiting) if desk else None
    rows = []
    for ids in waiting:
        reason = reasons.of(ids)
        change = trials.first_true(changes.candidates(ids, reason), _placed(ids)) if changes else NONE
        sentence = unplaced_sentence(reasons, ids, reason)
        rows += [Unplaced(i, reason, sentence, change) for i in ids]
    return tuple(sorted(rows, key=lambda row: row.person_id))


def _placed(ids: Unit) -> Callable[[Outcome], bool]:
    return lambda outcome: outcome.placed.issuperset(ids)


def _gaps(problem: Problem, week: Week, reasons: Reasons, trials: Trials, desk: Desk | None) -> tuple[Gap, ...]:
    why = GapReasons(problem, week.cohorts, week.sessions, reasons.bits.starts)
    held = {(who, s.kind) for s in week.sessions for who in s.people}
    due = ((who, role) for who in sorted(week.cohort_of()) for role in problem.roles_due(who))
    missing = [(why.people(who, role), who, role) for who, role in due if (who, CARE_ROLES[role]) not in held]
    changes = GapChanges(desk, why, ((people, role) for people, _, role in missing)) if desk else None
    rows, known, sentences = [], dict[tuple[Unit, str], str](), dict[tuple[str, str, Kind], str]()
    for people, who, role in missing:
        reason = why.of(who, role)
        said = (role, reason, why.kind_of(people))
        if said not in sentences:
            sentences[said] = gap_sentence(problem, people, role, reason)
        if changes and (people, role) not in known:
            known[people, role] = trials.first_true(changes.candidates(people, role, reason), _filled(people, role))
        change = known.get((people, role), NONE)
        rows.append(Gap(who, role, reason, sentences[said], change))
    return tuple(sorted(rows, key=lambda row: (row.person_id, row.role)))


def _filled(people: Unit, role: str) -> Callable[[Outcome], bool]:
    return lambda outcome: all((CARE_ROLES[role], who) in outcome.sessions for who in people)
