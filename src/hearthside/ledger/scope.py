"""
Who is asking, as the database knows it: what row security reads.

The settings last as long as the transaction, so a pooled connection carries nothing over to the next request. Without
them the database shows no row of anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor

_SET = """
    SELECT set_config('app.actor', %s, true), set_config('app.program', %s, true),
           set_config('app.roles', %s, true), set_config('app.system', %s, true)
"""
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
    within_another = connection.in_atomic_block
    with transaction.atomic(), clock.asked_once():
        before = _enter_from_another(actor) if within_another else None
        if before is None:
            enter(actor)
        yield
        # A rolled back savepoint takes its settings with it; a transaction that ends needs none put back.
        if before is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_SET, before)


def enter(actor: Actor) -> None:
    """Tell the database who asks, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, _settings(actor))


def _enter_from_another(actor: Actor) -> list[str]:
    """The same within a transaction in which somebody asks already; gives who, in the same question."""
    with connection.cursor() as cursor:
        cursor.execute(_SET_FROM_ANOTHER, _settings(actor))
        return list(cursor.fetchone()[:4])


def _settings(actor: Actor) -> list[str]:
    return [str(actor.account or ""), str(actor.program or ""), ",".join(sorted(actor.roles)), actor.system or ""]
