"""Which sessions are to be judged: over, silent for as long as policy says, and with something new since last time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q

from hearthside.live.models.beats import LastBeat
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.policy.queries import numbers
from hearthside.schedule.words import CANCELED

WAIT, LATE = "attest.wait.seconds", "attest.late.days"
# What was received before the last look, but could not be seen yet: it was still being written.
BEING_WRITTEN = timedelta(seconds=30)


def sessions_to_judge(program: UUID, now: datetime) -> list[LiveSession]:
    """Those of this program that are over and have never been judged, or received something since."""
    policy = numbers([WAIT, LATE], program)
    rooms = LiveRoom.objects.filter(session=OuterRef(OuterRef("pk"))).values("name")
    since = WebhookInbox.objects.filter(
        room__in=rooms, stored_at__gt=OuterRef("judged__at") - BEING_WRITTEN, stored_at__lte=now
    )
    rows = LiveSession.objects.filter(
        Q(judged__isnull=True) | Exists(since), program=program, ended_at__isnull=False,
        ended_at__gt=now - timedelta(days=policy[LATE]), ended_at__lte=now - timedelta(seconds=policy[WAIT]),
    )  # fmt: skip
    return list(rows.exclude(session__status=CANCELED).order_by("ended_at", "pk"))


def is_due(live: LiveSession, now: datetime) -> bool:
    """Whether this one is to be judged now: nothing of it may still be on its way."""
    # One that was canceled with its door open let nobody in: there is nothing to attest to.
    if live.ended_at is None or live.session.status == CANCELED:
        return False
    wait = timedelta(seconds=numbers([WAIT], live.program_id)[WAIT])
    last = last_evidence(live)
    return now - max(live.ended_at, last or live.ended_at) >= wait


def last_evidence(live: LiveSession) -> datetime | None:
    """When anything that says that somebody was there was last received."""
    names = LiveRoom.objects.filter(session=live).values("name")
    told = WebhookInbox.objects.filter(room__in=names).aggregate(at=Max("stored_at"))["at"]
    beat = LastBeat.objects.filter(seat__session=live).aggregate(at=Max(F("at")))["at"]
    found: list[datetime] = [at for at in (told, beat) if at is not None]
    return max(found, default=None)
