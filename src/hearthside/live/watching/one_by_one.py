"""What the watch does to several rows: each by itself, so that none is left out because another one fails."""

import logging
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.live")


class OfProgram(Protocol):
    """A row of a program."""

    pk: UUID
    program_id: UUID


Row = TypeVar("Row", bound=OfProgram)


def one_by_one(rows: Iterable[Row], act: Callable[[Row, Actor], object], *, failing: str) -> int:
    """
    Do this to each row as what watches its program; to how many it was done: those of which `act` gives no False.

    One that fails is logged as `failing`, with its id and the kind of mistake, and is there again with the next second.
    """
    done = 0
    for row in rows:
        by = system_actor("live", program=row.program_id)
        try:
            with scope(by):
                done += retrying(act)(row, by) is not False
        except Exception as error:
            log.exception("%s %s: %s", failing, row.pk, type(error).__name__)
    return done
