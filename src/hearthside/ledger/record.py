"""Writing the ledger: one line per thing that happened, in the transaction in which it happened, or not at all."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    (entry,) = append("entry", [Line(type(event).__name__, event.touched, event.facts())], by=by)
    return entry


def record_all(events: Iterable[Event], *, by: Actor) -> None:
    """The same of many things that happened together, in one question."""
    append("entry", [Line(type(e).__name__, e.touched, e.facts()) for e in events], by=by)


@dataclass(frozen=True)
class Line:
    """What a line of a book tells: a kind, whose records it touches, and the facts."""

    kind: str
    patients: Sequence[UUID]
    facts: dict[str, Any]


def append(book: str, lines: Sequence[Line], *, by: Actor) -> list[UUID]:
    """
    Add lines to a book's chain, one after the other and in one question; gives their ids.

    The chain's head is locked until the transaction ends, so a request's lines all go to one chain: two requests that
    fall on the same of the sixteen wait for each other, and no request ever holds two.
    """
    if not lines:
        return []
    ids, at = [new_id() for _ in lines], clock.now()
    texts = [_canonical(line, id, at, by) for line, id in zip(lines, ids, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_append(%s, %s, canonical) FROM unnest(%s::text[]) AS canonical",
            [book, chain_of(by.request_id or str(ids[0])), texts],
        )
    return ids


def _canonical(line: Line, id: UUID, at: datetime, by: Actor) -> str:
    """A line's text, settled before the hash is taken: the same bytes are hashed by whoever verifies it."""
    return json.dumps(
        {
            "id": str(id),
            "at": at.isoformat(),
            "program": str(by.program) if by.program else None,
            "actor": by.name_in_ledger,
            "request": by.request_id,
            "kind": line.kind,
            "patients": [str(p) for p in line.patients],
            "facts": line.facts,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def chain_of(request_id: str) -> int:
    """Which of the sixteen chains a request writes to."""
    return hashlib.sha256(request_id.encode()).digest()[0] % CHAINS
