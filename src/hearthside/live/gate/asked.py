"""
What somebody shows who wants to reach the media server: whose token it is, for which room, if it is one of ours at all.

The server itself asks the token alone. It keeps no list of people who were removed, hands out new tokens to whoever is
connected, and lets whoever may send open a second connection beside the first: so all of them pass here before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

import jwt

from hearthside.live.media.keys import KeyPair
from hearthside.live.media.tokens import OPAQUE

LONGEST_TOKEN = 8_192
LEEWAY_SECONDS = 60.0
# A second connection that only sends, as `identity#...`: none of our pages opens one.
SECOND_CONNECTION = "publish"


@dataclass(frozen=True)
class Shown:
    """A token that is one of ours and holds now."""

    identity: str
    room: str


def shown(query: str, authorization: str | None, keys: Sequence[KeyPair], now: float) -> Shown | None:
    """
    Whose token this is; None for one that is not ours, does not hold, or asks for what we never give.

    Browsers show it in the address, other programs in a header.
    """
    fields = parse_qs(query, keep_blank_values=True, max_num_fields=50)
    if SECOND_CONNECTION in fields:
        return None
    tokens = fields.get("access_token", []) + ([authorization.removeprefix("Bearer ")] if authorization else [])
    # Two of them: which one the server would believe is not for us to guess.
    if len(tokens) != 1 or len(tokens[0]) > LONGEST_TOKEN:
        return None
    claims = next((found for pair in keys if (found := _claims(tokens[0], pair, now)) is not None), {})
    video, identity = claims.get("video"), claims.get("sub")
    if not isinstance(video, dict) or not video.get("roomJoin") or video.get("roomAdmin"):
        return None
    room = video.get("room")
    if not _is_ours(room) or not _is_ours(identity):
        return None
    return Shown(str(identity), str(room))


def _is_ours(name: object) -> bool:
    return isinstance(name, str) and OPAQUE.fullmatch(name) is not None


def _claims(token: str, pair: KeyPair, now: float) -> dict[str, object] | None:
    try:
        # Times are compared below, with the clock that was given.
        claims = jwt.decode(
            token, pair.secret, algorithms=["HS256"], issuer=pair.name,
            options={"require": ["exp", "iss", "sub"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )  # fmt: skip
    except jwt.InvalidTokenError:
        return None
    ends = claims["exp"]
    return dict(claims) if isinstance(ends, int | float) and now < ends + LEEWAY_SECONDS else None
