"""The page says of the week exactly what the week is."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from hearthside.placement.report.page import index_html
from hearthside.placement.solver.week import Staff, Week
from tests.placement import build
from tests.placement.report import made_up
from tests.placement.report.reading import Page, read


@pytest.fixture(scope="module")
def clinic() -> tuple:
    problem, week = made_up.week_of(240)
    return problem, week, read(index_html(problem, week))


def cohort_rows(page: Page) -> dict[str, list[str]]:
    return {row[0].split()[0]: row for row in page.section("Size, staff and ratio of every cohort")}


def test_the_headline_says_how_many_can_start(clinic):
    _, week, page = clinic

    placed = sum(len(c.members) for c in week.cohorts)

    assert f"{placed} of 240 people can start" in page.text
    assert "Every group within size and ratio." in page.text


def test_every_cohort_stands_in_the_table_with_its_size_against_the_cap(clinic):
    _, week, page = clinic

    rows = cohort_rows(page)

    assert list(rows) == [f"g{n}" for n in range(1, len(week.cohorts) + 1)]
    for cohort in week.cohorts:
        assert rows[cohort.id][2].startswith(f"{len(cohort.members)} of 10")
        assert rows[cohort.id][5].startswith("Within")


def test_every_block_but_a_break_stands_with_its_ratio():
    problem, week = made_up.week_of(24)
    first = replace(week.cohorts[0], staff=build.staff("c1", [1, 3], c2=[1]))
    size = len(first.members)

    row = cohort_rows(read(index_html(problem, replace(week, cohorts=(first, *week.cohorts[1:])))))[first.id]

    assert size == 8
    assert row[4] == "1 to 4 process group 1 to 8 education"
    assert "helps in process group" in row[3]


def test_blocks_of_one_kind_are_told_apart():
    plan = build.day_plan("iop-3", "process:60 break:10 process:60 skills:60")
    people = [build.person(f"p{n}") for n in range(1, 8)]
    problem = build.problem(people, [build.clinician("c1"), build.clinician("c2")], [plan])
    members = [p.id for p in people]
    cohort = build.cohort("g1", members, build.staff("c1", [1, 3, 4], c2=[1]))

    row = cohort_rows(read(index_html(problem, made_up.Week(cohorts=(cohort,)))))["g1"]

    assert row[4] == "1 to 3.5 first process group 1 to 7 second process group 1 to 7 skills"
    assert "Outside" in row[5]
    assert "Second process group needs two clinicians" in row[5]


def test_where_a_week_runs_already_nobody_is_said_to_start_who_has_started():
    problem, week = made_up.week_of(24)

    page = read(index_html(replace(problem, current=Week(week.cohorts[:1])), week))

    assert "18 of 24 people have a place" in page.text
    assert "can start" not in page.text


def test_a_cohort_out_of_ratio_changes_the_headline():
    problem, week = made_up.week_of(240)
    alone = replace(week.cohorts[0], staff=tuple(s for s in week.cohorts[0].staff if s.part == "lead"))
    assert len(alone.members) > 6

    page = read(index_html(problem, replace(week, cohorts=(alone, *week.cohorts[1:]))))

    assert f"{len(week.cohorts) - 1} cohorts within size and ratio, 1 not." in page.text
    assert "Every group within" not in page.text
    assert "Process group needs two clinicians" in cohort_rows(page)[alone.id][5]


@pytest.mark.parametrize(("cap", "said"), [(10, "a cohort of 8 to 10 people"), (8, "a cohort of 8 people"), (7, "")])
def test_a_tighter_cap_leaves_less_or_nothing_of_the_sweet_spot(cap, said):
    problem, week = made_up.week_of(24)
    tighter = replace(problem, policy=replace(problem.policy, cohort_cap=cap))

    page = index_html(tighter, week)

    assert said in page
    assert ("in the sweet spot" in page) == ('class="sweet"' in page) == bool(said)
    assert 'width="-' not in page


def test_what_the_next_person_would_need_is_said(clinic):
    _, week, page = clinic
    sizes = {c.id: len(c.members) for c in week.cohorts}

    notes = {sizes[id]: row[5] for id, row in cohort_rows(page).items()}

    assert notes[6].endswith("A seventh person needs a second clinician (process group)")
    assert notes[8].endswith("A ninth person needs a second clinician (education)")
    assert notes[10].endswith("Full")


def test_everybody_placed_stands_with_their_cohort_on_their_own_clock(clinic):
    problem, week, page = clinic

    for cohort in week.cohorts:
        rows = page.section(f"Cohort {cohort.id};")
        assert [row[0].split(" with ")[0] for row in rows] == [
            f"{problem.person[m].name} {m}" for m in sorted(cohort.members, key=lambda i: int(i[1:]))
        ]
    in_texas = next(row for row in page.section("Cohort g1;") if row[1] == "Texas")
    assert in_texas[2] == "Tue Wed Thu 4:00 to 7:10 pm, Central"


def test_everybody_waiting_stands_with_their_sentence_and_their_change_in_plain_words(clinic):
    problem, week, page = clinic

    for row in week.unplaced:
        assert problem.person[row.person_id].name in page.names
        assert row.sentence in page.text
        assert row.change == "none" or row.change in page.text
    assert "They could start if Sami Dube (c2) was licensed in Ohio." in page.text


def test_partners_who_wait_for_the_same_reason_stand_together():
    problem, week = made_up.week_of(24, placed_share=0)

    page = read(index_html(problem, week))

    one, other = next(iter(problem.partner.items()))
    names = problem.person[one].name, problem.person[other].name
    assert f"{names[0]} {one} and {names[1]} {other}" in page.text
    assert "24 people wait." in page.text


def test_open_roles_stand_with_the_person_and_in_their_own_list(clinic):
    problem, week, page = clinic
    gap = week.gaps[0]

    assert "Roles still open" in page.text
    assert gap.sentence in page.text
    assert f"{len(week.gaps)} roles still open" in page.text or "Six roles still open" in page.text
    assert page.text.count(": still open") == len(week.gaps)
    assert problem.person[gap.person_id].name in page.names


def test_each_clinician_stands_with_hours_against_the_limit():
    people = [build.person(f"p{n}") for n in range(1, 5)]
    lead = build.clinician("c1", group_minutes=600)
    problem = build.problem(people, [lead, build.clinician("c2", roles="individual", individual_minutes=100)])
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]))
    sessions = (
        build.session("s1", "individual", "tue", "09:00", "c2", "p1"),
        build.session("s2", "individual", "tue", "10:00", "c2", "p2"),
        build.session("s3", "individual", "tue", "11:00", "c2", "p3"),
    )

    page = read(index_html(problem, made_up.Week(cohorts=(cohort,), sessions=sessions)))

    by_id = {row[0].split()[2]: row for row in page.section("Hours this week against each limit")}
    assert by_id["c1"][1] == "9 h of 10 h in groups above 85%"
    assert by_id["c2"][2] == "2 h 30 of 1 h 40 in sessions ▲ above the limit"


def test_each_clinicians_week_is_on_their_own_clock():
    people = [build.person(f"p{n}") for n in range(1, 8)]
    far = build.clinician("c2", zone="America/Los_Angeles")
    problem = build.problem(people, [build.clinician("c1"), far])
    cohort = build.cohort("g1", [p.id for p in people], build.staff("c1", [1, 3], c2=[1]))

    page = read(index_html(problem, made_up.Week(cohorts=(cohort,))))

    # A helper's stay runs through the break after their block: 5:00 to 6:40 pm Eastern.
    own_clock = "On this clinician’s own clock, "
    assert ["Mon", "2:00 to 3:40 pm", "Cohort g1, helps", "7 people"] in page.section(f"{own_clock}Pacific")
    assert ["Mon", "5:00 to 8:10 pm", "Cohort g1, leads", "7 people"] in page.section(f"{own_clock}Eastern")


def test_the_distance_to_the_best_is_said_in_plain_words(clinic):
    problem, week, page = clinic

    proven = read(index_html(problem, replace(week, figures={**week.figures, "gap": 0.0})))

    assert "below the best possible At most 2.6% A proven limit" in page.text
    assert "possible, proven The best" in proven.text


def test_with_effort_no_reading_of_a_clock_is_shown(clinic):
    problem, week, page = clinic

    timed = read(index_html(problem, replace(week, figures={**week.figures, "seconds": 60, "effort": None})))

    assert not re.search(r"\bseconds\b", page.text)
    assert "2,000,000 steps" in page.text
    assert "up to 60 seconds" in timed.text


def test_a_week_without_figures_is_still_shown():
    problem, week = made_up.week_of(24)

    page = read(index_html(problem, replace(week, figures={})))

    assert "18 of 24 people can start" in page.text
    assert "best possible" not in page.text


def test_a_week_in_which_nobody_could_be_placed_says_so_and_why():
    problem, week = made_up.week_of(24, placed_share=0)

    page = read(index_html(problem, week))

    assert "Nobody can start this week yet" in page.text
    assert "All 24 people still wait." in page.text
    assert all(row.sentence in page.text for row in week.unplaced)
    assert "week" not in page.ids


def test_every_policy_key_in_force_is_listed(clinic):
    problem, _, page = clinic

    rows = page.section("Every value this week had to keep")

    assert {row[2]: row[1] for row in rows} == dict(problem.policy.effective)


def test_warnings_ahead_say_their_week(clinic):
    _, week, page = clinic

    for warning in week.warnings:
        assert warning.sentence in page.text
    assert "Week of March 15, 2027, g1:" in page.text


def test_every_link_on_the_page_leads_somewhere_on_it(clinic):
    _, _, page = clinic

    inside = [link.removeprefix("#") for link in page.links if link.startswith("#")]

    assert set(inside) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if not link.startswith("#")] == ["data:,"]
    assert page.unclosed == []


def test_more_cohorts_than_can_be_drawn_are_counted_by_hour():
    problem, week = made_up.week_of(1000)
    assert len(week.cohorts) > 60

    page = read(index_html(problem, week))

    rows = {row[0]: row[1:] for row in page.section("Cohorts in session in each hour")}
    at_six = sum("wed" and 2 in c.days and c.start < 19 * 60 and c.start + 190 > 18 * 60 for c in week.cohorts)
    assert rows["6:00 pm"][2] == str(at_six)
    assert all(f"{c.id}" in page.ids for c in week.cohorts)


def test_a_program_day_past_midnight_counts_on_the_next_day():
    people = [build.person(f"p{n}") for n in range(1, 5)]
    problem = build.problem(people, [build.clinician("c1")])
    team = (Staff(1, "c1", "lead"), Staff(3, "c1", "lead"))
    late = [build.cohort(f"g{n}", [p.id for p in people], team, on="tue;thu;sat", at="22:30") for n in range(1, 62)]

    page = read(index_html(problem, made_up.Week(cohorts=tuple(late))))

    rows = {row[0]: row[1:] for row in page.section("Cohorts in session in each hour")}
    assert rows["midnight"] == ["0", "61", "0", "61", "0", "61"]
    assert rows["11:00 pm"] == ["61", "0", "61", "0", "61", "0"]


MAKE_A_PAGE = (
    "import hashlib; from tests.placement.report import made_up; "
    "from hearthside.placement.report.page import index_html; "
    "from hearthside.placement.report.ics import week_ics; p, w, o = made_up.replanned(60); "
    "print(hashlib.sha256(index_html(p, w, other=o).encode() + week_ics(p, w)).hexdigest())"
)


def test_equal_weeks_are_equal_bytes_in_every_process():
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKE_A_PAGE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert made[0] == made[1]
    assert len(made[0].strip()) == 64


@pytest.mark.slow
@pytest.mark.parametrize("people", [5_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_a_week_of_many_thousand_people_stays_a_page_a_browser_can_open(people):
    problem, week = made_up.week_of(people)

    html = index_html(problem, week)

    assert len(html.encode()) < 1_250 * people
    page = read(html)
    assert {c.id for c in week.cohorts} <= set(page.ids)
    assert page.unclosed == []
