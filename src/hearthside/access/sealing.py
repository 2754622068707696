"""
Secrets at rest: sealed with AES-256-GCM, so that whoever copies the database holds nothing that opens a door.

A sealed text names its key, so keys can be changed: the first of `HEARTHSIDE_SEAL_KEY` seals, all of them open. It is
bound to what it is of and whose (associated data): moved to another account it does not open.
"""

import base64
import hashlib
import hmac
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hearthside.base.keys import derived
from hearthside.base.refusal import Refusal

VERSION = "s1"
NONCE_BYTES = 12


class DoesNotOpen(Refusal):
    """The text was sealed with a key that is gone, was changed, or belongs elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "This second factor cannot be read any more. Ask the program's director to end it; then set it up again."
        )


def seal(text: str, *, of: str) -> str:
    """The text, readable only with our key and only as what it is `of`."""
    key_id, key = _keys()[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _bound_to(key_id, of))
    return ".".join((VERSION, key_id, base64.urlsafe_b64encode(nonce + sealed).decode()))


def opened(sealed: str, *, of: str) -> str:
    """
    The text that was sealed.

    Raises:
        DoesNotOpen: the key is gone, a byte was changed, or it was sealed as something else.
    """
    try:
        version, key_id, body = sealed.split(".")
        raw = base64.urlsafe_b64decode(body.encode())
        key = dict(_keys())[key_id]
    except (ValueError, KeyError) as error:
        raise DoesNotOpen from error
    if version != VERSION:
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound_to(key_id, of)).decode()
    except InvalidTag as error:
        raise DoesNotOpen from error


def keyed_hash(text: str, *, purpose: str) -> str:
    """Tells equal texts apart from others without saying them: for addresses that nobody has an account for."""
    digest = hmac.new(derived(settings.SECRET_KEY, f"hash {purpose}"), text.encode(), hashlib.sha256).digest()
    return digest[:16].hex()


def _keys() -> tuple[tuple[str, bytes], ...]:
    return _derived_keys(tuple(settings.SEAL_KEYS) or (settings.SECRET_KEY,))


@cache
def _derived_keys(secrets_given: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    keys = [derived(secret, "seal") for secret in secrets_given]
    return tuple((hashlib.sha256(key).hexdigest()[:8], key) for key in keys)


def _bound_to(key_id: str, of: str) -> bytes:
    return f"{VERSION} {key_id} {of}".encode()
