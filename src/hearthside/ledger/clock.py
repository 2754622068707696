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

from hearthside.ledger.actors import Actor

# What the database said, while one transaction lasts: it says the same until the transaction ends.
_said: ContextVar[list[datetime] | None] = ContextVar("clock_of_a_transaction", default=None)
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)
_told: ContextVar[datetime | None] = ContextVar("told_clock", default=None)
STORYTELLER = "demonstration"


def now() -> datetime:
    """
    The present instant, in UTC.

    Within a transaction it is the transaction's start, so that everything one change writes bears one time.
    """
    told_at = _told.get()
    return written_at() if told_at is None else told_at


def now_if_heard(at: datetime | None) -> datetime:
    """As `now`, where the database has just said it in answer to something else: then it is not asked again."""
    if at is None or _told.get() is not None or _fixed.get() is not None:
        return now()
    return at.astimezone(UTC)


def written_at() -> datetime:
    """The present instant whatever is being told: when a line of the ledger is really written."""
    if (fixed_at := _fixed.get()) is not None:
        return fixed_at
    said = _said.get()
    if said:
        return said[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (instant,) = cursor.fetchone()
    at: datetime = instant.astimezone(UTC)
    if said is not None:
        said.append(at)
    return at


def heard(at: datetime) -> None:
    """The database said what time it is, in answer to something else: where it is asked once, it need not be asked."""
    if (said := _said.get()) == []:
        said.append(at.astimezone(UTC))


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask the database no more than once for the time. Only for what runs within one transaction from end to end."""
    if _said.get() is not None:
        yield
        return
    token = _said.set([])
    try:
        yield
    finally:
        _said.reset(token)


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Let `now` be this instant, for tests that compare two worlds."""
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def told_as_of(at: datetime, *, by: Actor) -> Iterator[None]:
    """
    Let what happens inside have happened at this instant of the past: a made-up clinic is weeks old when it is built.

    For the demonstration alone, and for its rows alone: the ledger writes each line with the time at which it really
    was written, so that nobody can tell it a history that it did not see.

    Raises:
        ValueError: another actor asks, or the instant lies ahead.
    """
    if by.system != STORYTELLER or at > written_at():
        raise ValueError("Only the demonstration tells of the past, and nobody of what is to come.")
    token = _told.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
