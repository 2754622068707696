"""The live room's background work: whoever was expected and did not come is not forgotten."""

from datetime import timedelta

from procrastinate.contrib.django import app

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.door_outreach import open_outreach
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import CANCELED

EVERY_MINUTE = "* * * * *"
# Longer than any session lasts: what began before is over.
BACK = timedelta(hours=12)


@app.periodic(cron=EVERY_MINUTE, periodic_id="outreach")
@app.task(name="live.outreach", queueing_lock="live.outreach")
def outreach(timestamp: int) -> None:
    """Open a task for everybody who is missed. `timestamp` is when the minute struck."""
    with scope(system_actor("nightly")):
        at = clock.now()
        begun = Session.objects.filter(starts_at__lte=at, starts_at__gt=at - BACK, live__isnull=False)
        sessions = list(begun.exclude(status=CANCELED).order_by("starts_at", "id"))
    for session in sessions:
        by = system_actor("nightly", program=session.program_id, request_id=f"outreach:{timestamp}")
        with scope(by):
            retrying(open_outreach)(session=session, by=by)
