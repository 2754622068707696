"""What another package asks of whoever comes here: a line on their page of today, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor


@dataclass(frozen=True)
class AskedToday:
    """One question that waits for them."""

    words: str
    url: str


Asks = Callable[[Actor, Program], list[AskedToday]]
_asking: dict[str, Asks] = {}


def register(name: str, asks: Asks) -> None:
    """Let this package put its questions there: (actor, program) -> questions. It is asked behind the scenes."""
    _asking[name] = asks


def asked_today(actor: Actor, program: Program) -> list[AskedToday]:
    """Everything that is asked of them now."""
    return [each for asks in _asking.values() for each in asks(actor, program)]
