"""
Rivals in processes of their own, each with its own connection, who start every round at the same moment.

Threads share an interpreter and its caches; whoever competes for a session in the program does not. The processes come
from a server of fresh ones, since one that is copied from a process with threads may wait forever for a lock that a
thread held which was not copied with it.
"""

import multiprocessing
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tests import rival_process
from tests.rival_process import LONGEST_WAIT


@dataclass(frozen=True)
class Outcome:
    """
    What a rival got in a round, and in how many seconds.

    Nothing wrong; or the name of what refused; or the name and words of what broke, which no table of refusals has.
    """

    rival: int
    round: int
    refused: str
    seconds: float


# (round, rival): does what this rival tries in this round.
Attempt = Callable[[int, int], Any]


def compete(rivals: int, rounds: Sequence[int], attempt: Attempt, prepare: Attempt | None = None) -> list[Outcome]:
    """
    Let so many processes try the same at the same moment, round after round; gives every outcome.

    What each does to `prepare` a round is done before it begins, while nobody tries, and is not counted; what breaks
    then is an outcome too.
    """
    context = multiprocessing.get_context("forkserver")
    # The server imports what every rival needs, once.
    context.set_forkserver_preload(["tests.rival_process"])
    barrier = context.Barrier(rivals)
    database, packed = connection.settings_dict["NAME"], pickle.dumps((prepare, attempt))
    children = []
    for rival in range(rivals):
        here, there = context.Pipe(duplex=False)
        arguments = (database, rival, rounds, packed, barrier, there)
        child = context.Process(target=rival_process.run, args=arguments, daemon=True)
        child.start()
        there.close()
        children.append((child, here))
    found: list[Outcome] = []
    for child, here in children:
        found += [Outcome(*each) for each in here.recv()]
        here.close()
        child.join(LONGEST_WAIT)
        assert child.exitcode == 0
    return found
