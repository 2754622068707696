"""Python frees what nothing refers to; from time to time it also looks for rings of values that refer to each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_ring_search() -> Iterator[None]:
    """Nothing made inside is in a ring; looking for one among millions of values takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
