"""
Who is asking, as the database knows it: what row security reads.

The settings last as long as the transaction, so a pooled connection carries nothing over to the next request. Without
them the database shows no row of anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor

_SET = """
    SELECT set_config('app.actor', %s, true), set_config('app.program', %s, true),
           set_config('app.roles', %s, true), set_config('app.system', %s, true), now()
"""
# What the database knows of who asks, as whoever entered last told it.
_told: ContextVar[list[str] | None] = ContextVar("who_asks", default=None)
# What is materialized is read before anything is set.
_SET_FROM_ANOTHER = """
    WITH before AS MATERIALIZED (
        SELECT coalesce(current_setting('app.actor', true), '') AS actor,
               coalesce(current_setting('app.program', true), '') AS program,
               coalesce(current_setting('app.roles', true), '') AS roles,
               coalesce(current_setting('app.system', true), '') AS system
    )
    SELECT before.actor, before.program, before.roles, before.system,
           set_config('app.actor', %s, true), set_config('app.program', %s, true),
           set_config('app.roles', %s, true), set_config('app.system', %s, true)
      FROM before
"""


@contextmanager
def scope(actor: Actor) -> Iterator[None]:
    """Run what is inside in one transaction in which the database knows this actor; the scope before it comes back."""
    if connection.in_atomic_block:
        with transaction.atomic(), looking_as(actor):
            yield
        return
    with transaction.atomic(), clock.asked_once(), _telling(actor):
        clock.heard(_set(_settings(actor)))
        yield


@contextmanager
def looking_as(actor: Actor) -> Iterator[None]:
    """
    As `scope`, for what is undone with whoever calls it: within a transaction it has no savepoint of its own, which
    costs two questions, and where this actor asks already it costs none.

    Should the database refuse something inside, whoever undoes that brings the settings back with it.
    """
    if not connection.in_atomic_block:
        with scope(actor):
            yield
        return
    if _told.get() == _settings(actor):
        yield
        return
    with _telling(actor), clock.asked_once():
        before = _enter_from_another(actor)
        try:
            yield
        finally:
            if not connection.needs_rollback and _stands():
                _set(before)


@contextmanager
def _telling(actor: Actor) -> Iterator[None]:
    token = _told.set(_settings(actor))
    try:
        yield
    finally:
        _told.reset(token)


def _stands() -> bool:
    """Whether the transaction would answer a question."""
    return (
        connection.connection is not None and connection.connection.info.transaction_status == TransactionStatus.INTRANS
    )


def enter(actor: Actor) -> None:
    """Tell the database who asks, until this transaction ends."""
    _told.set(None)
    _set(_settings(actor))


def _set(settings: list[str]) -> datetime:
    """Gives the time, which whoever begins a transaction asks next."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, settings)
        at: datetime = cursor.fetchone()[-1]
    return at


def _enter_from_another(actor: Actor) -> list[str]:
    """The same within a transaction in which somebody asks already; gives who, in the same question."""
    with connection.cursor() as cursor:
        cursor.execute(_SET_FROM_ANOTHER, _settings(actor))
        return list(cursor.fetchone()[:4])


def _settings(actor: Actor) -> list[str]:
    return [str(actor.account or ""), str(actor.program or ""), ",".join(sorted(actor.roles)), actor.system or ""]
