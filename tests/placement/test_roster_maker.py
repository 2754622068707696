"""Made-up rosters: the same on every machine, and of the shape the benchmark promises."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from hearthside.placement.roster_dice import Dice
from hearthside.placement.roster_maker import make_roster
from hearthside.placement.roster_people import make_people
from hearthside.placement.roster_shape import Shape
from hearthside.placement.roster_staff import make_clinicians, work_due

Row = dict[str, str]


def rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


def share(people: list[Row], holds: Callable[[Row], bool]) -> float:
    return sum(map(holds, people)) / len(people)


@pytest.fixture(scope="module")
def thousands() -> list[Row]:
    return rows(make_roster(5000, 1)["people.csv"])


def test_the_same_arguments_give_the_same_bytes_on_every_machine():
    roster = make_roster(60, 1)

    digest = hashlib.sha256("".join(roster[name] for name in sorted(roster)).encode()).hexdigest()

    # A change of shape changes this on purpose; a new Python or another processor must not.
    assert digest == "47fa31410d47d2f5a117667d34a706a56739c885aaba0ba050b3a5e4f4db859e"


def test_another_seed_gives_other_people():
    assert make_roster(60, 1)["people.csv"] != make_roster(60, 2)["people.csv"]


def test_a_roster_has_exactly_the_people_asked_for():
    for people in (1, 2, 7, 24, 60, 240):
        roster = make_roster(people, 3)

        assert [p["person_id"] for p in rows(roster["people.csv"])] == [f"p{i}" for i in range(1, people + 1)]


def test_a_roster_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one person"):
        make_roster(0, 1)


def test_a_scarce_roster_has_the_same_people_and_fewer_clinicians():
    rich, scarce = make_roster(240, 1), make_roster(240, 1, supply=0.95)

    assert scarce["people.csv"] == rich["people.csv"]
    assert len(rows(scarce["clinicians.csv"])) < len(rows(rich["clinicians.csv"]))


def test_nobody_waits_since_after_the_week_begins():
    week = date(2027, 3, 8)

    waiting = [date.fromisoformat(p["waiting_since"]) for p in rows(make_roster(240, 1, week=week)["people.csv"])]

    assert all(7 <= (week - since).days <= 60 for since in waiting)


@pytest.mark.parametrize(("people", "states"), [(24, 2), (60, 3), (240, 6), (1000, 12), (5000, 25)])
def test_larger_rosters_reach_more_states(people, states):
    roster = make_roster(people, 1)

    licensed = {state for c in rows(roster["clinicians.csv"]) for state in c["authorities"].split(";")}

    assert len(licensed) == states
    assert {p["state"] for p in rows(roster["people.csv"])} <= licensed


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("track", "mh", 0.45),
        ("track", "sud", 0.35),
        ("track", "dual", 0.20),
        ("languages", "en", 0.87),
        ("languages", "en;es", 0.06),
        ("languages", "es", 0.055),
        ("languages", "pt", 0.015),
        ("acuity", "3", 0.21),
        ("size_wish", "small", 0.52),
        ("time_wish", "evening", 0.27),
        ("gender_wish", "woman", 0.27),
    ],
)
def test_values_have_the_shares_the_benchmark_promises(thousands, column, value, expected):
    assert share(thousands, lambda p: p[column] == value) == pytest.approx(expected, abs=0.02)


def test_working_patterns_have_the_shares_the_benchmark_promises():
    people = make_people(5000, Shape.of(5000), ["CA", "TX", "NY"], Dice(1))

    found = Counter(p.works for p in people)

    expected = {"by_day": 0.45, "shifts": 0.10, "student": 0.15, "on_leave": 0.23, "caregiver": 0.07}
    assert {works: count / 5000 for works, count in found.items()} == pytest.approx(expected, abs=0.02)


def test_eight_of_a_hundred_draws_bring_a_partner_and_eight_of_a_hundred_couples_stay_apart(thousands):
    in_couples = [p for p in thousands if p["partner_id"]]
    couples = len(in_couples) / 2

    assert couples / (len(thousands) - couples) == pytest.approx(0.08, abs=0.012)
    assert share(in_couples, lambda p: p["together"] == "no") == pytest.approx(0.08, abs=0.035)


def test_partners_name_each_other_and_live_together(thousands):
    by_id = {p["person_id"]: p for p in thousands}

    for person in thousands:
        if person["partner_id"]:
            partner = by_id[person["partner_id"]]
            assert partner["partner_id"] == person["person_id"]
            assert [partner[c] for c in ("state", "zone", "languages", "together", "programs")] == [
                person[c] for c in ("state", "zone", "languages", "together", "programs")
            ]


def test_every_day_plan_reaches_540_countable_minutes():
    plans = rows(make_roster(240, 1)["programs.csv"])

    for plan in plans:
        blocks = [block.split(":") for block in plan["blocks"].split()]
        countable = sum(int(minutes) for kind, minutes in blocks if kind != "break")
        assert int(plan["days_per_week"]) * countable >= 540
    assert sorted(int(plan["days_per_week"]) for plan in plans) == [3, 4, 5]


@pytest.mark.parametrize("supply", [0.95, 1.15])
def test_every_kind_of_work_gets_its_supply_and_not_one_clinician_more(supply):
    shape = Shape.of(1000)
    people = make_people(1000, shape, ["CA", "TX", "NY"], Dice(1))

    clinicians = make_clinicians(people, supply, shape, ["CA", "TX", "NY"], Dice(2))

    for work, minutes in work_due(people).items():
        given = sum(c.gives(work) for c in clinicians)
        assert supply <= given / minutes < supply + 1400 / minutes


def test_a_third_of_the_clinicians_reach_every_state_and_all_hold_one_or_two_roles():
    clinicians = rows(make_roster(5000, 1)["clinicians.csv"])

    everywhere = share(clinicians, lambda c: len(c["authorities"].split(";")) == 25)

    assert everywhere == pytest.approx(1 / 3, abs=0.05)
    assert {len(c["roles"].split(";")) for c in clinicians} == {1, 2}


def test_facilitators_give_9_to_22_and_a_half_group_hours():
    clinicians = rows(make_roster(1000, 1)["clinicians.csv"])

    hours = {int(c["group_minutes"]) for c in clinicians if "facilitator" in c["roles"]}

    assert (min(hours), max(hours)) == (540, 1350)
    assert {c["group_minutes"] for c in clinicians if "facilitator" not in c["roles"]} == {"0"}


def test_every_window_ends_after_it_starts():
    windows = rows(make_roster(1000, 1)["availability.csv"])

    assert all(w["from"] < w["to"] for w in windows)
