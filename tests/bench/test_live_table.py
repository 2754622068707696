"""The table of the live room's targets: no target is left out, and what nobody measured says why."""

import time

import pytest

from bench.live.gathering import gathered
from bench.live.rows import Row
from bench.live.table import NOT_HERE, ORDER, whole


def row(name: str, verdict: str = "met") -> Row:
    return Row(name, "", "", (1.0, 2.0), "", verdict)


def test_every_target_has_a_line_in_the_order_of_the_targets_and_what_has_no_id_stays_behind_its_own():
    beside = row("")

    found = whole([row("S2"), beside, row("P1"), row("P1", "missed"), row("A1")])

    assert list(dict.fromkeys(one.id for one in found if one.id)) == list(ORDER)
    assert found[[one.id for one in found].index("S2") + 1] is beside
    assert [one.verdict for one in found if one.id == "P1"] == ["met", "missed"]


def test_what_was_not_measured_says_why_and_claims_no_figure():
    found = {one.id: one for one in whole([])}

    assert all(not one.seconds and one.verdict.startswith(("not ", "held by tests")) for one in found.values())
    assert all("0.0" not in str(one) for one in found.values())
    assert set(NOT_HERE) <= set(ORDER)


def test_a_part_that_breaks_or_never_ends_says_so_and_keeps_no_other_from_being_measured():
    def breaks() -> list[Row]:
        raise LookupError("nobody | listens\nand more")

    def hangs() -> list[Row]:
        time.sleep(60)
        return []

    said: list[str] = []
    server = ("J1", lambda: pytest.fail("The program's server did not start."))
    found = gathered([("W1", breaks), ("P1", hangs), server, ("A1", lambda: [row("A1")])], said.append, 0.05)

    assert [one.id for one in found] == ["W1", "P1", "J1", "A1"]
    assert [one.verdict for one in found] == [
        "broken: LookupError: nobody / listens",
        "broken: TimeoutError: not done after 0.05 s",
        "broken: Failed: The program's server did not start.",
        "met",
    ]
    assert said[0] == "1 of 4, from W1 on"
    assert str(found[-1]) in said
