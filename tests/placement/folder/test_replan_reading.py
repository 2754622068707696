"""A published week that is planned anew: what no longer fits is dropped with a warning, everything else stays."""

from datetime import date
from pathlib import Path

import pytest

from hearthside.placement.folder.complaints import BadRoster
from hearthside.placement.folder.roster import Roster, read_roster
from tests.placement.folder.small_roster import CURRENT, FILES, changed, lines, person, with_line, write

WEEK = {**FILES, **CURRENT}
EVERYBODY = tuple(f"p{n}" for n in range(1, 9))
STAFFING = [(1, "c1"), (1, "c2"), (3, "c1")]


def read(folder: Path, files: dict[str, str]) -> Roster:
    return read_roster(write(folder, files), week=date(2027, 1, 4), replan=True)


def kept(roster: Roster) -> dict[str, tuple[tuple[str, ...], list[tuple[int, str]]]]:
    """Each cohort's members and its staff by block."""
    assert roster.problem.current is not None
    return {c.id: (c.members, [(s.block, s.clinician_id) for s in c.staff]) for c in roster.problem.current.cohorts}


def sessions(roster: Roster) -> list[str]:
    assert roster.problem.current is not None
    return [s.id for s in roster.problem.current.sessions]


def dropped(roster: Roster) -> list[str]:
    assert all(w.kind == "current_dropped" and w.from_week == "2027-01-04" for w in roster.warnings)
    return [w.sentence.removeprefix("Dropped from the published week: ") for w in roster.warnings]


def test_a_week_that_fits_is_kept_whole(tmp_path: Path) -> None:
    roster = read(tmp_path, WEEK)

    assert kept(roster) == {"g1": (EVERYBODY, STAFFING)}
    assert sessions(roster) == ["s1"]
    assert roster.warnings == ()


CASES = [
    # what changed, and then: members gone, staff gone, sessions gone, the warnings
    (
        "somebody left the program",
        changed("current/members.csv", "p8,g1", "p77,g1", WEEK),
        {"p8"},
        set(),
        set(),
        ["line 9 of members.csv. There is no person p77 any more."],
    ),
    (
        "a clinician left",
        changed("current/staffing.csv", "g1,1,c2", "g1,1,c77", WEEK),
        set(),
        {"c2"},
        set(),
        ["line 3 of staffing.csv. There is no clinician c77 any more."],
    ),
    (
        "a session's clinician left",
        changed("current/sessions.csv", "c2,p3", "c77,p3", WEEK),
        set(),
        set(),
        {"s1"},
        ["line 2 of sessions.csv. There is no clinician c77 any more."],
    ),
    (
        "a member's hours changed",
        changed("availability.csv", "p4,tue,17:00", "p4,tue,18:00", WEEK),
        {"p4"},
        set(),
        set(),
        ["p4 in cohort g1. p4 is not available for all of cohort g1 on tue."],
    ),
    (
        "half of a couple has other hours",
        changed("availability.csv", "p1,tue,17:00", "p1,tue,18:00", WEEK),
        {"p1", "p2"},
        set(),
        set(),
        [f"{who} in cohort g1. p1 is not available for all of cohort g1 on tue." for who in ("p1", "p2")],
    ),
    (
        "the lead is busy, and the cohort keeps its people",
        changed("availability.csv", "c1,wed,08:00,21:00", "c1,wed,08:00,18:00", WEEK),
        set(),
        {"c1"},
        set(),
        ["c1 as staff of cohort g1. c1 is not available for all of cohort g1 on wed."],
    ),
    (
        "a clinician may no longer treat there",
        changed("clinicians.csv", "c2,Clinician c2,America/New_York,NY", "c2,Clinician c2,America/New_York,NJ", WEEK),
        set(),
        {"c2"},
        {"s1"},
        [
            "c2 as staff of cohort g1. c2 may not treat p1: no authority in NY all week.",
            "session s1. c2 may not treat p3: no authority in NY all week.",
        ],
    ),
    (
        "somebody changed track",
        changed(
            "people.csv", "p5,Person p5,NY,America/New_York,en,mh", "p5,Person p5,NY,America/New_York,en,sud", WEEK
        ),
        {"p5"},
        set(),
        set(),
        ["p5 in cohort g1. g1 has track mh; this person's cohort must be sud."],
    ),
    (
        "two people are to be kept apart now",
        changed("people.csv", person("p6"), person("p6", keep_apart="p4"), WEEK),
        {"p6"},
        set(),
        set(),
        ["p6 in cohort g1. p4 and p6 are kept apart and share cohort g1."],
    ),
    (
        "a clinician works fewer hours alone",
        changed("clinicians.csv", "900,900,300", "900,40,300", WEEK),
        set(),
        set(),
        {"s1"},
        ["session s1. c2 has 50 session minutes a week; the limit is 40."],
    ),
    (
        "a clinician works fewer hours in groups",
        changed("clinicians.csv", "900,0,300", "300,0,300", WEEK),
        set(),
        {"c1"},
        set(),
        ["c1 as staff of cohort g1. c1 has 540 group minutes a week; the limit is 300."],
    ),
    (
        "the session's person left the cohort",
        changed("availability.csv", "p3,tue,17:00", "p3,tue,18:00", WEEK),
        {"p3"},
        set(),
        {"s1"},
        [
            "p3 in cohort g1. p3 is not available for all of cohort g1 on tue.",
            "session s1. p3 has a session but no cohort.",
        ],
    ),
]


