"""The lock after too many wrong passwords: on the address, as long as policy says, in the cache all servers share."""

from django.core.cache import cache

from hearthside.access.sealing import keyed_hash


def is_locked(email: str) -> bool:
    """Passwords open nothing at this address now, whether or not anybody has it."""
    return cache.get(_key(email)) is not None


def lock(email: str, *, minutes: int) -> None:
    """Let no password open anything at this address for so many minutes."""
    cache.set(_key(email), True, timeout=minutes * 60)


def unlock(email: str) -> None:
    """Let passwords be tried again: its owner has chosen a new one by mail."""
    cache.delete(_key(email))


def _key(email: str) -> str:
    return f"access.locked.{keyed_hash(email.strip().lower(), purpose='lock')}"
