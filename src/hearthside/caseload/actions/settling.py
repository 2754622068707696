"""The database's answer to what an action wrote, brought forward and put into words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hearthside.base.refusal import Refusal
from hearthside.ledger.action import ask_deferred
from hearthside.ledger.refusing import refusing


@contextmanager
def settled(refusals: Mapping[str, Refusal], *, goes_on: bool = True) -> Iterator[None]:
    """What is written inside is asked about at once, deferred constraints too; a "no" becomes its refusal."""
    with refusing(refusals, goes_on=goes_on):
        yield
        ask_deferred()
