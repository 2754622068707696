"""
One clock decides: the database's.

Servers disagree by seconds or, after a mistake, by hours; the rows they all write must not. Whoever needs the time in
an action, a page or a job asks here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """
    The present instant, in UTC.

    Within a transaction it is the transaction's start, so that everything one change writes bears one time.
    """
    if (fixed_at := _fixed.get()) is not None:
        return fixed_at
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (instant,) = cursor.fetchone()
    at: datetime = instant.astimezone(UTC)
    return at


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Let `now` be this instant, for tests that compare two worlds."""
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
