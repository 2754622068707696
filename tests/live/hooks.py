"""What a media server says, signed and sent to our door as it would be."""

import asyncio
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from hearthside.live.media.fake.telling import signature
from hearthside.live.media.keys import KeyPair
from hearthside.live.push.hook_door import HookDoor
from hearthside.live.push.inbox import Inbox
from hearthside.live.push.spool import Spool
from tests.database import APP_ROLE, SERVER, SUPERUSER
from tests.loops import run

HOOK = KeyPair("hook", "h" * 40)
NOBODY_THERE = "postgresql://nobody@/nothing?host=/nowhere"


def message(number: int = 1, event: str = "participant_joined", **changed: Any) -> bytes:
    """A message as the real server writes it, with the passwords that it has in it."""
    told = {
        "event": event,
        "room": {"sid": "RM_one", "name": "room-number-1", "turnPassword": "never-kept", "emptyTimeout": 14400},
        "participant": {
            "sid": f"PA_{number}", "identity": f"identity-{number}", "state": "ACTIVE", "joinedAt": "1799186411",
            "joinedAtMs": "1799186411250", "attributes": {"role": "patient"}, "permission": {"canPublish": True},
        },
        "id": f"EV_{number}",
        "createdAt": "1799186412",
    }  # fmt: skip
    return json.dumps({**told, **changed}).encode()


def door(database: str, folder: Path, pair: KeyPair | None = HOOK) -> HookDoor:
    """Our door, over the database of this name or address; an empty name is one that is away."""
    url = database if ":" in database else SERVER.url(APP_ROLE, database) if database else NOBODY_THERE
    return HookDoor(pair, Inbox(url), Spool(folder), time.time)


def status(at: HookDoor, body: bytes, signed: str | None, headers: Mapping[bytes, bytes] | None = None) -> int:
    """What the door answers to one message."""
    return statuses(at, [(body, signed)])[0]


def statuses(at: HookDoor, sent: list[tuple[bytes, str | None]], *, bring: bool = False) -> list[int]:
    """What it answers to each, in one process; then what waits on disk is brought in, where that is asked."""

    async def send_all() -> list[int]:
        try:
            found = [await _one(at, body, signed) for body, signed in sent]
            if bring:
                await at.replay_once()
            return found
        finally:
            await at.stop()

    return run(send_all())


def at_once(at: HookDoor, sent: list[tuple[bytes, str | None]]) -> list[int]:
    """What it answers to each, all of them sent at the same moment."""

    async def send_all() -> list[int]:
        try:
            return await asyncio.gather(*(_one(at, body, signed) for body, signed in sent))
        finally:
            await at.stop()

    return run(send_all())


async def _one(at: HookDoor, body: bytes, signed: str | None) -> int:
    answered: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(part: Any) -> None:
        answered.append(part)

    headers = [(b"authorization", signed.encode())] if signed is not None else []
    await at({"type": "http", "headers": headers}, receive, send)
    return int(answered[0]["status"])


def signed(body: bytes, pair: KeyPair = HOOK, now: float | None = None) -> tuple[bytes, str]:
    return body, signature(pair, body, time.time() if now is None else now)


def stored(database: str) -> list[tuple[Any, ...]]:
    """What is in the inbox, whoever may see it."""
    with psycopg.connect(SERVER.url(SUPERUSER, database)) as connection:
        return connection.execute(
            "SELECT event_id, event, room, room_sid, sid, identity, kind, joined_at_ms, reason, can_publish,"
            " body_sha256 FROM live_webhook_inbox ORDER BY event_id"
        ).fetchall()
