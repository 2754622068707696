"""What a door does when two changes stood in each other's way: the change was right, the moment was not."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from hearthside.ledger.ending import undone_together

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 4
LONGEST_WAIT_SECONDS = 0.2
# Serialization failure and deadlock.
_COME_AGAIN = {"40001", "40P01"}


def retrying(function: Callable[P, R]) -> Callable[P, R]:
    """
    Try once more, three times at most, when the database asks to: two changes stood in each other's way.

    For doors that call an action. Every try runs behind a savepoint, so what was done before it stays.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in reversed(range(TRIES)):
            try:
                with undone_together(), transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if left == 0 or getattr(error.__cause__, "sqlstate", None) not in _COME_AGAIN:
                    raise
                # Not all at once again.
                time.sleep(random.uniform(0, LONGEST_WAIT_SECONDS))
        raise AssertionError("unreachable")

    return run
