"""The database's answer to what an action wrote, brought forward and put into words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

from hearthside.base.refusal import Refusal
from hearthside.ledger.refusing import refusing


@contextmanager
def settled(refusals: Mapping[str, Refusal]) -> Iterator[None]:
    """What is written inside is asked about at once, deferred constraints too; a "no" becomes its refusal."""
    with refusing(refusals):
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
