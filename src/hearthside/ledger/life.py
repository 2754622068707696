"""Long work gives signs of life: how far it is, while its own transaction is still open."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from hearthside.base import progress
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.ledger")

BEATS_EVERY_SECONDS = 1.0


@contextmanager
def signs_of_life(note: Callable[[str, int, int], None], *, work: str, by: Actor, begins: str = "") -> Iterator[None]:
    """
    What the work inside says of itself is noted once a second, within a scope and on a connection of their own.

    `work` names it in the log, without a person's name.
    """
    over, said = threading.Event(), (begins, 0, 0)

    def listen(stage: str, done: int, whole: int) -> None:
        nonlocal said
        said = (stage, done, whole)

    def write() -> None:
        try:
            while not over.wait(BEATS_EVERY_SECONDS):
                with scope(by):
                    note(*said)
        except Exception:
            # Whoever looks on reads less; what comes of the work is the same.
            log.exception("How far %s is could not be written.", work)
        finally:
            connection.close()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        with progress.told_to(listen):
            yield
    finally:
        over.set()
        writer.join()
