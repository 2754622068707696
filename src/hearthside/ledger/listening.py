"""
News goes up by events: whoever wants to know what happened below reads the ledger on, from where they stopped.

A listener keeps its place in each of the sixteen chains. What it does about an entry and its moving on commit together,
so an entry is acted upon once, whatever is killed in between. Entries of a chain come in the order in which they
happened and without gaps, because a chain's head is locked until its line commits.
"""

import logging
from collections.abc import Callable, Mapping

from django.db import connection, transaction

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.models import CHAINS, Cursor, Entry
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.ledger")

Handler = Callable[[Entry], None]
AT_ONCE = 200


def read_on(listener: str, handlers: Mapping[str, Handler], *, by: Actor) -> int:
    """
    Handle every entry that this listener has not seen, in the scope of `by`; gives how many it read.

    An entry that cannot be handled holds up its chain alone, and is tried again each time: it is logged, by its id.
    """
    _begin(listener, by)
    read, held_up = 0, set[int]()
    while step := _some(listener, handlers, by, held_up):
        read += step
    return read


def outbox(entry: Entry) -> Actor:
    """Who tells people of an entry, in its program."""
    return system_actor("outbox", program=entry.program_id, request_id=f"entry:{entry.id}")


def in_their_program(handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Let row security know in which program each of these looks."""

    def scoped(handler: Handler) -> Handler:
        def handle(entry: Entry) -> None:
            with scope(outbox(entry)):
                handler(entry)

        return handle

    return {kind: scoped(handler) for kind, handler in handlers.items()}


def stuck(listener: str) -> list[Cursor]:
    """The chains that wait for an entry that could not be handled."""
    return list(Cursor.objects.filter(listener=listener, stuck_since__isnull=False).order_by("stuck_since"))


def _begin(listener: str, by: Actor) -> None:
    """A new listener starts at the first line of every chain."""
    with scope(by):
        Cursor.objects.bulk_create(
            [Cursor(listener=listener, chain=chain) for chain in range(CHAINS)], ignore_conflicts=True
        )


def _some(listener: str, handlers: Mapping[str, Handler], by: Actor, held_up: set[int]) -> int:
    """Read some more entries; 0 when there are none, or another process is reading them."""
    with scope(by):
        locked = Cursor.objects.select_for_update(skip_locked=True).filter(listener=listener).exclude(chain__in=held_up)
        places = {cursor.chain: cursor for cursor in locked}
        read = 0
        for entry in _unread(listener, list(places)):
            if entry.chain in held_up:
                continue
            cursor = places[entry.chain]
            if _handled(entry, handlers):
                cursor.position, cursor.stuck_since = entry.position, None
                read += 1
            else:
                # The rest of this chain waits behind it.
                cursor.stuck_since = cursor.stuck_since or clock.now()
                held_up.add(entry.chain)
        Cursor.objects.bulk_update(places.values(), ["position", "stuck_since"])
    return read


def _unread(listener: str, chains: list[int]) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM ledger_cursor c JOIN ledger_entry e ON e.chain = c.chain AND e.position > c.position "
            "WHERE c.listener = %s AND c.chain = ANY(%s) ORDER BY e.chain, e.position LIMIT %s",
            [listener, chains, AT_ONCE],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Entry.objects.filter(id__in=ids).order_by("chain", "position"))


def _handled(entry: Entry, handlers: Mapping[str, Handler]) -> bool:
    handler = handlers.get(entry.kind)
    if handler is None:
        return True
    try:
        with transaction.atomic():
            handler(entry)
    except Exception:
        log.exception("Entry %s (%s) could not be handled; its chain waits.", entry.id, entry.kind)
        return False
    return True
