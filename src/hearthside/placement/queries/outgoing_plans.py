"""
Day plans of a roster that goes out. A folder has one line for each id, so a cohort that still runs by an older version
takes that version along under an id of its own, which an import knows again.
"""

import re
from dataclasses import replace
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.words import DAYS
from hearthside.caseload.models.day_plans import DayPlan, PatientDayPlan
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.placement.folder.week_out import Cells
from hearthside.placement.queries.pattern import Pattern
from hearthside.placement.solver.problem import Block
from hearthside.placement.solver.problem import DayPlan as SolverPlan
from hearthside.placement.solver.week import Cohort

_VERSIONED = re.compile(r"(.+)\.v([0-9]{1,6})")


def versioned(key: str) -> tuple[str, int] | None:
    """The key and version that an id of an older version stands for, if it is one."""
    found = _VERSIONED.fullmatch(key)
    return (found[1], int(found[2])) if found else None


class OutgoingPlans:
    """The day plans in use, by the ids under which they go out."""

    def __init__(self, program: Program, pattern: Pattern, *, by: Actor) -> None:
        with behind(program.id, by):
            rows = list(DayPlan.objects.filter(program=program).order_by("version").prefetch_related("blocks"))
            self._chosen: dict[UUID, list[str]] = {}
            for who, key in PatientDayPlan.objects.filter(program=program).values_list("patient", "key"):
                self._chosen.setdefault(who, []).append(key)
        self._of_cohort = pattern.day_plans
        latest = {row.key: row for row in rows}
        self._latest = sorted(latest)
        used = {self._of_cohort[cohort.id] for cohort in pattern.cohorts}
        older = [row for row in rows if row.pk in used and latest[row.key].pk != row.pk]
        self._id = {row.pk: key for key, row in latest.items()} | {r.pk: f"{r.key[:56]}.v{r.version}" for r in older}
        by_pk = {row.pk: row for row in rows}
        going = sorted((name, by_pk[pk]) for pk, name in self._id.items())
        self.rows: list[Cells] = [_row(name, row) for name, row in going]
        self.solver_plans = {name: _solver_plan(name, row) for name, row in going}

    @property
    def records(self) -> dict[str, UUID]:
        """The record behind each id."""
        return {name: pk for pk, name in self._id.items()}

    def renamed(self, cohort: Cohort) -> Cohort:
        """The cohort with the id of the version it runs by."""
        return replace(cohort, program_id=self._id[self._of_cohort[cohort.id]])

    def suiting(self, patient: UUID, home: str | None) -> list[str]:
        """The day plans that suit somebody, the one they are in among them; who chose none is fine with each."""
        chosen = self._chosen.get(patient) or self._latest
        return sorted({*chosen, *([home] if home else [])})


def _row(name: str, row: DayPlan) -> Cells:
    blocks = " ".join(f"{block.kind}:{block.minutes}" for block in row.blocks.all())
    return (name, row.title, row.days_per_week, ";".join(row.days_allowed), blocks, row.weeks)


def _solver_plan(name: str, row: DayPlan) -> SolverPlan:
    return SolverPlan(
        id=name,
        title=row.title,
        days_per_week=row.days_per_week,
        days_allowed=tuple(DAYS.index(day) for day in row.days_allowed),
        blocks=tuple(Block(block.kind, block.minutes) for block in row.blocks.all()),
        weeks=row.weeks,
    )
