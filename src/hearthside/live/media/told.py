"""What the media server told us, of which only these fields are kept: its messages also hold passwords of its own."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.live.attendance.evidence import CONNECTION_KINDS

KEPT = frozenset(
    {"room_started", "room_finished", "participant_joined", "participant_left", "participant_connection_aborted"}
)
WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
IDENTITY = re.compile(r"[A-Za-z0-9_#.-]{1,128}")
LATEST = 2**45
"""In milliseconds: far beyond any instant that is meant."""


class NotReadable(Refusal):
    """It is signed, and yet no message of the kind we know."""


@dataclass(frozen=True)
class Event:
    """One event, ready for the inbox."""

    event_id: str
    event: str
    room: str
    room_sid: str
    sid: str
    identity: str
    kind: str
    created_at: datetime
    joined_at_ms: int | None
    reason: str
    can_publish: bool | None
    body_sha256: str
    # None: now, by the database's clock. Set where it waited on disk first.
    received_at: datetime | None = None
    # None: when it is written, by the database's clock. Set only where a past is told.
    stored_at: datetime | None = None


def event_of(body: bytes) -> Event | None:
    """
    The event in this body; None for one of a kind that we do not keep.

    Raises:
        NotReadable: it is no JSON object, or a field is not what it should be.
    """
    try:
        told = json.loads(body)
    except ValueError:
        raise NotReadable("It is no JSON.") from None
    if not isinstance(told, dict):
        raise NotReadable("It is no JSON object.")
    if told.get("event") not in KEPT:
        return None
    room, person = _object(told, "room"), _object(told, "participant")
    kind = person.get("kind") or "STANDARD"
    if kind not in CONNECTION_KINDS:
        # A kind that a later server knows and we do not: no person of ours connects like that.
        kind = "AGENT"
    return Event(
        event_id=_word(told, "id", WORD, needed=True),
        event=told["event"],
        room=_word(room, "name", WORD, needed=True),
        room_sid=_word(room, "sid", WORD),
        sid=_word(person, "sid", WORD),
        identity=_word(person, "identity", IDENTITY),
        kind=kind,
        created_at=datetime.fromtimestamp(_number(told, "createdAt", LATEST // 1000) or 0, UTC),
        joined_at_ms=_joined(person),
        reason=_word(person, "disconnectReason", WORD)[:40],
        can_publish=bool(_object(person, "permission").get("canPublish")) if person else None,
        body_sha256=hashlib.sha256(body).hexdigest(),
    )


def to_json(event: Event, received_at: datetime) -> str:
    """The event as a line that `from_json` reads."""
    plain = asdict(event) | {"created_at": event.created_at.isoformat(), "received_at": received_at.isoformat()}
    return json.dumps(plain)


def from_json(line: str) -> Event:
    """The event of such a line."""
    plain = json.loads(line)
    return Event(**plain | {name: datetime.fromisoformat(plain[name]) for name in ("created_at", "received_at")})


def _joined(person: Mapping[str, Any]) -> int | None:
    exact = _number(person, "joinedAtMs", LATEST)
    if exact:
        return exact
    second = _number(person, "joinedAt", LATEST // 1000)
    return second * 1000 if second else None


def _object(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name) or {}
    if not isinstance(found, dict):
        raise NotReadable(f"Its {name} is no object.")
    return found


def _word(told: Mapping[str, Any], name: str, form: re.Pattern[str], *, needed: bool = False) -> str:
    found = told.get(name) or ""
    if not isinstance(found, str) or (found and not form.fullmatch(found)) or (needed and not found):
        raise NotReadable(f"Its {name} is missing or not of the form we know.")
    return found


def _number(told: Mapping[str, Any], name: str, most: int) -> int | None:
    """Numbers of 64 bits come as text."""
    found = told.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not re.fullmatch(r"\d{1,15}", str(found)) or int(found) > most:
        raise NotReadable(f"Its {name} is no number.")
    return int(found)
