"""Background work of offered places: people reminded, silence handed on, news told, and whoever waits looked at."""

import logging

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.ledger.actors import system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.placement.actions.looking_again import look_again
from hearthside.placement.actions.offers import lapse_offers
from hearthside.placement.news_offers import HANDLERS, LISTENER

log = logging.getLogger("hearthside.placement")

EVERY_FIVE_MINUTES = "*/5 * * * *"
# While America sleeps.
EVERY_DAY = "20 9 * * *"
# Six fields: the last are seconds.
EVERY_TEN_SECONDS = "* * * * * */10"


def _programs() -> list[Program]:
    with scope(system_actor("nightly")):
        return list(Program.objects.order_by("id"))


@app.periodic(cron=EVERY_FIVE_MINUTES, periodic_id="placement_offers")
@app.task(name="placement.offers", queueing_lock="placement.offers")
def offers(timestamp: int) -> None:
    """Remind people whose time to answer ends soon, and hand on what nobody answered, in every program."""
    for program in _programs():
        by = system_actor("nightly", program=program.pk, request_id=f"offers:{timestamp}")
        with scope(by):
            lapsed, reminded = retrying(lapse_offers)(program=program, by=by)
        if lapsed or reminded:
            log.info("Program %s: %d offers not answered in time, %d reminded.", program.pk, len(lapsed), len(reminded))


@app.periodic(cron=EVERY_DAY, periodic_id="placement_waiting")
@app.task(name="placement.waiting", queueing_lock="placement.waiting")
def waiting(timestamp: int) -> None:
    """Look at whoever waits again, in every program."""
    for program in _programs():
        by = system_actor("nightly", program=program.pk, request_id=f"waiting:{timestamp}")
        with scope(by):
            count = retrying(look_again)(program=program, by=by)
        log.info("Program %s: something else is so of %d people who wait.", program.pk, count)


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id="placement_offer_news")
@app.task(name="placement.offer_news", queueing_lock="placement.offer_news", pass_context=False)
def offer_news(timestamp: int) -> None:
    """Tell people what happened since."""
    read = read_on(LISTENER, HANDLERS, by=system_actor("outbox", request_id=f"placement.offer_news:{timestamp}"))
    if read:
        log.info("Read %d entries.", read)
