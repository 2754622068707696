"""
Telling open pages that something changed: by ids, on commit, to an audience.

What changed is fetched by each page for itself, and each is given what it may know.
"""

import json
from uuid import UUID

from django.db import connection

from hearthside.live.push.hub import CHANNEL
from hearthside.live.relations import TO_STAFF

# Kinds of news: who is in the room and how; ratio and size; somebody's card; a page; the session's own course; what
# staff know of somebody; a call for help; and that staff turned off one's own sound or picture: with it comes the seat
# of whoever did.
TILES, RATIO, CARD, PAGE, COURSE = "tiles", "ratio", "card", "page", "course"
PEOPLE, HELP, SILENCED = "people", "help", "silenced"
# Who comes to the door, and the topic by which whoever waits there is rung.
DOOR, AT_DOOR = "door", "check_in"


def tell(session: UUID, to: str, kind: str, about: UUID | None = None) -> None:
    """Once this transaction is committed, whoever of this audience listens to this session hears of it."""
    payload = json.dumps({"session": str(session), "to": to, "kind": kind, "id": str(about) if about else None})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def tell_at_door(session: UUID, check_in: UUID) -> None:
    """Something changed for somebody at the door: for them, on whatever page they wait, and for who lets people in."""
    tell(session, f"{AT_DOOR}:{check_in}", DOOR, check_in)
    tell(session, TO_STAFF, DOOR, check_in)
