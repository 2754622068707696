"""Writing the ledger: one line per thing that happened, in the transaction in which it happened, or not at all."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.event import Event
from hearthside.ledger.models import CHAINS


def record(event: Event, *, by: Actor) -> UUID:
    """Write that this happened; gives the entry's id. Commits or vanishes with the change that it tells of."""
    return append("entry", kind=type(event).__name__, patients=event.touched, facts=event.facts(), by=by)


def append(book: str, *, kind: str, patients: Sequence[UUID], facts: dict[str, Any], by: Actor) -> UUID:
    """
    Add a line to a book's chain; gives its id.

    The chain's head is locked until the transaction ends, so a request's lines all go to one chain: two requests that
    fall on the same of the sixteen wait for each other, and no request ever holds two.
    """
    line = new_id()
    # A line's text is settled before the hash is taken: the same bytes are hashed by whoever verifies it.
    canonical = json.dumps(
        {
            "id": str(line),
            "at": clock.now().isoformat(),
            "program": str(by.program) if by.program else None,
            "actor": by.name_in_ledger,
            "request": by.request_id,
            "kind": kind,
            "patients": [str(p) for p in patients],
            "facts": facts,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_append(%s, %s, %s)", [book, chain_of(by.request_id or str(line)), canonical])
    return line


def chain_of(request_id: str) -> int:
    """Which of the sixteen chains a request writes to."""
    return hashlib.sha256(request_id.encode()).digest()[0] % CHAINS
