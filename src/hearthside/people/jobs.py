"""Work of every night: each program's day is its own, so each is asked on its own clocks."""

import logging

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.expiries import note_expiries
from hearthside.people.credentials.values import day_in

log = logging.getLogger("hearthside.people")

# Every hour, so that each program is asked soon after its own midnight, and again after a night without power. What was
# told already is not told twice.
HOURLY = "17 * * * *"


@app.periodic(cron=HOURLY, periodic_id="license_expiries")
@app.task(name="people.license_expiries", queueing_lock="people.license_expiries")
def license_expiries(timestamp: int) -> None:
    """Tell what ends at a mark, in every program, each on its own day. `timestamp` is when the hour struck."""
    with scope(system_actor("nightly")):
        programs = list(Program.objects.order_by("id"))
    for program in programs:
        by = system_actor("nightly", program=program.id, request_id=f"license_expiries:{timestamp}")
        with scope(by):
            told = note_expiries(program=program, on=day_in(program.zone, clock.now()), by=by)
        log.info("Program %s: told of %d last days.", program.id, told)
