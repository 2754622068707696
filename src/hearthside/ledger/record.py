"""
Writing the ledger: one line per thing that happened, in the transaction in which it happened, or not at all.

What happens within an action is written when the outermost one ends, in the order in which it happened: a chain is held
for the shortest time there is, and after every other lock.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from hearthside.base.ids import new_id
from hearthside.ledger import clock, ending
from hearthside.ledger.actors import Actor
from hearthside.ledger.event import Event
from hearthside.ledger.models import CHAINS


def record(event: Event, *, by: Actor) -> UUID:
    """Write that this happened; gives the entry's id. Commits or vanishes with the change that it tells of."""
    (entry,) = _record([event], by)
    return entry


def record_all(events: Iterable[Event], *, by: Actor) -> None:
    """The same of many things that happened together, in one question."""
    _record(events, by)


def _record(events: Iterable[Event], by: Actor) -> list[UUID]:
    lines = [Line(type(e).__name__, e.touched, e.facts()) for e in events]
    waiting = ending.waiting()
    if waiting is None:
        return append("entry", lines, by=by)
    ids, texts = _texts(lines, by)
    if texts:
        waiting.chain = chain_of(str(ids[0])) if waiting.chain is None else waiting.chain
        chain = chain_of(by.request_id) if by.request_id else waiting.chain
        waiting.lines += [(chain, text) for text in texts]
    return ids


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
    ids, texts = _texts(lines, by)
    chain = chain_of(by.request_id or str(ids[0]))
    write(book, [(chain, text) for text in texts])
    return ids


def write(book: str, lines: Sequence[tuple[int, str]]) -> None:
    """Add lines, each to its chain, in their order; of several chains one after the other, as everybody does."""
    if not lines:
        return
    chains, texts = zip(*sorted(lines, key=itemgetter(0)), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_append(%s, line.chain, line.canonical) "
            "FROM unnest(%s::integer[], %s::text[]) AS line(chain, canonical)",
            [book, list(chains), list(texts)],
        )


def _texts(lines: Sequence[Line], by: Actor) -> tuple[list[UUID], list[str]]:
    """An id for each line, and its text with the present time."""
    ids, at = [new_id() for _ in lines], clock.written_at()
    return ids, [_canonical(line, id, at, by) for line, id in zip(lines, ids, strict=True)]


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
