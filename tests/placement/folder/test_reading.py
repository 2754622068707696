"""What a roster folder says, as the problem that is planned."""

import json
from datetime import date
from pathlib import Path

import pytest

from hearthside.base.localtime import clock, local_clock
from hearthside.placement.folder.roster import Roster, read_roster
from hearthside.placement.solver.problem import LocalWindow
from tests.placement.folder.small_roster import CURRENT, FILES, changed, lines, person, with_line, write

MONDAY = date(2027, 1, 4)
SECURITY = Path(__file__).parents[2] / "data" / "security"
EXAMPLES = Path(__file__).parents[3] / "examples"


def read(folder: Path, files: dict[str, str | bytes] | dict[str, str], *, week: date = MONDAY) -> Roster:
    return read_roster(write(folder, files), week=week)


def hostile_names() -> list[str]:
    listed: list[str] = json.loads((SECURITY / "naughty-strings.json").read_text(encoding="utf-8"))
    for file in sorted(SECURITY.glob("*.txt")):
        listed += file.read_text(encoding="utf-8").split("\n")
    return [name for name in dict.fromkeys(listed) if "\0" not in name]


@pytest.mark.parametrize("sample", ["sample-24", "sample-240", "clinic-60"])
def test_every_example_is_read_without_a_complaint(sample: str) -> None:
    roster = read_roster(EXAMPLES / sample, week=MONDAY)

    assert len(roster.problem.people) == int(sample.split("-")[1])
    assert roster.problem.clinicians


def test_a_byte_order_mark_windows_line_ends_and_quotes_change_nothing(tmp_path: Path) -> None:
    quoted = {
        name: "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\r\n" for line in text.splitlines()).encode(
            "utf-8-sig"
        )
        for name, text in FILES.items()
    }

    plain = read(tmp_path / "plain", dict(FILES))
    decorated = read(tmp_path / "decorated", quoted)

    assert decorated == plain


def test_the_order_of_lines_and_of_columns_changes_nothing(tmp_path: Path) -> None:
    def turned(text: str) -> str:
        header, *rows = text.splitlines()
        return lines(*(",".join(reversed(line.split(","))) for line in (header, *reversed(rows))))

    plain = read(tmp_path / "plain", dict(FILES))
    reordered = read(tmp_path / "reordered", {name: turned(text) for name, text in FILES.items()})

    assert reordered == plain


def test_empty_lines_that_a_spreadsheet_leaves_behind_are_no_people(tmp_path: Path) -> None:
    roster = read(tmp_path, with_line("people.csv", "\n" + "," * 16 + "\n"))

    assert len(roster.problem.people) == 8


def test_other_files_and_folders_beside_the_roster_are_left_alone(tmp_path: Path) -> None:
    roster = read(tmp_path, {**FILES, "notes.txt": "=1+1", "old/people.csv": "nothing of ours", "plan.xlsx": b"\0"})

    assert len(roster.problem.people) == 8


def test_hostile_names_come_through_reading_unchanged(tmp_path: Path) -> None:
    names = hostile_names()
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    rows = [person(f"x{n}", name=name) for n, name in enumerate(quoted)]

    people = read(tmp_path, {**FILES, "people.csv": FILES["people.csv"] + lines(*rows)}).problem.person

    assert len(names) > 400
    assert [people[f"x{n}"].name for n in range(len(names))] == names


def test_without_a_minimum_of_their_own_people_have_the_policys(tmp_path: Path) -> None:
    files = changed("policy.csv", "\n", "\nweek.minimum_minutes,550\n", with_line("people.csv", person("p9")))
    own = with_line("people.csv", person("p10", minimum_minutes="600"), files)

    people = read(tmp_path, own).problem.person

    assert (people["p9"].minimum_minutes, people["p10"].minimum_minutes) == (550, 600)


def test_days_of_waiting_count_up_to_sixty(tmp_path: Path) -> None:
    rows = (person("x1", waiting_since="2027-01-04"), person("x2", waiting_since="2026-12-28"))
    long_ago = person("x3", waiting_since="1999-01-01")

    people = read(tmp_path, {**FILES, "people.csv": FILES["people.csv"] + lines(*rows, long_ago)}).problem.person

    assert [people[who].waiting_days for who in ("x1", "x2", "x3")] == [0, 7, 60]


