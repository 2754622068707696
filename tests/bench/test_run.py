"""A benchmark may be run in pieces: what was measured before is kept."""

from argparse import Namespace
from dataclasses import replace

from bench.placement import bounds, own_targets, run
from bench.placement.rosters import Case
from bench.placement.table import as_csv
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


def test_a_planner_is_asked_only_for_what_a_target_or_the_picture_needs():
    asked = {case.name: run.times_of(case, quick=False) for case in run.cases(quick=False)}

    assert asked["20000-11"] == asked["240-12"] == (2.0, 10.0, 60.0)
    assert asked["60-12"] == (2.0, 10.0)
    assert asked["1000-11-scarce"] == (60.0,)


def test_new_rows_of_this_planner_stand_beside_what_peers_answered_before(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    peer = replace(ROW, roster="24-11", people=24, planner="Timefold")
    (tmp_path / "results.csv").write_text(as_csv([replace(peer, planner="hearthside"), peer]), encoding="utf-8")
    fresh = replace(peer, planner="hearthside", placed=19)
    monkeypatch.setattr(run, "rows_of", lambda case, quick, peers: iter([fresh]))

    found = run.measure_rows(Namespace(quick=False, only=["24-11"], no_peers=True, no_targets=True, again=False))

    assert found == [fresh, peer]


def test_a_row_is_held_against_the_tightest_bound_kept_for_its_roster(monkeypatch, tmp_path):
    monkeypatch.setattr(bounds, "FILE", tmp_path / "bounds.json")
    (tmp_path / "bounds.json").write_text('{"240-1": {"points": 212000.0, "kind": "linear program"}}')

    tighter, untouched = bounds.with_bound(ROW), bounds.with_bound(LARGER)

    assert (tighter.bound, round(tighter.gap, 4)) == (212000.0, 0.0094)
    assert untouched == LARGER
