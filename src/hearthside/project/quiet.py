"""The linear solver greets on standard output whatever it is told. Our output is read by programs: it must not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

STANDARD_OUTPUT = 1


@contextmanager
def no_greetings() -> Iterator[None]:
    """
    Send what libraries write to the process's standard output nowhere, for as long as this lasts.

    Nothing of ours may be printed meanwhile.
    """
    try:
        ours = os.dup(STANDARD_OUTPUT)
    except OSError:  # there is none: nobody to greet
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STANDARD_OUTPUT)
        yield
    finally:
        os.dup2(ours, STANDARD_OUTPUT)
        os.close(ours)
        os.close(nowhere)