def test_one_no_keeps_partners_apart(tmp_path: Path) -> None:
    problem = read(tmp_path, changed("people.csv", "p1,yes", "p1,no")).problem

    assert problem.partner == {}
    assert problem.apart["p1"] == {"p2"}


def test_a_plan_lasts_eight_weeks_unless_it_says_otherwise(tmp_path: Path) -> None:
    with_weeks = lines(
        "program_id,title,days_per_week,days_allowed,blocks,weeks",
        "a,A,3,mon;tue;wed,process:180,12",
        "iop-3,B,3,mon;tue;wed,process:180,",
    )

    programs = read(tmp_path, {**FILES, "programs.csv": with_weeks}).problem.program

    assert {i: p.weeks for i, p in programs.items()} == {"a": 12, "iop-3": 8}


class TestLicenses:
    HEADER = "clinician_id,state,kind,number,from,to"

    def states(self, folder: Path, *rows: str) -> set[str]:
        files = {**changed("clinicians.csv", ",NY,facilitator,", ",nowhere,facilitator,")}
        roster = read(folder, {**files, "licenses.csv": lines(self.HEADER, *rows)})
        return set(roster.problem.clinician["c1"].states)

    def test_where_the_file_is_there_the_column_of_states_is_ignored(self, tmp_path: Path) -> None:
        assert self.states(tmp_path) == set()

    def test_an_authority_counts_when_it_is_valid_on_all_seven_days(self, tmp_path: Path) -> None:
        found = self.states(
            tmp_path,
            "c1,NY,license,123,2020-01-01,",
            "c1,NJ,compact_privilege,,2027-01-04,2027-01-10",
            "c1,PA,telehealth_registration,,2027-01-05,2027-12-31",
            "c1,CT,exception,,2020-01-01,2027-01-09",
            "c2,MA,license,,2020-01-01,",
        )

        assert found == {"NY", "NJ"}


