"""
Passwords of made-up people, hashed by the program's own method with the least work it can be told to do.

The work that makes a stolen hash useless is a fifth of a second for every account and every sign-in of a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher as Method

COSTS = ("time_cost", "memory_cost", "parallelism")
LEAST = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
_real = {cost: getattr(Method, cost) for cost in COSTS}


def _set(costs: dict[str, int]) -> None:
    for cost, value in costs.items():
        setattr(Method, cost, value)


def hash_cheaply() -> None:
    """From now on, in this process."""
    _set(LEAST)


@contextmanager
def hashing_as_installed() -> Iterator[None]:
    """Within this block, with the work that an installation does."""
    _set(_real)
    try:
        yield
    finally:
        _set(LEAST)
