"""
Made-up evidence of one hour, in seconds from its start: the least that a test has to say.

`log(...)` gives lines of JSON as an installation stores them; `answer(...)` what the engine says of them.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence

STARTS = datetime(2027, 1, 5, 22, 0, tzinfo=UTC)
HOUR = 3600


def at(seconds: float) -> str:
    return (STARTS + timedelta(milliseconds=round(seconds * 1000))).isoformat()


def ms(seconds: float) -> int:
    return round(STARTS.timestamp() * 1000 + seconds * 1000)


def block(start: float, end: float, kind: str = "process", k: int | None = 6, billable: bool = True, **more: int):
    ratio = {**({"patients_per_facilitator": k} if k else {}), **more}
    return {"start": at(start), "end": at(end), "kind": kind, "ratio": ratio or None, "billable": billable}


def session(end: float = HOUR, blocks: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "session", "id": "s1", "start": at(0), "end": at(end), "blocks": blocks or [block(0, end)], **more,
    }  # fmt: skip


def room(name: str = "main", kind: str = "main", sid: str | None = None) -> dict[str, Any]:
    return {"type": "room", "name": name, "kind": kind, "room_sid": sid or f"RM_{name}"}


def person(name: str, role: str = "patient", **more: Any) -> dict[str, Any]:
    return {"type": "person", "id": name, "role": role, **more}


def seat(identity: str, who: str | None = None, start: float | None = None, end: float | None = None):
    given = {"from": None if start is None else at(start), "to": None if end is None else at(end)}
    return {"type": "seat", "identity": identity, "person": who or identity, **given}


def hook(event: str, sid: str, identity: str, when: float, *, where: str = "main", **more: Any) -> dict[str, Any]:
    return {
        "type": "webhook", "id": f"{event}-{sid}-{when}", "event": event, "room": where, "room_sid": f"RM_{where}",
        "sid": sid, "identity": identity, "kind": "STANDARD", "created_at": at(when), **more,
    }  # fmt: skip


def joined(sid: str, identity: str, when: float, *, joined_at: float | None = None, **more: Any) -> dict[str, Any]:
    known = {} if joined_at is None else {"joined_at_ms": ms(joined_at)}
    return hook("participant_joined", sid, identity, when, **known, **more)


def left(sid: str, identity: str, when: float, reason: str = "CLIENT_INITIATED", **more: Any) -> dict[str, Any]:
    return hook("participant_left", sid, identity, when, reason=reason, **more)


def stay(sid: str, identity: str, start: float, end: float, **more: Any) -> list[dict[str, Any]]:
    """A connection with a clean beginning and end."""
    return [joined(sid, identity, start, **more), left(sid, identity, end, **more)]


def beats(sid: str, start: float, end: float, every: float = 2) -> list[dict[str, Any]]:
    count = int((end - start) / every)
    times = [start + every * n for n in range(count + 1)]
    return [{"type": "heartbeat", "at": at(t), "sid": sid} for t in [*times, end]]


def poll(when: float, *sids: str, where: str = "main", ok: bool = True, identity: str = "p") -> dict[str, Any]:
    listed = [{"sid": sid, "identity": identity, "joined_at_ms": ms(0)} for sid in sids]
    return {"type": "poll", "at": at(when), "room": where, "ok": ok, "participants": listed}


def polls(start: float, end: float, *sids: str, every: float = 15, **more: Any) -> list[dict[str, Any]]:
    return [poll(start + every * n, *sids, **more) for n in range(int((end - start) / every) + 1)]


def now(when: float) -> dict[str, Any]:
    return {"type": "now", "at": at(when)}


def flat(parts: Iterable[Any]) -> list[dict[str, Any]]:
    """The single lines in lists of lists of them."""
    return [line for part in parts for line in ([part] if isinstance(part, dict) else flat(part))]


def lines(*parts: Any) -> list[str]:
    """The evidence as lines of JSON; a session and the main room are there unless given."""
    found = flat(parts)
    found += [] if any(line["type"] == "session" for line in found) else [session()]
    found += [] if any(line["type"] == "room" for line in found) else [room()]
    return [json.dumps(line) for line in found]


def answer(*parts: Any) -> dict[str, Any]:
    """What the engine says of this evidence."""
    return judge(read_evidence(lines(*parts)))


def of(name: str, *parts: Any) -> dict[str, Any]:
    """What the engine says of one person."""
    somebody: dict[str, Any] = answer(*parts)["people"][name]
    return somebody