class TestTimes:
    """Windows and single days; the spans are shown as local times of the person, by whoever reads the test."""

    def free(
        self, folder: Path, windows: tuple[str, ...], *, zone: str, week: date = MONDAY, days: tuple[str, ...] = ()
    ) -> list[str]:
        files = {
            **FILES,
            "people.csv": FILES["people.csv"] + lines(person("x", zone=zone, waiting_since="2020-01-01")),
            "availability.csv": FILES["availability.csv"] + lines(*(f"x,{w}" for w in windows)),
            "exceptions.csv": lines("who,date,from,to,kind", *(f"x,{d}" for d in days)),
        }
        spans = read(folder, files, week=week).problem.person["x"].free

        def local(minute: int) -> str:
            day, at = local_clock(week, zone, minute)
            return f"{day:%a} {clock(at)}"

        return [f"{local(start)} to {local(end)} ({end - start})" for start, end in spans]

    def test_a_window_over_midnight_is_two_rows_and_one_span(self, tmp_path: Path) -> None:
        free = self.free(tmp_path, ("mon,20:00,24:00", "tue,00:00,02:00"), zone="America/Chicago")

        assert free == ["Mon 20:00 to Tue 02:00 (360)"]

    def test_windows_that_overlap_or_touch_are_one(self, tmp_path: Path) -> None:
        free = self.free(tmp_path, ("mon,09:00,11:00", "mon,10:00,12:00", "mon,12:00,13:00"), zone="America/Chicago")

        assert free == ["Mon 09:00 to Mon 13:00 (240)"]

    def test_extra_time_is_added_before_time_away_is_taken_off(self, tmp_path: Path) -> None:
        days = ("2027-01-04,12:00,15:00,extra", "2027-01-04,10:00,13:00,away", "2027-01-05,,,away")

        free = self.free(tmp_path, ("mon,09:00,12:00", "tue,09:00,12:00"), zone="America/Chicago", days=days)

        assert free == ["Mon 09:00 to Mon 10:00 (60)", "Mon 13:00 to Mon 15:00 (120)"]

    def test_days_of_other_weeks_are_kept_for_later_and_change_nothing_now(self, tmp_path: Path) -> None:
        free = self.free(tmp_path, ("mon,09:00,12:00",), zone="America/Chicago", days=("2027-01-11,,,away",))

        assert free == ["Mon 09:00 to Mon 12:00 (180)"]

    # On Sunday 14 March 2027 clocks jump from 02:00 to 03:00; on Sunday 7 November 2027 they show 01:00 to 02:00 twice.
    @pytest.mark.parametrize(
        ("week", "zone", "window", "free"),
        [
            (date(2027, 3, 8), "America/New_York", "sun,01:00,04:00", "Sun 01:00 to Sun 04:00 (120)"),
            (date(2027, 3, 8), "America/New_York", "sun,02:30,04:00", "Sun 03:00 to Sun 04:00 (60)"),
            (date(2027, 3, 8), "America/New_York", "sun,01:00,02:30", "Sun 01:00 to Sun 03:00 (60)"),
            (date(2027, 3, 8), "America/Indiana/Indianapolis", "sun,02:00,03:30", "Sun 03:00 to Sun 03:30 (30)"),
            (date(2027, 3, 8), "America/Phoenix", "sun,02:00,03:30", "Sun 02:00 to Sun 03:30 (90)"),
            (date(2027, 3, 8), "Pacific/Honolulu", "sun,02:00,03:30", "Sun 02:00 to Sun 03:30 (90)"),
            (date(2027, 11, 1), "America/New_York", "sun,01:30,02:30", "Sun 01:30 to Sun 02:30 (120)"),
            (date(2027, 11, 1), "America/New_York", "sun,00:30,01:30", "Sun 00:30 to Sun 01:30 (120)"),
            (date(2027, 11, 1), "America/Indiana/Indianapolis", "sun,01:00,01:30", "Sun 01:00 to Sun 01:30 (90)"),
            (date(2027, 11, 1), "America/Phoenix", "sun,01:30,02:30", "Sun 01:30 to Sun 02:30 (60)"),
            (date(2027, 11, 1), "Pacific/Honolulu", "sun,01:30,02:30", "Sun 01:30 to Sun 02:30 (60)"),
        ],
    )
    def test_where_clocks_change_a_skipped_time_moves_on_and_a_doubled_one_opens_early_and_closes_late(
        self, week: date, zone: str, window: str, free: str, tmp_path: Path
    ) -> None:
        assert self.free(tmp_path, (window,), zone=zone, week=week) == [free]

    def test_a_window_inside_the_skipped_hour_is_no_time_at_all(self, tmp_path: Path) -> None:
        free = self.free(tmp_path, ("sun,02:10,02:50",), zone="America/New_York", week=date(2027, 3, 8))

        assert free == []


def test_weekly_windows_are_kept_as_written_for_the_weeks_to_come(tmp_path: Path) -> None:
    person_free = read(tmp_path, dict(FILES)).problem.person["p3"]

    assert person_free.weekly == (
        LocalWindow(0, 1020, 1260),
        LocalWindow(1, 1020, 1260),
        LocalWindow(2, 1020, 1260),
        LocalWindow(3, 540, 1020),
    )


def test_pets_are_kept_for_the_program(tmp_path: Path) -> None:
    roster = read(tmp_path, {**FILES, "pets.csv": "person_id,name,species,notes\np3,Rex,dog,shy\n"})

    assert [(p.person_id, p.name, p.species, p.notes) for p in roster.pets] == [("p3", "Rex", "dog", "shy")]


def test_a_published_week_is_kept_with_its_cohorts_staff_and_sessions(tmp_path: Path) -> None:
    problem = read(tmp_path, {**FILES, **CURRENT}).problem

    assert problem.current is not None
    (cohort,) = problem.current.cohorts
    (session,) = problem.current.sessions
    assert (cohort.id, cohort.days, cohort.start, len(cohort.members), len(cohort.staff)) == (
        "g1",
        (0, 1, 2),
        1020,
        8,
        3,
    )
    assert (session.id, session.people, session.clinicians) == ("s1", ("p3",), ("c2",))
    assert problem.open_cohorts is None


def test_a_published_cohort_may_be_closed_to_newcomers(tmp_path: Path) -> None:
    closed = lines(
        "cohort_id,program_id,track,language,focus,days,start,size,open", "g1,iop-3,mh,en,,mon;tue;wed,17:00,8,no"
    )

    problem = read(tmp_path, {**FILES, **CURRENT, "current/cohorts.csv": closed}).problem

    assert problem.open_cohorts == frozenset()
