"""A change is a value: written, read back, and applied as if somebody had changed the folder."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.change import NotAChange, parse
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.problem import Problem
from tests.placement.folder import small_roster

LICENSES = small_roster.lines(
    "clinician_id,state,kind,number,from,to",
    "c1,NY,license,1,2020-01-01,",
    "c2,NY,license,2,2020-01-01,2027-02-01",
    "c3,NY,compact_privilege,3,2020-01-01,",
)
TEXTS = [
    "add_availability who=p17 day=thu from=17:00 to=20:30",
    "add_availability who=p1;p2 day=mon;sun from=00:00 to=24:00",
    "add_authority clinician=c4 state=OH",
    "add_clinician roles=facilitator states=OH;PA tracks=sud languages=en days=tue;thu from=17:00 to=20:30 minutes=600",
    "add_clinician roles=individual states=OH tracks=mh;sud languages=es days=mon from=09:00 to=10:00 minutes=50 "
    "zone=America/Chicago",
    "add_group_minutes clinician=c4 minutes=180",
    "add_individual_minutes clinician=c4 minutes=50",
    "add_people 2 like=p17",
]

# What is written, and what somebody would change in the folder: a file, and lines to add or a text to replace.
SAME_AS_BY_HAND = [
    (
        "add_availability who=p3;c1 day=wed;sat from=20:00 to=22:30",
        [("availability.csv", "", f"{who},{day},20:00,22:30\n") for who in ("p3", "c1") for day in ("wed", "sat")],
    ),
    (
        "add_authority clinician=c1 state=NJ",
        [("clinicians.csv", "NY,facilitator,mh,en,woman", "NY;NJ,facilitator,mh,en,woman")],
    ),
    (
        "add_clinician roles=facilitator;couples states=NY;NJ tracks=mh languages=es;en days=tue;thu from=17:00 "
        "to=20:30 minutes=1500",
        [
            (
                "clinicians.csv",
                "",
                "new1,New clinician,America/New_York,NJ;NY,facilitator;couples,mh,en;es,other,1500,1500,1440\n",
            ),
            ("availability.csv", "", "new1,thu,17:00,20:30\nnew1,tue,17:00,20:30\n"),
        ],
    ),
    (
        "add_clinician roles=individual states=NY tracks=mh languages=en days=mon from=09:00 to=10:00 minutes=50 "
        "zone=America/Phoenix",
        [
            ("clinicians.csv", "", "new1,New clinician,America/Phoenix,NY,individual,mh,en,other,50,50,50\n"),
            ("availability.csv", "", "new1,mon,09:00,10:00\n"),
        ],
    ),
    ("add_group_minutes clinician=c2 minutes=180", [("clinicians.csv", "man,900,900", "man,1080,900")]),
    ("add_individual_minutes clinician=c2 minutes=50", [("clinicians.csv", "man,900,900", "man,900,950")]),
    (
        "add_people 2 like=p1",
        [
            ("people.csv", "", "".join(small_roster.person(f"p1-{n}", name="Person p1") + "\n" for n in (1, 2))),
            (
                "availability.csv",
                "",
                "".join(
                    f"p1-{n},{window}\n"
                    for n in (1, 2)
                    for window in ("mon,17:00,21:00", "tue,17:00,21:00", "wed,17:00,21:00", "thu,09:00,17:00")
                ),
            ),
        ],
    ),
]


def written(folder: Path, files: dict[str, str]) -> Problem:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_roster(folder, week=date.fromisoformat(small_roster.WEEK)).problem


@pytest.mark.parametrize("text", TEXTS)
def test_a_change_is_written_as_it_was_read(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "add_luck who=p1",
        "add_authority clinician=c4",
        "add_authority clinician=c4 state=OH state=PA",
        "add_authority clinician=c4 state=",
        "add_authority clinician=c4 state=OH since=2020",
        "add_availability who=p1 day=someday from=17:00 to=18:00",
        "add_availability who=p1 day=mon from=17:00 to=17:00",
        "add_availability who=p1 day=mon from=5pm to=18:00",
        "add_availability who=p1 day=mon from=17:00 to=24:30",
        "add_group_minutes clinician=c4 minutes=0",
        "add_group_minutes clinician=c4 minutes=-5",
        "add_people many like=p1",
        "add_people",
    ],
)
def test_what_is_no_change_is_refused(text: str) -> None:
    with pytest.raises(NotAChange) as refused:
        parse(text)

    assert refused.value.text == text


@pytest.mark.parametrize(
    "text",
    [
        "add_authority clinician=c99 state=OH",
        "add_people 1 like=p99",
        "add_availability who=p99 day=mon from=09:00 to=10:00",
    ],
)
def test_a_change_to_somebody_who_is_not_there_is_refused(text: str, tmp_path: Path) -> None:
    problem = written(tmp_path / "roster", dict(small_roster.FILES))

    with pytest.raises(NotAChange):
        apply(problem, parse(text))


@pytest.mark.parametrize(("text", "edits"), SAME_AS_BY_HAND)
def test_a_change_gives_the_problem_of_the_folder_changed_by_hand(
    text: str, edits: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    before = written(tmp_path / "before", dict(small_roster.FILES))
    files = dict(small_roster.FILES)
    for name, old, new in edits:
        if not old:
            files[name] += new
        else:
            assert old in files[name]
            files[name] = files[name].replace(old, new, 1)
    by_hand = written(tmp_path / "after", files)

    changed = apply(before, parse(text))

    assert changed == by_hand
    assert changed != before


def test_an_authority_is_an_open_ended_row_where_licenses_have_dates(tmp_path: Path) -> None:
    files = {**small_roster.FILES, "licenses.csv": LICENSES}
    before = written(tmp_path / "before", files)
    by_hand = written(tmp_path / "after", {**files, "licenses.csv": LICENSES + "c2,NJ,license,,2000-01-01,\n"})

    changed = apply(before, parse("add_authority clinician=c2 state=NJ"))

    # The folder wants a first day; the change has none, which is as long ago as any.
    undated = [replace(a, first_day=None) if a.state == "NJ" else a for a in by_hand.clinician["c2"].authorities]
    assert changed.clinician["c2"] == replace(by_hand.clinician["c2"], authorities=tuple(undated))
    assert changed.people == by_hand.people


def test_a_new_id_never_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    problem = written(tmp_path / "roster", dict(small_roster.FILES))
    more = parse("add_people 1 like=p3")

    twice = apply(apply(problem, more), more)

    assert {"p3-1", "p3-2"} <= twice.person.keys()
    assert len(twice.people) == len(problem.people) + 2
