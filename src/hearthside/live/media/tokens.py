"""
Tokens: what a browser shows the media server to be let into one room, as one person, within two minutes.

A token names its room always, because one without a room lets its holder choose; it never lets anybody change the words
on their own tile, because with it they could change their role.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

import jwt

from hearthside.base.refusal import Refusal
from hearthside.live.media.keys import KeyPair
from hearthside.live.media.permissions import Permission

LASTS_SECONDS = 120
"""To open a connection. One that is open outlives its token: who was removed is kept out by the gate, not by this."""

REQUEST_LASTS_SECONDS = 60
# The server adds a hash sign for a second connection of the same person: none of ours has one.
OPAQUE = re.compile(r"[A-Za-z0-9_-]{8,64}")


class NotOpaque(Refusal):
    """A name for the media server that might say who or what it stands for."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The {kind} must be 8 to 64 letters, digits, - or _, which mean nothing to anybody.")


def join_token(
    pair: KeyPair, room: str, identity: str, given: Permission, attributes: Mapping[str, str], now: float | None = None
) -> str:
    """
    What lets this identity into this room.

    Raises:
        NotOpaque: the room or identity does not look like one of ours.
    """
    for kind, name in (("room", room), ("identity", identity)):
        if not OPAQUE.fullmatch(name):
            raise NotOpaque(kind)
    video: dict[str, Any] = {
        "roomJoin": True,
        "room": room,
        "canPublish": given.can_publish,
        "canSubscribe": given.subscribe,
        "canPublishData": given.data,
        "canUpdateOwnMetadata": False,
        **({"canPublishSources": list(given.sources)} if given.sources else {}),
        **({"agent": True} if given.agent else {}),
    }
    claims = {"sub": identity, "video": video, "attributes": {**attributes, "role": given.role}}
    return _signed(pair, claims | ({"kind": "agent"} if given.agent else {}), LASTS_SECONDS, now)


def request_token(pair: KeyPair, grants: Mapping[str, Any], now: float | None = None) -> str:
    """What one request of ours to the server carries: this right, for a minute."""
    return _signed(pair, {"video": dict(grants)}, REQUEST_LASTS_SECONDS, now)


def _signed(pair: KeyPair, claims: Mapping[str, Any], seconds: int, now: float | None) -> str:
    at = int(time.time() if now is None else now)
    return jwt.encode({**claims, "iss": pair.name, "nbf": at, "exp": at + seconds}, pair.secret, algorithm="HS256")
