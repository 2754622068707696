"""Background work of offered places: people reminded, offers without an answer handed on, and news told."""

import logging

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.ledger.actors import system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.placement.actions.offers import lapse_offers
from hearthside.placement.news_offers import HANDLERS, LISTENER

log = logging.getLogger("hearthside.placement")

EVERY_FIVE_MINUTES = "*/5 * * * *"
# Six fields: the last are seconds.
EVERY_TEN_SECONDS = "* * * * * */10"


@app.periodic(cron=EVERY_FIVE_MINUTES, periodic_id="placement_offers")
@app.task(name="placement.offers", queueing_lock="placement.offers")
def offers(timestamp: int) -> None:
    """Remind people whose time to answer ends soon, and hand on what nobody answered, in every program."""
    with scope(system_actor("nightly")):
        programs = list(Program.objects.order_by("id"))
    for program in programs:
        by = system_actor("nightly", program=program.pk, request_id=f"offers:{timestamp}")
        with scope(by):
            lapsed, reminded = retrying(lapse_offers)(program=program, by=by)
        if lapsed or reminded:
            log.info("Program %s: %d offers not answered in time, %d reminded.", program.pk, len(lapsed), len(reminded))


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id="placement_offer_news")
@app.task(name="placement.offer_news", queueing_lock="placement.offer_news", pass_context=False)
def offer_news(timestamp: int) -> None:
    """Tell people what happened since."""
    read = read_on(LISTENER, HANDLERS, by=system_actor("outbox", request_id=f"placement.offer_news:{timestamp}"))
    if read:
        log.info("Read %d entries.", read)
