"""Work of every night: each program's day is its own, so each is asked on its own clocks."""

import logging

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.applying import forget_senders
from hearthside.people.actions.expiries import note_expiries
from hearthside.people.actions.grants import compare_grants
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


# At night, when least is going on; a grant that should not be is ended at the latest then, and named.
NIGHTLY = "23 7 * * *"


@app.periodic(cron=NIGHTLY, periodic_id="grants")
@app.task(name="people.grants", queueing_lock="people.grants")
def grants(timestamp: int) -> None:
    """Hold every grant against the relationships it follows from, and put right what differs, in every program."""
    with scope(system_actor("nightly")):
        programs = list(Program.objects.order_by("id"))
    for program in programs:
        by = system_actor("nightly", program=program.id, request_id=f"grants:{timestamp}")
        with scope(by):
            brought = compare_grants(program=program, by=by)
        if brought.given or brought.ended:
            log.error("Program %s: %d grants missing, %d too many.", program.id, len(brought.given), len(brought.ended))


@app.periodic(cron=HOURLY, periodic_id="senders_of_forms")
@app.task(name="people.senders_of_forms", queueing_lock="people.senders_of_forms")
def senders_of_forms(timestamp: int) -> None:
    """Forget from where the public form was sent, once that is a day ago."""
    with scope(system_actor("nightly", request_id=f"senders_of_forms:{timestamp}")):
        log.info("Forgot %d senders of forms.", forget_senders())
