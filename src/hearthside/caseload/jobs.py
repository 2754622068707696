"""Work of every hour: each program's day is its own, so each is asked on its own clocks."""

import logging

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.caseload.actions.day_turns import follow_the_day
from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.policy.queries import today

log = logging.getLogger("hearthside.caseload")

# Soon after each program's own midnight, and before the nightly comparison of grants.
HOURLY = "3 * * * *"


@app.periodic(cron=HOURLY, periodic_id="caseload_days")
@app.task(name="caseload.days", queueing_lock="caseload.days")
def days(timestamp: int) -> None:
    """Let what a group sees of each other follow its days, in every program. `timestamp` is when the hour struck."""
    with scope(system_actor("nightly")):
        programs = list(Program.objects.order_by("id"))
    for program in programs:
        by = system_actor("nightly", program=program.id, request_id=f"caseload_days:{timestamp}")
        with scope(by):
            count = retrying(follow_the_day)(program=program, on=today(program), by=by)
        log.info("Program %s: looked at what %d people see.", program.id, count)
