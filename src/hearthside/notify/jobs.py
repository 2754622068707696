"""
What the worker does for notices: reads on what happened, sends what is due.

Each mail has a job of its own, made with it, so that it leaves at once. A job whose worker is killed is never done
again; so nothing relies on it: every few seconds the sweep looks at the rows themselves.
"""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from hearthside.ledger.actors import system_actor
from hearthside.ledger.listening import read_on
from hearthside.notify.actions.notices import DELIVER
from hearthside.notify.actions.outbox import send_due, send_next
from hearthside.notify.news import HANDLERS, LISTENER

log = logging.getLogger("hearthside.notify")

# Six fields: the last are seconds.
EVERY_TEN_SECONDS = "* * * * * */10"


@app.task(name=DELIVER)
def deliver(mail: str) -> None:
    """Send one mail, if it is still due."""
    send_next(only=UUID(mail))


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id="notify_sweep")
@app.task(name="notify.sweep", queueing_lock="notify.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Tell what happened since, and send whatever is due: nothing waits for a job that was lost."""
    read = read_on(LISTENER, HANDLERS, by=system_actor("outbox", request_id=f"notify.sweep:{timestamp}"))
    sent = send_due()
    if read or sent:
        log.info("Read %d entries, looked at %d mails.", read, sent)
