"""The benchmark's watch over other processes."""

import sys

import pytest

from bench.placement.memory import CommandFailed, run_measured


def test_a_command_gives_its_words_and_the_memory_of_its_whole_tree():
    hold = "x = bytearray(80_000_000); import time; time.sleep(0.6); print('done')"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}], check=True)"

    measured = run_measured([sys.executable, "-c", child], most_seconds=60)

    assert measured.out == "done\n"
    assert measured.peak_mb > 80


def test_a_command_that_fails_says_what_it_printed():
    with pytest.raises(CommandFailed, match="no such luck"):
        run_measured([sys.executable, "-c", "raise SystemExit('no such luck')"], most_seconds=60)


def test_a_command_that_never_ends_is_stopped():
    with pytest.raises(CommandFailed):
        run_measured([sys.executable, "-c", "import time; time.sleep(60)"], most_seconds=0.2)
