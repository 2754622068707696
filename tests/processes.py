"""
Rivals in processes of their own, each with its own connection, who start every round at the same moment.

Threads share an interpreter and its caches; whoever competes for a session in the program does not.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import connection

LONGEST_WAIT = 120


@dataclass(frozen=True)
class Outcome:
    """What a rival got in a round: nothing wrong, or the name of what refused or broke; and in how many seconds."""

    rival: int
    round: int
    refused: str
    seconds: float


# (round, rival): does what this rival tries in this round.
Attempt = Callable[[int, int], Any]


def compete(rivals: int, rounds: Sequence[int], attempt: Attempt) -> list[Outcome]:
    """Let so many processes try the same at the same moment, round after round; gives every outcome."""
    # The children open connections of their own.
    connection.close()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(rivals)
    children = []
    for rival in range(rivals):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=_rival, args=(rival, rounds, attempt, barrier, there), daemon=True)
        child.start()
        there.close()
        children.append((child, here))
    found: list[Outcome] = []
    for child, here in children:
        found += here.recv()
        child.join(LONGEST_WAIT)
        assert child.exitcode == 0
    return found


def _rival(rival: int, rounds: Sequence[int], attempt: Attempt, barrier: Barrier, out: Connection) -> None:
    outcomes = []
    for number in rounds:
        barrier.wait(LONGEST_WAIT)
        began = time.perf_counter()
        try:
            attempt(number, rival)
            refused = ""
        except Exception as error:
            refused = type(error).__name__
        outcomes.append(Outcome(rival, number, refused, time.perf_counter() - began))
    connection.close()
    out.send(outcomes)
    out.close()
