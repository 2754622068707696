"""Work of every hour: what was sent and never brought in is let go."""

import logging

from procrastinate.contrib.django import app

from hearthside.interop.actions.uploads import forget_uploads
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.interop")

HOURLY = "41 * * * *"


@app.periodic(cron=HOURLY, periodic_id="uploads")
@app.task(name="interop.uploads", queueing_lock="interop.uploads")
def uploads(timestamp: int) -> None:
    """Forget uploads that are a day old. `timestamp` is when the hour struck."""
    with scope(system_actor("nightly", request_id=f"uploads:{timestamp}")):
        gone = forget_uploads()
    log.info("%d uploads were let go.", gone)
