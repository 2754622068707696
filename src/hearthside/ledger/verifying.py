"""
Reading the whole ledger again, as somebody who trusts nobody: every line, every link, every anchor.

What does not fit is named with its chain and position. An honest ledger gives no finding, whatever crashed or was
rolled back while it was written, because a position is taken only when its line commits.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from hearthside.ledger import anchors
from hearthside.ledger.models import BOOKS, CHAINS, Entry, Line, Reading

MODELS: dict[str, type[Line]] = {"entry": Entry, "reading": Reading}
AT_ONCE = 2000
# A line bears its transaction's start, and transactions end in another order: so much a time may lie before the last.
SLACK = timedelta(minutes=15)
GUARDS = ("append_by_function", "append_by_function_whole")


@dataclass(frozen=True)
class Finding:
    """Something that nobody who kept the rules could have done."""

    chain: str
    position: int | None
    sentence: str

    def __str__(self) -> str:
        place = f"{self.chain}, position {self.position}" if self.position is not None else self.chain
        return f"{place}: {self.sentence}"


@dataclass(frozen=True)
class Verdict:
    """What a reading of the whole ledger came to."""

    lines: int
    anchors: int
    findings: tuple[Finding, ...]
    # Lines written since the last anchor: true, but not yet safe from being cut off.
    not_anchored: int


def verify(folder: Path | None = None) -> Verdict:
    """Check the whole ledger against itself and against its anchors."""
    known, unreadable = anchors.read(folder or settings.ANCHORS)
    findings = [*_anchor_findings(known, unreadable), *_guard_findings()]
    anchored: dict[str, dict[int, str]] = {name: {} for name in anchors.names()}
    for anchor in known:
        if anchor.is_genuine():
            for name, (position, digest) in anchor.heads.items():
                anchored.setdefault(name, {})[position] = digest
    lines = not_anchored = 0
    # Lines are written while this reads: each chain must end between where it ended before and where it ends after.
    before = anchors.heads()
    chains = [_Chain(name, before.get(name, (0, "")), anchored[name]) for name in anchors.names()]
    for book, read in zip(BOOKS, (chains[:CHAINS], chains[CHAINS:]), strict=True):
        for row in _rows(book):
            read[row.chain].read(row)
    after = anchors.heads()
    for chain in chains:
        chain.end(after.get(chain.name))
        findings += chain.findings
        lines += chain.lines
        not_anchored += max(0, chain.position - max(chain.anchored, default=0))
    return Verdict(lines, len(known), tuple(findings), not_anchored)


class _Chain:
    """One chain, read from its first line to its last."""

    def __init__(self, name: str, head: tuple[int, str], anchored: dict[int, str]) -> None:
        self.name, self.head, self.anchored = name, head, anchored
        self.hash = hashlib.sha256(f"Hearthside {name}".encode()).digest()
        self.position, self.lines = 0, 0
        self.latest: datetime | None = None
        self.findings: list[Finding] = []

    def read(self, row: Any) -> None:
        """The next line, in the order of positions."""
        self.lines += 1
        if row.position <= self.position:
            self._say(row.position, "the position is used twice")
            return
        if row.position > self.position + 1:
            self._missing(self.position + 1, row.position - 1)
        elif bytes(row.previous_hash) != self.hash:
            self._say(row.position, "it does not follow the line before it")
        if hash_of(bytes(row.previous_hash), row.position, row.canonical) != bytes(row.hash):
            self._say(row.position, "its text or its hash was changed")
        for column in changed_columns(row):
            self._say(row.position, f"its {column} was changed")
        if self.latest is not None and row.at < self.latest - SLACK:
            self._say(row.position, "the clock was set back")
        if self.anchored.get(row.position, bytes(row.hash).hex()) != bytes(row.hash).hex():
            self._say(row.position, "the chain was written anew: this line is not the one that was anchored")
        if row.position == self.head[0] and bytes(row.hash).hex() != self.head[1]:
            self._say(row.position, "its head is not its last line")
        self.latest = max(row.at, self.latest or row.at)
        self.position, self.hash = row.position, bytes(row.hash)

    def end(self, head_after: tuple[int, str] | None) -> None:
        """After the last line: the chain's head and its anchors say how many there were at least."""
        expected = max(self.head[0], max(self.anchored, default=0))
        if expected > self.position:
            older = self.head[0] <= self.position
            why = "cut off, or an older copy was put in place" if older else "removed"
            self._missing(self.position + 1, expected, why)
        if head_after is None:
            self._say(None, "its head is gone")
        elif head_after[0] < self.position:
            self._say(self.position, "its head is behind its last line")

    def _missing(self, first: int, last: int, why: str = "removed") -> None:
        words = "the line is missing" if first == last else f"the lines to position {last} are missing"
        self._say(first, f"{words}: {why}")

    def _say(self, position: int | None, sentence: str) -> None:
        self.findings.append(Finding(self.name, position, sentence))


def hash_of(previous: bytes, position: int, canonical: str) -> bytes:
    """A line's hash: over the hash before it, its position and its text, as the database takes it."""
    return hashlib.sha256(previous + position.to_bytes(8, "big", signed=True) + canonical.encode()).digest()


def changed_columns(row: Any) -> list[str]:
    """The columns of a line that do not say what its text says."""
    try:
        text = json.loads(row.canonical)
        told = {
            "id": str(row.id),
            "at": row.at == datetime.fromisoformat(text["at"]),
            "program": str(row.program_id) if row.program_id else None,
            "actor": row.actor,
            "request": row.request_id,
            "kind": row.kind,
            "patients": row.patients,
            "facts": row.facts,
        }
        return [name for name, value in told.items() if value != (True if name == "at" else text[name])]
    except (ValueError, KeyError, TypeError):
        return ["text"]


def _rows(book: str) -> Iterator[Any]:
    return MODELS[book]._default_manager.order_by("chain", "position", "id").iterator(chunk_size=AT_ONCE)


def _anchor_findings(known: list[anchors.Anchor], unreadable: list[int]) -> list[Finding]:
    found, before = [], None
    for anchor in known:
        place = f"anchor {anchor.number}"
        if not anchor.is_genuine():
            found.append(Finding(place, None, "its signature is not ours"))
        if anchor.number != (before.number + 1 if before else 1):
            found.append(Finding(place, None, "the anchors before it are missing"))
        elif anchor.previous != (before.digest if before else anchors.NOTHING_BEFORE):
            found.append(Finding(place, None, "it does not follow the anchor before it"))
        before = anchor
    # A torn line was followed by its number again. One that hides an anchor leaves a gap, which is named above;
    # at the very end of the file it may hide the last, so it is named here.
    lines = len(known) + len(unreadable)
    if unreadable and unreadable[-1] == lines:
        found.append(Finding("anchors", unreadable[-1], "the last line is no anchor: half-written, or changed"))
    return found


def _guard_findings() -> list[Finding]:
    """The triggers that refuse every change stand, and are on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relname IN ('ledger_entry', 'ledger_reading') AND t.tgenabled IN ('O', 'A')"
        )
        standing = set(cursor.fetchall())
    return [
        Finding(f"{book} table", None, f"the guard {guard} is off or gone")
        for book in BOOKS
        for guard in GUARDS
        if (f"ledger_{book}", guard) not in standing
    ]
