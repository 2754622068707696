"""Somebody presses Ctrl-C in the middle of a plan, or the system asks the program to end."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hearthside.project.cli import main
from tests.placement.folder.small_roster import WEEK

pytestmark = pytest.mark.slow

ROSTER = Path(__file__).parents[2] / "examples" / "sample-240"


def read_until(terminal: int, word: bytes) -> bytes:
    """What the program shows on its terminal up to and including this word."""
    seen = b""
    while word not in seen:
        piece = os.read(terminal, 1024)
        assert piece, f"the program ended before it said {word!r}"
        seen += piece
    return seen


def rest(terminal: int) -> bytes:
    seen = b""
    while True:
        try:
            piece = os.read(terminal, 1024)
        except OSError:  # how Linux says that the other end of a terminal has gone
            return seen
        if not piece:
            return seen
        seen += piece


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_the_best_week_so_far_is_written_whole_and_keeps_every_rule(number: signal.Signals, tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    command = ["plan", "--in", str(ROSTER), "--out", str(tmp_path / "week"), "--week", WEEK, "--seconds", "600"]

    with subprocess.Popen(
        [sys.executable, "-m", "hearthside", *command], stdout=subprocess.PIPE, stderr=end, text=True
    ) as run:
        os.close(end)
        read_until(terminal, b"best ")
        run.send_signal(number)
        shown = rest(terminal)
        said, _ = run.communicate()
    os.close(terminal)

    assert run.returncode == 130
    assert b"Stopping: the best week so far is being written." in shown
    assert b"Traceback" not in shown
    assert "of 240 people have a place" in said
    assert main(["check", "--in", str(ROSTER), "--plan", str(tmp_path / "week")]) == 0


# Stops itself in the very moment in which the planner begins to load.
STOPPED_WHILE_LOADING = """
import signal, sys
from hearthside.project.cli import main

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "hearthside.project.planning":
            signal.raise_signal(signal.SIGTERM)

sys.meta_path.insert(0, Stop())
sys.exit(main(sys.argv[1:]))
"""


def test_whoever_stops_it_while_it_still_loads_gets_a_week_too(tmp_path: Path) -> None:
    roster = ROSTER.parent / "sample-24"
    command = ["plan", "--in", str(roster), "--out", str(tmp_path / "week"), "--week", WEEK, "--seconds", "600"]

    run = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_LOADING, *command], capture_output=True, text=True, check=False
    )

    assert run.returncode == 130
    assert "of 24 people have a place" in run.stdout
    assert "0 of 22 care-team roles" not in run.stdout
    assert main(["check", "--in", str(roster), "--plan", str(tmp_path / "week")]) == 0


@pytest.mark.slow
def test_into_a_pipe_a_plan_says_nothing_until_it_is_done(tmp_path: Path) -> None:
    roster = ROSTER.parent / "sample-24"
    command = ["plan", "--in", str(roster), "--out", str(tmp_path / "week"), "--week", WEEK, "--effort", "1"]
    warm = subprocess.run([sys.executable, "-m", "hearthside", "kernel"], capture_output=True, text=True, check=True)

    run = subprocess.run([sys.executable, "-m", "hearthside", *command], capture_output=True, text=True, check=True)

    assert "The planner is ready" in warm.stdout
    assert run.stderr == ""
    assert run.stdout.splitlines()[0].endswith("could be placed at all.")
