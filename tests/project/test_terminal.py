"""What a person sees while the planner works, and how they stop it."""

import io
import signal
from fractions import Fraction

import pytest

from hearthside.project.interruption import Interruption
from hearthside.project.progress import Progress, line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(text: str) -> list[str]:
    return [part.rstrip() for part in text.split("\r") if part.strip()]


def test_progress_is_seconds_best_bound_and_gap_on_one_line() -> None:
    assert line(12.4, Fraction(201_345), Fraction(208_000)) == "  12 s   best 201,345   bound 208,000   gap 3.2 %"


@pytest.mark.parametrize("bound", [None, Fraction(0), Fraction(-10)])
def test_without_a_bound_above_zero_there_is_no_gap(bound: Fraction | None) -> None:
    assert line(1, Fraction(-50), bound) == "   1 s   best -50"


def test_a_terminal_line_is_written_over_and_left_clean() -> None:
    terminal = Terminal()

    with Progress(terminal) as progress:
        progress(1.0, Fraction(1_000_000), None)
        progress.due = 0
        progress(2.0, Fraction(5), None)

    assert shown(terminal.getvalue()) == ["   1 s   best 1,000,000", "   2 s   best 5"]
    assert terminal.getvalue().endswith(" \r")
    assert "\n" not in terminal.getvalue()


def test_a_line_that_came_just_now_is_not_written_again() -> None:
    terminal = Terminal()

    with Progress(terminal) as progress:
        progress.due = float("inf")
        progress(1.0, Fraction(1), None)

    assert terminal.getvalue() == ""


def test_into_a_file_progress_says_nothing() -> None:
    file = io.StringIO()

    with Progress(file) as progress:
        progress(1.0, Fraction(1), Fraction(2))

    assert file.getvalue() == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_to_stop_and_the_second_ends_at_once(
    number: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(number)

    with Interruption() as interrupted:
        asked_before = interrupted()
        signal.raise_signal(number)
        asked_after = interrupted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)

    assert (asked_before, asked_after) == (False, True)
    assert signal.getsignal(number) is before
    assert "the best week so far is being written" in capfd.readouterr().err