@pytest.mark.parametrize(("name", "files", "people", "staff", "held", "warnings"), CASES, ids=[c[0] for c in CASES])
def test_only_what_no_longer_fits_is_dropped(
    name: str,
    files: dict[str, str],
    people: set[str],
    staff: set[str],
    held: set[str],
    warnings: list[str],
    tmp_path: Path,
) -> None:
    roster = read(tmp_path, files)

    members = tuple(p for p in EVERYBODY if p not in people)
    assert kept(roster) == {"g1": (members, [row for row in STAFFING if row[1] not in staff])}
    assert sessions(roster) == [s for s in ("s1",) if s not in held]
    assert dropped(roster) == warnings


def test_a_cohort_whose_day_plan_is_gone_goes_with_everybody_in_it(tmp_path: Path) -> None:
    roster = read(tmp_path, changed("current/cohorts.csv", "iop-3", "iop-9", WEEK))

    assert kept(roster) == {}
    assert sessions(roster) == []
    assert dropped(roster)[0] == "line 2 of cohorts.csv. There is no day plan iop-9 any more."


def test_a_cohort_on_a_day_that_is_no_longer_allowed_goes_with_everybody_in_it(tmp_path: Path) -> None:
    roster = read(tmp_path, changed("programs.csv", "mon;tue;wed;thu;fri", "tue;wed;thu;fri", WEEK))

    assert kept(roster) == {}
    assert dropped(roster)[0] == "cohort g1 with everybody in it. Day plan iop-3 does not allow mon."


def test_of_two_places_of_one_person_the_first_stays(tmp_path: Path) -> None:
    second = with_line("current/cohorts.csv", "g2,iop-3,mh,en,,mon;tue;wed,17:00,1", WEEK)

    roster = read(tmp_path, with_line("current/members.csv", "p8,g2", second))

    assert kept(roster) == {"g1": (EVERYBODY, STAFFING)}
    assert dropped(roster) == ["p8 in cohort g2. It is there twice."]


def test_a_clinician_in_two_places_leaves_the_last(tmp_path: Path) -> None:
    files = {
        **WEEK,
        "people.csv": FILES["people.csv"] + lines(person("p9")),
        "availability.csv": FILES["availability.csv"] + lines(*(f"p9,{d},12:00,24:00" for d in ("mon", "tue", "wed"))),
    }
    files = with_line("current/cohorts.csv", "g2,iop-3,mh,en,,mon;tue;wed,17:30,1", files)
    files = with_line("current/members.csv", "p9,g2", with_line("current/staffing.csv", "g2,1,c2,lead", files))

    roster = read(tmp_path, files)

    assert kept(roster) == {"g1": (EVERYBODY, STAFFING), "g2": (("p9",), [])}
    assert len(dropped(roster)) == 1
    assert dropped(roster)[0].startswith("c2 in cohort g2. c2 has less than 10 minutes between cohort g")


def test_what_cannot_be_read_is_refused_in_a_replan_too(tmp_path: Path) -> None:
    with pytest.raises(BadRoster) as refused:
        read(tmp_path, changed("current/cohorts.csv", "17:00", "five", WEEK))

    assert [(c.file, c.line, c.column) for c in refused.value.complaints] == [("current/cohorts.csv", 2, "start")]
