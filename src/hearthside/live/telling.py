"""
Telling open pages that something changed: by ids, on commit, to an audience.

What changed is fetched by each page for itself, and each is given what it may know.
"""

import json
from uuid import UUID

from django.db import connection

from hearthside.live.push.hub import CHANNEL

# Kinds of news: who is in the room and how; ratio and size; somebody's card; a page; the session's own course.
TILES, RATIO, CARD, PAGE, COURSE = "tiles", "ratio", "card", "page", "course"


def tell(session: UUID, to: str, kind: str, about: UUID | None = None) -> None:
    """Once this transaction is committed, whoever of this audience listens to this session hears of it."""
    payload = json.dumps({"session": str(session), "to": to, "kind": kind, "id": str(about) if about else None})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
