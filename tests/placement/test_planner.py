"""The planner as a whole: its weeks break no rule, are as good as trying everything, and depend on nothing else."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.folder.week_out import week_files
from hearthside.placement.roster_maker import make_roster
from hearthside.placement.solver.check import check
from hearthside.placement.solver.model import build as arrays_of
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.patience import Patience
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.search import search_cohorts
from hearthside.placement.solver.week import Cohort, Week
from tests.lanes import cases
from tests.placement import build
from tests.placement.brute_force import best_cohorts
from tests.placement.slow_checker import broken_rules
from tests.placement.tiny_rosters import problems

EXAMPLES = Path(__file__).parents[2] / "examples"
WEEK = date(2027, 1, 4)
LITTLE = Options(seconds=None, effort=1)


def broken(problem: Problem, week: Week) -> list[object]:
    return [finding for findings in check(problem, week).values() for finding in findings]


def searched(problem: Problem, effort: int) -> tuple[Cohort, ...]:
    options = Options(seconds=None, effort=effort)
    with ThreadPoolExecutor(2) as threads:
        patience = Patience(options, None, len(problem.people))
        return search_cohorts(arrays_of(problem), patience, threads, lambda total: None)


def read(folder: Path, files: dict[str, str], week: date = WEEK) -> Problem:
    for name, text in files.items():
        (folder / name).write_text(text)
    return read_roster(folder, week=week).problem


def example(name: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((EXAMPLES / name).glob("*.csv"))}


@pytest.fixture(scope="module")
def sample() -> Problem:
    return read_roster(EXAMPLES / "sample-24", week=WEEK).problem


class TestAgainstTryingEverything:
    @settings(max_examples=40)
    @given(problem=problems())
    def test_tiny_rosters_get_the_best_cohorts_there_are(self, problem: Problem) -> None:
        best, _ = best_cohorts(problem)

        found = score(problem, searched(problem, effort=8), ()).cohort_score

        assert found == best


class TestRules:
    @settings(max_examples=cases(50))
    @given(problem=problems())
    def test_no_roster_makes_it_break_a_rule(self, problem: Problem) -> None:
        week = plan(problem, LITTLE)

        assert broken(problem, week) == []

    @settings(max_examples=15)
    @given(problem=problems())
    def test_the_slow_checker_agrees(self, problem: Problem) -> None:
        week = plan(problem, LITTLE)

        assert broken_rules(problem, week) == set()

    @settings(max_examples=cases(50))
    @given(problem=problems())
    def test_who_is_kept_apart_never_meets(self, problem: Problem) -> None:
        week = plan(problem, LITTLE)

        met = [set(c.members) for c in week.cohorts] + [set(s.people) for s in week.sessions]
        assert not [
            (who, other)
            for who, others in problem.apart.items()
            for other in others
            if any({who, other} <= m for m in met)
        ]

    @pytest.mark.parametrize(
        ("week", "change"),
        [(date(2027, 3, 8), "March, forward"), (date(2027, 11, 1), "November, back"), (WEEK, "no change")],
    )
    def test_weeks_in_which_clocks_change(self, tmp_path: Path, week: date, change: str) -> None:
        files = example("sample-24")
        zones = {"America/New_York": "America/Indiana/Indianapolis", "America/Los_Angeles": "America/Phoenix"}
        half = files["people.csv"].splitlines()
        for line in range(1, len(half), 2):
            for before, after in zones.items():
                half[line] = half[line].replace(before, after)
        half[3] = half[3].replace("America/New_York", "Pacific/Honolulu").replace("America/Phoenix", "Pacific/Honolulu")
        problem = read(tmp_path, files | {"people.csv": "\n".join(half) + "\n"}, week)

        planned = plan(problem, LITTLE)

        assert planned.cohorts, change
        assert broken(problem, planned) == []

    def test_a_day_plan_that_needs_sessions_gives_places_only_with_them(self) -> None:
        short = build.day_plan("iop-3", "process:90 break:10 psychoeducation:70")
        people = [build.person(f"p{n}", free="mon-sat 16:00-22:00") for n in range(1, 9)]
        leader = build.clinician("c1")
        therapist = build.clinician("c2", roles="individual", individual_minutes=250)
        # 480 minutes in the group: each place needs 50 minutes more, which one therapist has for five people.
        problem = build.problem(
            [replace(p, minimum_minutes=530) for p in people],
            [leader, therapist],
            [short],
            policy=build.policy(week_minimum_minutes=540),
        )

        week = plan(replace(problem, policy=replace(problem.policy, week_minimum_minutes=530)), LITTLE)

        placed = {m for c in week.cohorts for m in c.members}
        assert 4 <= len(placed) <= 5
        assert placed == {who for s in week.sessions for who in s.people}

    def test_a_week_wraps_from_sunday_night_into_monday(self) -> None:
        late = "sun 22:00-24:00; mon 00:00-02:00; wed 21:00-24:00; thu 00:00-02:00; fri 21:00-24:00; sat 00:00-02:00"
        plan_of_days = build.day_plan("iop-3", allowed="mon-sun")
        people = [build.person(f"p{n}", free=late) for n in range(1, 6)]
        problem = build.problem(people, [build.clinician("c1", free=late)], [plan_of_days])

        week = plan(problem, LITTLE)

        assert [c.size for c in week.cohorts] == [5]
        assert 6 in week.cohorts[0].days
        assert broken(problem, week) == []

    def test_a_couple_of_two_tracks_joins_a_dual_cohort(self) -> None:
        first = build.person("p1", track="mh", partner="p2")
        second = build.person("p2", track="sud", partner="p1")
        others = [build.person(f"p{n}", track="dual") for n in range(3, 6)]
        problem = build.problem([first, second, *others], [build.clinician("c1")])

        week = plan(problem, LITTLE)

        assert [(c.track, len(c.members)) for c in week.cohorts] == [("dual", 5)]
        assert broken(problem, week) == []


class TestNothingElseMatters:
    def test_the_order_of_lines(self, sample: Problem, tmp_path: Path) -> None:
        def turned(text: str) -> str:
            head, *lines = text.splitlines()
            return "\n".join([head, *reversed(lines)]) + "\n"

        again = read(tmp_path, {name: turned(text) for name, text in example("sample-24").items()})

        assert week_files(plan(again, LITTLE)) == week_files(plan(sample, LITTLE))

    def test_names_of_ids_that_keep_their_order(self, sample: Problem, tmp_path: Path) -> None:
        def renamed(text: str) -> str:
            return re.sub(r"\bp(\d)", r"q\1", text)

        files = example("sample-24")
        again = read(tmp_path, files | {name: renamed(files[name]) for name in ("people.csv", "availability.csv")})

        before, after = plan(sample, LITTLE), plan(again, LITTLE)

        assert [c.members for c in after.cohorts] == [
            tuple(m.replace("p", "q") for m in c.members) for c in before.cohorts
        ]
        assert [c.staff for c in after.cohorts] == [c.staff for c in before.cohorts]
        assert after.figures["score"] == before.figures["score"]

    def test_all_zones_shifted_together(self, tmp_path: Path) -> None:
        def at(folder: Path, east: str, west: str) -> Week:
            folder.mkdir()
            files = {
                name: text.replace("America/New_York", east).replace("America/Los_Angeles", west)
                for name, text in example("sample-24").items()
            }
            return plan(read(folder, files), LITTLE)

        here, there = at(tmp_path / "a", "Etc/GMT+5", "Etc/GMT+8"), at(tmp_path / "b", "Etc/GMT+7", "Etc/GMT+10")

        assert (here.cohorts, here.sessions) == (there.cohorts, there.sessions)

    @pytest.mark.slow
    def test_the_process_and_its_hash_seed(self, tmp_path: Path) -> None:
        def planned(seed: str) -> Iterator[tuple[str, bytes]]:
            out = tmp_path / seed
            command = [sys.executable, "-m", "hearthside.project.cli", "plan", "--in", str(EXAMPLES / "sample-24")]
            command += ["--out", str(out), "--week", "2027-01-04", "--effort", "2"]
            subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True)
            return ((path.name, path.read_bytes()) for path in sorted(out.iterdir()))

        assert dict(planned("1")) == dict(planned("2"))

    @pytest.mark.slow
    def test_one_thread_or_two_on_a_roster_searched_in_halves(self, tmp_path: Path) -> None:
        problem = read(tmp_path, make_roster(520, 5))

        one, two = (plan(problem, Options(seconds=None, effort=4, threads=n, explain=False)) for n in (1, 2))

        assert (one.cohorts, one.sessions) == (two.cohorts, two.sessions)
        assert not any(check(problem, one, figures=False).values())


class TestStopping:
    def test_a_stop_at_once_still_gives_a_whole_week(self, tmp_path: Path) -> None:
        problem = read(tmp_path, example("sample-240"))

        week = plan(problem, Options(seconds=60), should_stop=lambda: True)

        assert broken(problem, week) == []
        assert len(week.unplaced) + len(week.cohort_of()) == 240

    @pytest.mark.long
    def test_twenty_thousand_people_within_memory(self, tmp_path: Path) -> None:
        files = make_roster(20_000, 3)
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        script = (
            "import resource, sys; from hearthside.project.cli import main; code = main(sys.argv[1:]); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024); sys.exit(code)"
        )
        command = [sys.executable, "-c", script, "plan", "--in", str(tmp_path), "--out", str(tmp_path / "week")]

        done = subprocess.run([*command, "--week", "2027-01-04", "--seconds", "60"], capture_output=True, text=True)

        assert done.returncode == 0, done.stderr
        assert int(done.stdout.splitlines()[-1]) < 1500  # MB
