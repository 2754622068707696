"""
One rival of `tests.processes`: a process that signs in to the database of the contest and tries, round after round.

Imported by a fresh interpreter, which knows nothing of the test: Django starts here, from the environment.
"""

import pickle
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

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
    attempt = pickle.loads(packed)
    outcomes = []
    for number in rounds:
        barrier.wait(LONGEST_WAIT)
        began = time.perf_counter()
        refused = ""
        try:
            attempt(number, rival)
        except Refusal as refusal:
            refused = type(refusal).__name__
        except Exception as error:
            refused = f"{type(error).__name__}: {error}"
        outcomes.append((rival, number, refused, time.perf_counter() - began))
    connection.close()
    out.send(outcomes)
    out.close()
