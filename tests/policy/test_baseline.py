"""The reviewed baseline: one file, complete, readable without the program that people sign in to."""

import subprocess
import sys

import pytest

from hearthside.policy.baseline import DIRECTIONS, SECTIONS, baseline, digest

# Source: mission 1 and 4 (R1 to R5, G1 to G3); each with what it counts.
PROMISED = [
    ("cohort.cap", "10", "maximum", "patients"),
    ("published.size.least", "8", "comparison", "patients"),
    ("published.size.most", "12", "comparison", "patients"),
    ("pods.cap", "15", "maximum", "patients"),
    ("ratio.process", "6", "maximum", "patients per therapist"),
    ("ratio.couples_group", "4", "maximum", "patients per therapist"),
    ("couples_group.max_couples", "3", "maximum", "couples"),
    ("couples_group.min_couples", "2", "minimum", "couples"),
    ("couples_session.max_couples", "3", "maximum", "couples"),
    ("ratio.psychoeducation", "8", "maximum", "patients per therapist"),
    ("published.ratio.intensive", "4", "comparison", "patients per therapist"),
    ("published.ratio.group", "12", "comparison", "patients per therapist"),
]
LIVE = {
    "doors.minutes": ("15", "free"),
    "suspect.seconds": ("6", "maximum"),
    "breach.seconds": ("12", "maximum"),
    "succession.seconds": ("10", "maximum"),
    "hold.seconds": ("20", "maximum"),
    "page.next.seconds": ("15", "maximum"),
    "page.supervisor.seconds": ("30", "maximum"),
    "steady.seconds": ("3", "free"),
    "clocks.apart.seconds": ("2", "maximum"),
    "flap.seconds": ("10", "free"),
    "next_block.warn.seconds": ("60", "minimum"),
    "missing.seconds": ("15", "maximum"),
    "missing.call.minutes": ("2", "maximum"),
    "missing.second_call.minutes": ("5", "maximum"),
    "missing.contact.minutes": ("5", "maximum"),
    "missing.emergency.minutes": ("10", "maximum"),
    "missing.told.minutes": ("15", "maximum"),
    "help.escalate.seconds": ("30", "maximum"),
    "grace.seconds": ("0", "maximum"),
    "bridge.seconds": ("60", "maximum"),
    "break.minutes.min": ("3", "free"),
    "break.minutes.max": ("15", "free"),
    "pods.overlap.seconds": ("30", "maximum"),
    "pods.move.seconds": ("20", "maximum"),
    "size.together.seconds": ("900", "maximum"),
    "extend.minutes": ("10", "maximum"),
    "silent.minutes": ("12", "free"),
    "late.minutes.enter": ("10", "free"),
    "late.minutes.last": ("15", "free"),
    "attest.wait.seconds": ("60", "minimum"),
    "attest.late.days": ("90", "minimum"),
    "attest.lead.hours": ("24", "maximum"),
    "attest.compliance.hours": ("48", "maximum"),
}


@pytest.mark.parametrize(("key", "value", "direction", "unit"), PROMISED)
def test_every_promised_number_is_a_line_with_its_unit(key: str, value: str, direction: str, unit: str) -> None:
    base = baseline()[key]

    assert (base.value, base.direction, base.unit) == (value, direction, unit)
    assert "promises.md" in base.source


def test_the_live_room_has_its_keys() -> None:
    assert {key: (baseline()[key].value, baseline()[key].direction) for key in LIVE} == LIVE


def test_every_line_is_complete_and_says_where_it_comes_from() -> None:
    for base in baseline().values():
        assert base.direction in DIRECTIONS
        assert base.section in SECTIONS
        assert all((base.value, base.unit, base.title, base.source)), base.key


def test_the_digest_names_the_file_for_ever() -> None:
    assert len(digest()) == 12
    assert digest() == digest()
    assert int(digest(), 16) > 0


def test_the_planner_reads_the_baseline_without_django() -> None:
    says = "import sys, hearthside.placement.folder.policy as p; assert p.baseline(); print('django' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"
