"""The sample clinic is what its recipe makes, and has in it what the other tests count on."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

CLINIC = Path(__file__).parents[2] / "examples" / "clinic-60"


@pytest.fixture
def people() -> dict[str, dict[str, str]]:
    return {row["person_id"]: row for row in rows("people.csv")}


def rows(name: str) -> list[dict[str, str]]:
    with (CLINIC / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_recipe_makes_the_same_bytes_again(tmp_path):
    subprocess.run([sys.executable, "-B", CLINIC / "recipe.py", tmp_path], check=True)

    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_bytes() for file in CLINIC.glob("*.csv")}
    assert made == kept


def test_sixty_people_live_in_five_states_and_arizona_and_hawaii_are_among_them(people):
    assert len(people) == 60
    assert {"AZ", "HI", "CA", "CO", "TX"} == {row["state"] for row in people.values()}
    assert {"America/Phoenix", "Pacific/Honolulu"} <= {row["zone"] for row in people.values()}


def test_four_couples_stay_together_and_one_wants_to_be_apart(people):
    couples = {frozenset((i, row["partner_id"])) for i, row in people.items() if row["partner_id"]}
    apart = {couple for couple in couples if "no" in {people[i]["together"] for i in couple}}

    assert len(couples) == 5
    assert len(apart) == 1
    assert all(people[people[i]["partner_id"]]["partner_id"] == i for couple in couples for i in couple)


def test_a_couple_of_two_tracks_can_only_meet_in_a_dual_cohort(people):
    together = [row for row in people.values() if row["together"] == "yes" and row["partner_id"]]

    assert any(row["track"] != people[row["partner_id"]]["track"] for row in together)


def test_some_people_speak_only_spanish_and_somebody_treats_in_it(people):
    assert [i for i, row in people.items() if row["languages"] == "es"]
    assert [row for row in rows("clinicians.csv") if "es" in row["languages"].split(";")]


def test_names_are_unlike_and_reach_nobody(people):
    assert len({row["name"] for row in people.values()}) == 60
    assert all(row["email"].endswith("@example.org") for row in people.values())
    assert all(row["phone"].startswith("480-555-01") for row in people.values())


def test_every_optional_file_is_there():
    assert {row["kind"] for row in rows("licenses.csv")} == {"license", "compact_privilege"}
    assert {row["kind"] for row in rows("exceptions.csv")} == {"away", "extra"}
    assert rows("pets.csv")


def test_day_plans_of_three_four_and_five_days_have_pets_wellness_and_breaks():
    plans = rows("programs.csv")

    assert {row["days_per_week"] for row in plans} == {"3", "4", "5"}
    assert all(any(kind in row["blocks"] for row in plans) for kind in ("pet:", "wellness:", "break:"))
