"""A benchmark may be run in pieces: what was measured before is kept."""

from dataclasses import replace

from bench.placement import own_targets, run
from bench.placement.rosters import Case
from bench.placement.targets import Target
from tests.bench.test_report import LARGER, ROW


def test_rows_stand_in_the_order_of_a_full_run():
    small, large = Case(60, 11).name, Case(1000, 11).name
    rows = [replace(LARGER, roster=large), replace(ROW, roster=small)]

    assert [r.roster for r in run.in_order(rows)] == [small, large]


def test_a_quick_run_shows_fewer_rosters_of_the_same_seeds():
    quick, full = run.cases(quick=True), run.cases(quick=False)

    assert set(quick) < set(full)
    assert max(c.people for c in quick) == 240
    assert {20000, 5000, 1000} <= {c.people for c in full}


def test_targets_that_took_long_to_measure_are_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(own_targets, "FILE", tmp_path / "results" / "targets.json")
    found = [Target("PL-T5", "same effort", "same bytes", "the same bytes", True), Target("PL-T3", "x", "y", "z", None)]

    own_targets.keep_targets(found)

    assert own_targets.kept_targets() == found


def test_the_report_names_cores_and_versions_and_falls_short_aloud():
    text = run.report([ROW], [Target("PL-Q2", "gap", "at most 3%", "9%", False)], quick=True)

    assert "cores" in text
    assert "FALLS SHORT" in text
    assert "0 of 1 targets are met, 1 fall short (PL-Q2)." in text
