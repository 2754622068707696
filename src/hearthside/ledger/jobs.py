"""Work of every minute: an anchor for whatever was written since the last."""

from procrastinate.contrib.django import app

from hearthside.ledger.actors import system_actor
from hearthside.ledger.anchors import add_anchor
from hearthside.ledger.scope import scope

EVERY_MINUTE = "* * * * *"


@app.periodic(cron=EVERY_MINUTE, periodic_id="ledger_anchor")
@app.task(name="ledger.anchor", queueing_lock="ledger.anchor")
def anchor(timestamp: int) -> None:
    """Sign where the chains end now. `timestamp` is when the minute struck."""
    with scope(system_actor("nightly", request_id=f"ledger_anchor:{timestamp}")):
        add_anchor()
