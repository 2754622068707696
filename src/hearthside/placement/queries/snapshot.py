"""
A program as the planner sees it: everybody who waits or has a place, in the week that begins on a Monday.

The same problem as the roster that goes out as a folder and is read again, without the folder. Ids are those of the
records; day plans have the ids of the roster.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base import localtime
from hearthside.base.spans import Span
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.placement.folder.complaints import BadRoster
from hearthside.placement.folder.roster import roster_of_rows
from hearthside.placement.queries.busy import Clock, stays
from hearthside.placement.queries.keys import OwnKeys
from hearthside.placement.queries.pattern import PLANNED_KINDS, Beside
from hearthside.placement.queries.position import position
from hearthside.placement.queries.roster_out import Outgoing, roster_of
from hearthside.placement.queries.single_days import Booked, keep_busy, single_days
from hearthside.placement.refusals import RosterUnfit
from hearthside.placement.solver.busy_besides import Busy, without_people
from hearthside.placement.solver.check import Finding, check
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.set_aside import TOO_FEW, broken
from hearthside.placement.solver.week import Warning, Week


@dataclass(frozen=True)
class Snapshot:
    """
    The question as it stands; `current` is the pattern in force, and whoever has no place in it waits.

    `standing` is what the pattern in force breaks by itself, by rule. A cohort that breaks one takes nobody, unless it
    lacks people. `day_plans` are the records behind the ids of day plans. `position` is where the ledger stood.
    """

    problem: Problem
    left_out: Counter[str]
    patients: tuple[UUID, ...]
    position: str
    day_plans: Mapping[str, UUID]
    # The week as it runs, with what of it does not fit any more.
    running: Week
    standing: Mapping[str, Sequence[Finding]]
    warnings: tuple[Warning, ...] = ()

    def new_findings(self, found: Mapping[str, Sequence[Finding]]) -> dict[str, list[Finding]]:
        """What of these findings is no fault of the week as it runs already, by rule; rules without any left out."""
        known = {_same(rule, f) for rule, findings in self.standing.items() for f in findings}
        news = {rule: [f for f in findings if _same(rule, f) not in known] for rule, findings in found.items()}
        return {rule: findings for rule, findings in news.items() if findings}


def snapshot(program: Program, monday: date, *, by: Actor, replan: bool = False) -> Snapshot:
    """
    Read the program for this week, behind the scenes: what of it somebody may see is asked when it is shown.

    Raises:
        RosterUnfit: there is nobody to plan for, or something that is recorded cannot be planned with.
    """
    with behind(program.pk, by) as reader:
        token = position()
        out = roster_of(program, monday, OwnKeys(), by=reader)
        booked = single_days(program, monday)
    try:
        roster = roster_of_rows(out.rows, out.week, out.open_cohorts, week=monday, replan=replan)
    except BadRoster as refusal:
        raise RosterUnfit(tuple(c.sentence for c in refusal.complaints)) from refusal
    problem, standing = _beside(roster.problem, out, booked), roster.standing
    if problem is not roster.problem and standing and problem.current is not None:
        standing = check(problem, problem.current, figures=False)
    if problem.open_cohorts is not None and standing:
        closed = set(broken(out.week, standing)) if not replan else _named(standing)
        problem = replace(problem, open_cohorts=problem.open_cohorts - closed)
    return Snapshot(
        problem=problem,
        left_out=out.left_out,
        patients=out.patients,
        position=token,
        day_plans=out.day_plans,
        running=Week(out.week.cohorts, out.week.sessions),
        standing=standing,
        warnings=roster.warnings,
    )


def _beside(problem: Problem, out: Outgoing, booked: list[Booked]) -> Problem:
    """
    Whoever has a place beside the week is not asked about; what else repeats, or is booked for a single day, keeps
    people and clinicians busy.
    """
    gone = out.placed_beside & problem.person.keys()
    if not gone and not out.beside and not booked:
        return problem
    busy = Busy(problem)
    for each in out.beside:
        spans = [_span(problem.week, each, day) for day in each.days]
        alone = each.minutes * len(spans) if each.kind in PLANNED_KINDS else 0
        for who in each.clinicians:
            busy.clinician(who, spans, alone=alone)
        for who in each.people:
            busy.person(who, spans)
    if booked:
        keep_busy(busy, booked, stays(out.week, problem.program), Clock(problem.week, problem.policy.reference_zone))
    return busy.left(without_people(problem, gone))


def _span(monday: date, each: Beside, day: date) -> Span:
    """UTC minutes since the Monday."""
    starts = localtime.minutes_since(monday, localtime.instant(each.zone, day, each.start))
    return starts, starts + each.minutes


def _same(rule: str, finding: Finding) -> tuple[str, str, str]:
    """By what a finding is known again. A cohort that has too few people still, but more than it had, is no news."""
    return rule, finding.where, "" if rule == TOO_FEW else finding.sentence


def _named(standing: Mapping[str, Sequence[Finding]]) -> set[str]:
    """
    The cohorts that break a rule by themselves which more people do not mend; `where` is the file and the id. Planned
    again, one of which only somebody's session is amiss may be mended and take people.
    """
    return {
        finding.where.partition(" ")[2]
        for rule, findings in standing.items()
        for finding in findings
        if rule != TOO_FEW
    }
