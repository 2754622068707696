"""A search in parts: they never touch each other, and together they are one answer again."""

from datetime import date
from pathlib import Path

import pytest

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.roster_maker import make_roster
from hearthside.placement.solver.check import check
from hearthside.placement.solver.cohorts import Search, read
from hearthside.placement.solver.kernel_layout import Ints
from hearthside.placement.solver.kernel_rows import FIRST, UNITS
from hearthside.placement.solver.model import SCALE, Model, build
from hearthside.placement.solver.parts import join, split
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Week

WEEK = date(2027, 1, 4)


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    folder: Path = tmp_path_factory.mktemp("roster")
    for name, text in make_roster(400, 7, week=WEEK).items():
        (folder / name).write_text(text)
    return read_roster(folder, week=WEEK).problem


@pytest.fixture(scope="module")
def model(problem: Problem) -> Model:
    return build(problem)


def searched(model: Model) -> Search:
    search = Search.begin(model, 1)
    search.sweep(6)
    search.advance(3000, 300, 100)
    return search


class TestParts:
    def test_they_come_together_as_one_answer_that_keeps_every_rule(self, problem: Problem, model: Model) -> None:
        search = searched(model)
        before = search.total

        standing, parts = split(search, 4, 1)
        for part in parts:
            part.advance(1500, 60, 10)
        join(search, standing, parts)

        cohorts = read(search, [])
        assert search.total > before
        assert abs(score(problem, cohorts, ()).cohort_score * SCALE - search.total) < SCALE
        assert not any(
            check(problem, Week(cohorts, ()), figures=False)[rule] for rule in ("H2", "H3", "H6", "H7", "H8")
        )

    def test_nothing_is_lost_when_no_part_does_anything(self, model: Model) -> None:
        search = searched(model)
        before = search.total, {c.members for c in read(search, [])}

        standing, parts = split(search, 3, 2)
        join(search, standing, parts)

        assert (search.total, {c.members for c in read(search, [])}) == before

    def test_no_clinician_and_nobody_who_waits_is_in_two(self, model: Model) -> None:
        standing, parts = split(searched(model), 4, 3)
        for part in parts:
            part.advance(1500, 60, 10)

        held = [read(part, []) for part in parts]
        moved = [[c for c in cohorts if not _stands(c.members, standing, model)] for cohorts in held]
        staff = [{s.clinician_id for c in cohorts for s in c.staff} for cohorts in moved]
        people = [{m for c in cohorts for m in c.members} for cohorts in moved]
        assert all(staff)
        assert sum(map(len, staff)) == len(set.union(*staff))
        assert sum(map(len, people)) == len(set.union(*people))


def _stands(members: tuple[str, ...], standing: Ints, model: Model) -> bool:
    """Whether the cohort of these members is one of the rows that stand still."""
    held = {tuple(sorted(i for u in row[FIRST : FIRST + row[UNITS]] for i in model.units[u])) for row in standing}
    return members in held


class TestWhoIsLeftOut:
    def test_only_units_for_whom_nobody_could_lead_a_cohort(self, problem: Problem, model: Model) -> None:
        reasons = Reasons(problem)

        left_out = {reasons.of(model.units[u]) for u in model.hopeless}

        assert left_out
        assert left_out <= {"license", "language", "qualification", "availability", "staff_hours", "minimum_minutes"}
