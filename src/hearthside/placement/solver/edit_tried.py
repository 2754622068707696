"""
An edit tried on a week: what would follow, and which rule it would break. Only what breaks none is ever kept, so that a
proposal is whole at every moment.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from hearthside.placement.solver.bound import naive_bound
from hearthside.placement.solver.check import check
from hearthside.placement.solver.check_kept import kept
from hearthside.placement.solver.check_view import Finding, View
from hearthside.placement.solver.edit_care import Followed, settled
from hearthside.placement.solver.edit_rows import rows_changed
from hearthside.placement.solver.edits import Edit
from hearthside.placement.solver.figures import figures, roles_open
from hearthside.placement.solver.gap_reasons import GapReasons
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.score import score
from hearthside.placement.solver.sentences import gap_sentence, unplaced_sentence
from hearthside.placement.solver.still_there import still_there
from hearthside.placement.solver.warnings_ahead import warnings_ahead
from hearthside.placement.solver.week import Gap, Unplaced, Week

NONE = "none"
TAKEN_OUT, LOST_OUT = "taken_out", "lost_out"
# Whoever had a place in the plan was not left over by the planner, unless something new stands against them.
NOT_OF_THE_PLAN = ("keep_apart", "staff_hours", LOST_OUT)
BY_HAND = "A group could take them; they were taken out of this plan by hand."
NOT_SO_ANY_MORE = "Something about their place in this plan did not hold any more, so they were taken out of it."


@dataclass(frozen=True)
class Tried:
    """`week` has the edit and all that follows from it; `broken` is empty where it may be kept."""

    week: Week
    followed: Followed
    broken: tuple[tuple[str, Finding], ...]

    @property
    def holds(self) -> bool:
        return not self.broken


class Editing:
    """A problem prepared once for many edits; each is then a fraction of a second."""

    def __init__(self, problem: Problem, reasons: Reasons | None = None):
        self.problem = problem
        self.reasons = reasons or Reasons(problem)
        self._found: tuple[tuple[object, tuple[tuple[str, Finding], ...]], ...] = ()

    def try_edit(self, week: Week, edit: Edit) -> Tried:
        """
        The week as it would be.

        Raises:
            NotAnEdit: something named is not there, or nothing would change.
        """
        after, followed = self._settled(week, edit)
        broken = self.findings(after)
        if broken:
            # What was so before was not broken by this edit; it is said elsewhere.
            before = set(self.findings(still_there(self.problem, week)))
            broken = tuple(found for found in broken if found not in before)
        return Tried(after if broken else self.told(after, week), followed, broken)

    def made(self, week: Week, edit: Edit) -> Week:
        """
        The cohorts and sessions with an edit that was checked before, and all that follows from it.

        Raises:
            NotAnEdit: something named is not there any more.
        """
        return self._settled(week, edit)[0]

    def _settled(self, week: Week, edit: Edit) -> tuple[Week, Followed]:
        """Whoever has left the program since it was planned leaves the week with the first change."""
        touched = rows_changed(self.problem, week, edit)
        left = replace(touched, week=still_there(self.problem, touched.week))
        return settled(self.problem, still_there(self.problem, week), left, self.reasons.bits.starts)

    def findings(self, week: Week) -> tuple[tuple[str, Finding], ...]:
        """Every rule that this week breaks, and what was published and is not kept."""
        rows = (week.cohorts, week.sessions, week.warnings)
        known = next((found for there, found in self._found if there == rows), None)
        if known is None:
            view = View.of(self.problem, week)
            found = check(self.problem, week, figures=False, view=view)
            found["H0"] += [*kept(view), *self._closed(week)]
            known = tuple((rule, one) for rule, list_ in found.items() for one in list_)
            # Whoever is refused tries another change of the same week: that one, and the one with the last change.
            self._found = (*self._found[-1:], (rows, known))
        return known

    def _closed(self, week: Week) -> list[Finding]:
        """Nobody is added to a cohort that takes nobody, not by planning again either."""
        current, open_ones = self.problem.current, self.problem.open_cohorts
        if current is None or open_ones is None or not self.problem.replan:
            return []
        before = {c.id: set(c.members) for c in current.cohorts if c.id not in open_ones}
        return [
            Finding(f"members.csv {who}", f"{who} was added to cohort {c.id}, which takes nobody.")
            for c in week.cohorts
            for who in sorted(set(c.members) - before.get(c.id, set(c.members)))
        ]

    def told(self, week: Week, before: Week, taken_out: str = BY_HAND) -> Week:
        """
        The week with its lines for whoever waits, its gaps, warnings and figures; what was known is said again, and
        `taken_out` of whoever had a place before.
        """
        problem = self.problem
        week, before = still_there(problem, week), still_there(problem, before)
        week = replace(week, unplaced=self._unplaced(week, before, taken_out), gaps=self._gaps(week, before))
        dropped = tuple(w for w in before.warnings if w.kind == "current_dropped")
        week = replace(week, warnings=(*dropped, *warnings_ahead(problem, week.cohorts, week.sessions)))
        placed = week.cohort_of()
        was = before.figures
        return replace(
            week,
            figures=figures(
                problem,
                week,
                bound=self._bound(week, Fraction(str(was.get("bound", 0)))),
                placeable=self.reasons.placeable(u for u in problem.units if u[0] in placed),
                seconds=_number(was.get("seconds")),
                effort=_whole(was.get("effort")),
                seed=_whole(was.get("seed")) or 1,
                change_effort=_whole(was.get("change_effort")) or 0,
            ),
        )

    def _bound(self, week: Week, proven: Fraction) -> Fraction:
        """What was proven, unless the roster has grown since and more can be had: then the one without search."""
        reached = score(self.problem, week.cohorts, week.sessions).cohort_score
        return proven if reached <= proven else naive_bound(self.problem)

    def _unplaced(self, week: Week, before: Week, taken_out: str) -> tuple[Unplaced, ...]:
        placed, known = week.cohort_of(), {row.person_id: row for row in before.unplaced}
        had = before.cohort_of()
        rows = []
        for ids in self.problem.units:
            for who in ids if ids[0] not in placed else ():
                if who in known:
                    rows.append(known[who])
                    continue
                reason = self.reasons.of(ids)
                if who in had and reason in NOT_OF_THE_PLAN:
                    rows.append(Unplaced(who, TAKEN_OUT, taken_out, NONE))
                else:
                    rows.append(Unplaced(who, reason, unplaced_sentence(self.reasons, ids, reason), NONE))
        return tuple(sorted(rows, key=lambda row: row.person_id))

    def _gaps(self, week: Week, before: Week) -> tuple[Gap, ...]:
        problem = self.problem
        lines = {(row.person_id, row.role): row for row in before.gaps}
        were = before.cohort_of()
        now = week.cohort_of()
        why: GapReasons | None = None
        rows = []
        for (who, role), is_open in roles_open(problem, week).items():
            if not is_open:
                continue
            if (who, role) in lines and were.get(who) == now.get(who):
                rows.append(lines[who, role])
                continue
            why = why or GapReasons(problem, week.cohorts, week.sessions, self.reasons.bits.starts)
            reason = why.of(who, role)
            rows.append(Gap(who, role, reason, gap_sentence(problem, why.people(who, role), role, reason), NONE))
        return tuple(sorted(rows, key=lambda row: (row.person_id, row.role)))


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
