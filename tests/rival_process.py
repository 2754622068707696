"""
One rival of `tests.processes`: a process that signs in to the database of the contest and tries, round after round.

Imported by a fresh interpreter, which knows nothing of the test: Django starts here, from the environment.
"""

import pickle
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

import django
from django.apps import apps
from django.db import connection

from hearthside.base.refusal import Refusal

# Seconds that a rival waits for the others before it gives up, and that the test waits for a rival to end.
LONGEST_WAIT = 120

if not apps.ready:
    django.setup()


def run(database: str, rival: int, rounds: Sequence[int], packed: bytes, barrier: Barrier, out: Connection) -> None:
    """Try each round, all at once with the others; sends (rival, round, refused, seconds) of every one."""
    connection.settings_dict["NAME"] = database
    prepare, attempt = pickle.loads(packed)
    outcomes = []
    for number in rounds:
        # Nobody prepares while others still try.
        barrier.wait(LONGEST_WAIT)
        broke = _said(prepare, number, rival) if prepare else ""
        if broke:
            outcomes.append((rival, number, f"before the round: {broke}", 0.0))
        barrier.wait(LONGEST_WAIT)
        began = time.perf_counter()
        refused = _said(attempt, number, rival)
        outcomes.append((rival, number, refused, time.perf_counter() - began))
    connection.close()
    out.send(outcomes)
    out.close()


def _said(act: Callable[[int, int], Any], number: int, rival: int) -> str:
    """Do it: nothing, the name of what refused it, or the name and words of what broke."""
    try:
        act(number, rival)
    except Refusal as refusal:
        return type(refusal).__name__
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
