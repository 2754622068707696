"""
Ids of everything the program keeps: UUID version 7, made here and not by the database.

An id made before the insert can stand in the event, in the sealed field and in the link of the same change. Version 7
grows with time, so new rows of a table lie side by side.
"""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """
    An id that no other row has, later than every id this process made before.

    Source: RFC 9562, section 5.7: 48 bits of Unix milliseconds, then 74 bits of which ours are a growing count within
    the millisecond (12 bits) and chance (62 bits).
    """
    global _last
    with _lock:
        # Milliseconds and a 12-bit fraction of one in a single number, which only grows.
        moment = max((time.time_ns() * 4096) // 1_000_000, _last + 1)
        _last = moment
    milliseconds, fraction = divmod(moment, 4096)
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
