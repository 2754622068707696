"""Whether a message really comes from our media server: its signature is over exactly the bytes that came."""

import base64
import hashlib
import hmac

import jwt

from hearthside.base.refusal import Refusal
from hearthside.live.media.keys import KeyPair

LEEWAY_SECONDS = 60.0
"""The server's clock and ours may differ; a signature itself holds for five minutes."""

LONGEST_SIGNATURE = 2_048


class NotSigned(Refusal):
    """It was not signed by our media server, or not for these bytes, or too long ago."""


def require_signed(body: bytes, signature: str | None, pair: KeyPair, now: float) -> None:
    """
    Go on only if the media server signed this body, with the key that is for this alone.

    A token that lets a person into a room is signed by the same kind of machinery: it has no digest of a body, and
    another key.

    Raises:
        NotSigned: for the reason given, which never contains what came.
    """
    if not signature or len(signature) > LONGEST_SIGNATURE:
        raise NotSigned("It has no signature.")
    try:
        # Times are compared below, with the clock that was given.
        claims = jwt.decode(
            signature, pair.secret, algorithms=["HS256"], issuer=pair.name,
            options={"require": ["exp", "iss"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )  # fmt: skip
    except jwt.InvalidTokenError as error:
        raise NotSigned(f"Its signature is not one of our media server ({type(error).__name__}).") from None
    begins, ends = claims.get("nbf", 0), claims["exp"]
    if not _is_number(begins) or not _is_number(ends) or not begins - LEEWAY_SECONDS <= now < ends + LEEWAY_SECONDS:
        raise NotSigned("Its signature is not of now.")
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if not hmac.compare_digest(str(claims.get("sha256", "")), digest):
        raise NotSigned("Its signature is for other bytes.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
