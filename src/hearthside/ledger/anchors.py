"""
Anchors: where every chain ended, signed, in a file that the database's people cannot write.

A chain shows what was changed within it, but not that its end was cut off, nor that all of it was written anew with
right hashes, nor that an older copy was put in its place. An anchor does: it says that at this time the chain held so
many lines and the last had this hash. Anchors are chained themselves and each is one line of JSON, only ever added.
Copy the file elsewhere as often as its loss would matter.
"""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from hearthside.base.keys import derived
from hearthside.ledger import clock
from hearthside.ledger.models import BOOKS, CHAINS, ChainHead

log = logging.getLogger("hearthside.ledger")

FILE = "anchors.jsonl"
NOTHING_BEFORE = "0" * 64
# A chain's name in an anchor, such as "entry 7", with its position and the hash of its last line.
Heads = Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Anchor:
    """One signed line: heads that moved since the line before."""

    number: int
    at: datetime
    previous: str
    heads: Heads
    key: str
    signature: str

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        facts = {
            "number": self.number,
            "at": self.at.isoformat(),
            "previous": self.previous,
            "heads": {name: list(head) for name, head in self.heads.items()},
            "key": self.key,
        }
        return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """What the next anchor names as the one before it."""
        return hashlib.sha256(self.signed_bytes + self.signature.encode()).hexdigest()

    def line(self) -> str:
        facts: dict[str, Any] = json.loads(self.signed_bytes)
        return json.dumps({**facts, "signature": self.signature}, sort_keys=True)

    def is_genuine(self) -> bool:
        """Signed by one of our keys."""
        key = _keys().get(self.key)
        if key is None:
            return False
        try:
            key.public_key().verify(bytes.fromhex(self.signature), self.signed_bytes)
        except (InvalidSignature, ValueError):
            return False
        return True


def add_anchor(folder: Path | None = None) -> Anchor | None:
    """
    Add an anchor if any chain has moved since the last; gives it.

    Where a chain is behind its anchor nothing is added: the evidence stays as it is, and the log says so.
    """
    kept = folder or settings.ANCHORS
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (kept / FILE).open("a+", encoding="utf-8") as file:
        # Two workers would otherwise both add the same number.
        fcntl.flock(file, fcntl.LOCK_EX)
        anchors, _ = read(kept)
        anchored, now = latest(anchors), heads()
        if behind := [name for name, (position, _) in anchored.items() if now[name][0] < position]:
            log.error("The ledger is behind its anchors in %s; no anchor is added.", ", ".join(behind))
            return None
        moved = {name: head for name, head in now.items() if anchored.get(name) != head and head[0] > 0}
        if not moved:
            return None
        added = _signed(anchors[-1] if anchors else None, moved)
        file.seek(0, os.SEEK_END)
        # A line that a crash left half-written is ended, so that ours stands on its own.
        torn = file.tell() > 0 and not (kept / FILE).read_bytes().endswith(b"\n")
        file.write(("\n" if torn else "") + added.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return added


def read(folder: Path) -> tuple[list[Anchor], list[int]]:
    """The anchors of a file in order, and the numbers of lines that are none."""
    anchors, unreadable = [], []
    file = folder / FILE
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            facts = json.loads(line)
            anchors.append(
                Anchor(
                    number=int(facts["number"]),
                    at=datetime.fromisoformat(facts["at"]),
                    previous=str(facts["previous"]),
                    heads={str(name): (int(head[0]), str(head[1])) for name, head in facts["heads"].items()},
                    key=str(facts["key"]),
                    signature=str(facts["signature"]),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            unreadable.append(number)
    return anchors, unreadable


def heads() -> Heads:
    """Where every chain ends now."""
    rows = ChainHead.objects.values_list("book", "chain", "position", "hash")
    return {f"{book} {chain}": (position, bytes(digest).hex()) for book, chain, position, digest in rows}


def latest(anchors: list[Anchor]) -> Heads:
    """The last head that was anchored of every chain."""
    known: dict[str, tuple[int, str]] = {}
    for anchor in anchors:
        known.update(anchor.heads)
    return known


def names() -> list[str]:
    """Every chain by its name."""
    return [f"{book} {chain}" for book in BOOKS for chain in range(CHAINS)]


def _signed(before: Anchor | None, moved: Heads) -> Anchor:
    key_id, key = next(iter(_keys().items()))
    unsigned = Anchor(
        number=before.number + 1 if before else 1,
        at=clock.now(),
        previous=before.digest if before else NOTHING_BEFORE,
        heads=moved,
        key=key_id,
        signature="",
    )
    signature = key.sign(unsigned.signed_bytes).hex()
    return Anchor(**{**unsigned.__dict__, "signature": signature})


def _keys() -> dict[str, Ed25519PrivateKey]:
    keys = [Ed25519PrivateKey.from_private_bytes(derived(secret, "anchors")) for secret in settings.ANCHOR_KEYS]
    return {hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]: key for key in keys}
