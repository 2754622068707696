"""
Reading evidence from lines of JSON, in any order, repeats allowed; every bad line is named, with what to do.

Unknown fields are passed over, so that evidence of a later release can be read; unknown types are refused, because
passing one over could take somebody's minutes away in silence.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.live.attendance import evidence as e
from hearthside.live.attendance.cells import Cells, Unreadable, moment, strict_object

MOST_SHOWN = 50
# As we write a heartbeat ourselves: nineteen lines of twenty are one, and this way they are read several times as fast.
USUAL_HEARTBEAT = re.compile(r'\{"type":"heartbeat","at":"([0-9T:.+-]+)","sid":"([\w-]+)"\}\Z', re.ASCII)


class BadEvidence(Refusal):
    """Evidence that cannot be judged: all that is wrong with it, by line."""

    def __init__(self, complaints: Iterable[str]) -> None:
        self.complaints = tuple(complaints)
        shown = self.complaints[:MOST_SHOWN]
        more = len(self.complaints) - len(shown)
        super().__init__("\n".join([*shown, *([f"And {more} more."] if more else [])]))


def _session(c: Cells) -> dict[str, Any]:
    return {
        "id": c.text("id"),
        "start": c.moment("start"),
        "end": c.moment("end"),
        "blocks": c.blocks("blocks"),
        "grace": c.seconds("grace_seconds", 0),
        "bridge": c.seconds("bridge_seconds", 60_000),
        "pods_overlap": c.seconds("pods_overlap_seconds", 30_000),
        "cap": c.count("cap"),
        "together_cap": c.count("together_cap"),
        "together": c.seconds("together_seconds", None),
    }


def _person(c: Cells) -> dict[str, Any]:
    role = c.word("role", e.ROLES)
    usual = role in (*e.PATIENT_ROLES, "facilitator")
    return {
        "id": c.text("id"),
        "role": role,
        "counts_in_ratio": c.yes_or_no("counts_in_ratio", usual),
        "couple": c.text("couple", None),
    }


def _seat(c: Cells) -> dict[str, Any]:
    return {
        "identity": c.text("identity"),
        "person": c.text("person"),
        "start": c.moment("from", None),
        "end": c.moment("to", None),
    }


def _room(c: Cells) -> dict[str, Any]:
    return {"name": c.text("name"), "kind": c.word("kind", e.ROOM_KINDS), "room_sid": c.text("room_sid", None)}


def _webhook(c: Cells) -> dict[str, Any]:
    return {
        "id": c.text("id"),
        "event": c.text("event"),
        "room": c.text("room"),
        "room_sid": c.text("room_sid", None),
        "sid": c.text("sid", None),
        "identity": c.text("identity", None),
        "kind": c.word("kind", e.CONNECTION_KINDS, "STANDARD"),
        "created_at": c.moment("created_at"),
        "joined_at": c.milliseconds("joined_at_ms"),
        "reason": c.text("reason", None),
        "can_publish": c.yes_or_no("can_publish", None),
    }


def _poll(c: Cells) -> dict[str, Any]:
    seen = [
        e.Seen(
            sid=p.text("sid"),
            identity=p.text("identity"),
            joined_at=p.milliseconds("joined_at_ms"),
            kind=p.word("kind", e.CONNECTION_KINDS, "STANDARD"),
            can_publish=p.yes_or_no("can_publish", None),
        )
        for p in c.objects("participants")
    ]
    return {"at": c.moment("at"), "room": c.text("room"), "ok": c.yes_or_no("ok", True), "seen": tuple(seen)}


def _heartbeat(c: Cells) -> dict[str, Any]:
    return {"at": c.moment("at"), "sid": c.text("sid")}


def _amend(c: Cells) -> dict[str, Any]:
    return {
        "id": c.text("id"),
        "person": c.text("person"),
        "room": c.text("room"),
        "start": c.moment("start"),
        "end": c.moment("end"),
        "effect": c.word("effect", (e.PRESENT, e.ABSENT)),
        "by": c.text("by"),
        "reason": c.text("reason"),
        "at": c.moment("at"),
    }


def _now(c: Cells) -> dict[str, Any]:
    return {"at": c.moment("at")}


READERS: dict[str, Callable[[Cells], dict[str, Any]]] = {
    "session": _session,
    "person": _person,
    "seat": _seat,
    "room": _room,
    "webhook": _webhook,
    "poll": _poll,
    "heartbeat": _heartbeat,
    "amend": _amend,
    "now": _now,
}


class Lines:
    """The lines of one session, read; what is wrong is gathered and said at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[int, dict[str, Any]]]] = {kind: [] for kind in READERS}
        self.complaints: list[str] = []
        self._canonical: set[str] = set()

    def add(self, number: int, text: str) -> None:
        """Read one line; an empty one is passed over."""
        if not text.strip():
            return
        try:
            kind, values = _read(text)
        except Unreadable as why:
            self.complaints.append(f"Line {number}: {why}.")
            return
        canonical = _heartbeat_text(values) if kind == "heartbeat" else _CANONICAL.encode([kind, values])
        if canonical in self._canonical:
            return
        if kind != "now":
            self._canonical.add(canonical)
        self.found[kind].append((number, values))

    @property
    def sha256(self) -> str:
        """Over the sorted set of lines in one form, without `now`: order and repeats do not matter."""
        return hashlib.sha256("\n".join(sorted(self._canonical)).encode()).hexdigest()

    def complain(self, number: int, words: str) -> None:
        self.complaints.append(f"Line {number}: {words}.")


def _read(text: str) -> tuple[str, dict[str, Any]]:
    """
    A line's type and values.

    Raises:
        Unreadable: it has none, or they are not what they may be.
    """
    if usual := USUAL_HEARTBEAT.match(text):
        return "heartbeat", {"at": moment(usual[1]), "sid": usual[2]}
    line = strict_object(text)
    kind = line.get("type")
    if kind not in READERS:
        raise Unreadable(f"its type is {kind!a}; say one of {', '.join(READERS)}")
    return kind, READERS[kind](Cells(line))


def _heartbeat_text(values: dict[str, Any]) -> str:
    """What `_CANONICAL` writes of a heartbeat, without its detours."""
    return f'["heartbeat", {{"at": {values["at"]}, "sid": {encode_basestring(values["sid"])}}}]'


def _plain(value: Any) -> Any:
    if isinstance(value, e.Block | e.Ratio | e.Seen):
        return vars(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


# Made once: a session has thousands of lines.
_CANONICAL = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False)
