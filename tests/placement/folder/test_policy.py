"""The policy in force: the baseline with its sources, tightened and never loosened."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from hearthside.placement.folder.complaints import BadRoster
from hearthside.placement.folder.policy import baseline
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.problem import Policy
from tests.placement.folder.small_roster import FILES, lines, write

# Source: placement.md sections 3 and 4.
MAXIMUMS = {
    "cohort.cap": 10,
    "ratio.process": 6,
    "ratio.psychoeducation": 8,
    "ratio.skills": 8,
    "ratio.couples_group": 4,
    "couples_group.max_couples": 3,
    "couples_session.max_couples": 3,
    "week.maximum_minutes": 1199,
}
MINIMUMS = {
    "cohort.min": 4,
    "couples_group.min_couples": 2,
    "buffer.minutes": 10,
    "week.minimum_minutes": 540,
    "minutes.individual": 50,
    "minutes.counseling": 50,
    "minutes.couples": 60,
    "minutes.couples_group": 90,
}
FREE = {"grid.minutes": "30", "reference_zone": "America/New_York"}
WEIGHTS = {
    "placed": "1000",
    "acuity2": "1.25",
    "acuity3": "1.6",
    "waiting_day": "5",
    "time": "30",
    "gender": "20",
    "focus": "40",
    "size": "20",
    "small": "60",
    "staff_minute": "0.5",
    "load_hour": "10",
    "individual": "200",
    "counselor": "200",
    "couples": "150",
    "couples_group": "30",
    "stay_place": "150",
    "stay_role": "60",
}


def in_force(folder: Path, *rows: str) -> Policy:
    files = {**FILES, "policy.csv": lines("key,value", *rows)}
    return read_roster(write(folder, files), week=date(2027, 1, 4)).problem.policy


def test_the_baseline_is_the_specifications() -> None:
    expected = {key: str(value) for key, value in {**MAXIMUMS, **MINIMUMS, **FREE}.items()}
    expected |= {f"weight.{key}": value for key, value in WEIGHTS.items()}

    assert {key: base.value for key, base in baseline().items()} == expected
    assert {k for k, base in baseline().items() if base.direction == "maximum"} == set(MAXIMUMS)
    assert {k for k, base in baseline().items() if base.direction == "minimum"} == set(MINIMUMS)


def test_every_baseline_value_has_a_unit_and_a_source() -> None:
    assert all(base.unit and base.source for base in baseline().values())


def test_without_rows_the_baseline_is_in_force(tmp_path: Path) -> None:
    policy = in_force(tmp_path)

    assert policy.effective == {key: base.value for key, base in baseline().items()}
    assert (policy.cohort_cap, policy.cohort_min, policy.ratio["process"], policy.buffer_minutes) == (10, 4, 6, 10)
    assert policy.session_minutes == {"individual": 50, "counseling": 50, "couples": 60, "couples_group": 90}
    assert policy.weights == {key: Fraction(value) for key, value in WEIGHTS.items()}


@pytest.mark.parametrize("key", MAXIMUMS)
def test_a_maximum_may_be_lowered_but_not_raised(key: str, tmp_path: Path) -> None:
    tighter, looser = MAXIMUMS[key] - 1, MAXIMUMS[key] + 1

    policy = in_force(tmp_path / "tighter", f"{key},{tighter}")
    with pytest.raises(BadRoster) as refused:
        in_force(tmp_path / "looser", f"{key},{looser}")

    assert policy.effective[key] == str(tighter)
    assert f"{key} {looser} is looser than the baseline" in refused.value.complaints[0].sentence


@pytest.mark.parametrize("key", MINIMUMS)
def test_a_minimum_may_be_raised_but_not_lowered(key: str, tmp_path: Path) -> None:
    tighter, looser = MINIMUMS[key] + 1, MINIMUMS[key] - 1

    policy = in_force(tmp_path / "tighter", f"{key},{tighter}")
    with pytest.raises(BadRoster) as refused:
        in_force(tmp_path / "looser", f"{key},{looser}")

    assert policy.effective[key] == str(tighter)
    assert f"{key} {looser} is looser than the baseline" in refused.value.complaints[0].sentence


@pytest.mark.parametrize("minutes", [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60])
def test_the_grid_may_be_any_divisor_of_an_hour(minutes: int, tmp_path: Path) -> None:
    assert in_force(tmp_path, f"grid.minutes,{minutes}").grid_minutes == minutes


@pytest.mark.parametrize(("written", "kept"), [("007", "7"), ("0.50", "0.5"), ("12.000", "12"), ("0", "0")])
def test_a_weight_is_recorded_in_one_spelling(written: str, kept: str, tmp_path: Path) -> None:
    policy = in_force(tmp_path, f"weight.time,{written}")

    assert policy.effective["weight.time"] == kept
    assert policy.weights["time"] == Fraction(written)


def test_all_mistakes_in_a_policy_are_said_together(tmp_path: Path) -> None:
    with pytest.raises(BadRoster) as refused:
        in_force(tmp_path, "cohort.cap,99", "buffer.minute,10", "weight.placed,many", "grid.minutes,7")

    assert [(c.line, c.column) for c in refused.value.complaints] == [
        (2, "value"),
        (3, "key"),
        (4, "value"),
        (5, "value"),
    ]
