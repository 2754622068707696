"""The peer that places people first come, first served, must be honest: every rule kept, tables filled."""

from dataclasses import replace

import pytest

from bench.placement.first_come import first_come
from bench.placement.rosters import WEEK
from bench.placement.rows import with_care
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.roster_maker import make_roster
from hearthside.placement.solver.check import check
from tests.placement import build

EVENINGS = "mon-thu 17:00-21:30"


def made_up(folder, people, seed, supply=1.15):
    for name, text in make_roster(people, seed, supply=supply, week=WEEK).items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_roster(folder, week=WEEK).problem


def people(count, **same):
    return [build.person(f"p{n:02}", free=EVENINGS, **same) for n in range(1, count + 1)]


@pytest.mark.parametrize(("people", "seed", "supply"), [(24, 2, 1.15), (60, 1, 1.15), (240, 1, 1.15), (240, 2, 0.95)])
def test_every_rule_is_kept_in_made_up_rosters(tmp_path, people, seed, supply):
    problem = made_up(tmp_path, people, seed, supply)

    cohorts = first_come(problem)

    assert cohorts
    broken = {
        rule: found for rule, found in check(problem, with_care(problem, cohorts), figures=False).items() if found
    }
    assert broken == {}


def test_people_who_fit_together_fill_one_group_with_the_second_therapist_the_ratio_needs():
    clinicians = [build.clinician("c1", free=EVENINGS), build.clinician("c2", free=EVENINGS)]
    problem = build.problem(people(8), clinicians, [build.day_plan("iop-3")])

    (group,) = first_come(problem)

    assert len(group.members) == 8
    assert {s.clinician_id for s in group.staff} == {"c1", "c2"}


def test_without_a_second_therapist_nobody_sits_where_the_ratio_would_break():
    problem = build.problem(people(8), [build.clinician("c1", free=EVENINGS)], [build.day_plan("iop-3")])

    groups = first_come(problem)

    assert [len(g.members) for g in groups] == [6]


def test_too_few_people_open_no_group():
    problem = build.problem(people(3), [build.clinician("c1", free=EVENINGS)], [build.day_plan("iop-3")])

    assert first_come(problem) == ()


def test_whoever_waited_longest_is_seated_first():
    crowd = [replace(p, waiting_days=10 + n) for n, p in enumerate(people(7))]
    problem = build.problem(crowd, [build.clinician("c1", free=EVENINGS)], [build.day_plan("iop-3")])

    (group,) = first_come(problem)

    assert group.members == ("p02", "p03", "p04", "p05", "p06", "p07")
