"""
For how long whoever leads has not heard somebody, in whole minutes, once there are as many as policy says.

Nothing is said where nothing is known: while no page of whoever leads listens, while the group is held or rests, and
before anybody could have spoken.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from hearthside.live.models.room_seats import Heard, Listening
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.words import MAIN, PET, REST
from hearthside.policy.queries import at_version

SILENT_KEY = "silent.minutes"
# Pages say whom they hear every quarter of a minute. After a longer pause nobody knows who spoke meanwhile.
PAUSE = timedelta(minutes=1)


def silent_minutes(live: LiveSession, now: datetime) -> Mapping[UUID, int]:
    """Seat -> minutes. Behind the scenes."""
    listening = Listening.objects.filter(session=live).first()
    block = LiveBlock.objects.filter(session=live, ended_at__isnull=True).first()
    held = LiveRoom.objects.filter(session=live, kind=MAIN, closed_at__isnull=True, held_at__isnull=False).exists()
    if listening is None or now - listening.until > PAUSE or block is None or block.kind in (REST, PET) or held:
        return {}
    policy = at_version(live.policy_version, live.session.on_day, live.program_id)
    least = timedelta(minutes=policy.whole(SILENT_KEY))
    heard = dict(Heard.objects.filter(session=live).values_list("seat", "at"))
    seats = Seat.objects.filter(session=live, admitted_at__isnull=False, revoked_at__isnull=True)
    found = {}
    for seat, admitted_at in seats.values_list("pk", "admitted_at"):
        since = max(listening.since, block.began_at, admitted_at, heard.get(seat, admitted_at))
        if now - since >= least:
            found[seat] = int((now - since) / timedelta(minutes=1))
    return found
