"""
The schedule's background work: sessions made ahead, what was made looked at again, the next one asked for cover; people
told of what happened and reminded of what begins.
"""

import logging
from collections.abc import Callable

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.policy.queries import today
from hearthside.schedule.actions.ahead import follow_zone_data, going_on, look_again, make_ahead
from hearthside.schedule.actions.cover import ask_on
from hearthside.schedule.actions.day_turns import follow_visits
from hearthside.schedule.actions.granting import lapse_swaps
from hearthside.schedule.actions.questions import close_past
from hearthside.schedule.actions.reminders import remind
from hearthside.schedule.news import HANDLERS, LISTENER

log = logging.getLogger("hearthside.schedule")

# Every hour, so that each program's new day is made soon after its midnight, and a night without power is made up for.
HOURLY = "37 * * * *"
# Soon after each program's own midnight, and before the nightly comparison of grants.
SOON_AFTER_THE_HOUR = "5 * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
EVERY_MINUTE = "* * * * *"
# Six fields: the last are seconds.
EVERY_TEN_SECONDS = "* * * * * */10"


def in_every_program(name: str, timestamp: int, work: Callable[[Program, Actor], None]) -> None:
    """Do this for each program, each in a transaction of its own."""
    for program in _programs():
        by = system_actor("nightly", program=program.pk, request_id=f"{name}:{timestamp}")
        with scope(by):
            work(program, by)


def _programs() -> list[Program]:
    with scope(system_actor("nightly")):
        return list(Program.objects.order_by("id"))


@app.periodic(cron=HOURLY, periodic_id="sessions_ahead")
@app.task(name="schedule.sessions_ahead", queueing_lock="schedule.sessions_ahead")
def sessions_ahead(timestamp: int) -> None:
    """Look at what is planned again, then make what is missing. `timestamp` is when the hour struck."""

    def work(program: Program, by: Actor) -> None:
        moved = retrying(follow_zone_data)(program=program, by=by)
        short = retrying(look_again)(program=program, by=by)
        close_past(program=program, by=by)
        log.info("Program %s: %d sessions moved, %d short.", program.pk, len(moved), len(short))

    in_every_program("sessions_ahead", timestamp, work)
    # Each series in a transaction of its own: none holds cohorts and people of another while it is made.
    for program in _programs():
        by = system_actor("nightly", program=program.pk, request_id=f"sessions_ahead:{timestamp}")
        with scope(by):
            series = going_on(program)
        for one in series:
            with scope(by):
                retrying(make_ahead)(series=one, by=by)
        log.info("Program %s: %d series went on.", program.pk, len(series))


@app.periodic(cron=SOON_AFTER_THE_HOUR, periodic_id="visits")
@app.task(name="schedule.visits", queueing_lock="schedule.visits")
def visits(timestamp: int) -> None:
    """Let what guests and their hosts see of each other follow its days."""

    def work(program: Program, by: Actor) -> None:
        count = retrying(follow_visits)(program=program, on=today(program), by=by)
        log.info("Program %s: looked at what %d people see for a day.", program.pk, count)

    in_every_program("visits", timestamp, work)


@app.periodic(cron=EVERY_FIVE_MINUTES, periodic_id="cover")
@app.task(name="schedule.cover", queueing_lock="schedule.cover")
def cover(timestamp: int) -> None:
    """Ask the next clinician wherever nobody has answered in time."""

    def work(program: Program, by: Actor) -> None:
        log.info("Program %s: %d asked to help out.", program.pk, retrying(ask_on)(program=program.pk, by=by))

    in_every_program("cover", timestamp, work)


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id="schedule_news")
@app.task(name="schedule.news", queueing_lock="schedule.news", pass_context=False)
def news(timestamp: int) -> None:
    """Tell people what happened since."""
    read = read_on(LISTENER, HANDLERS, by=system_actor("outbox", request_id=f"schedule.news:{timestamp}"))
    if read:
        log.info("Read %d entries.", read)


@app.periodic(cron=EVERY_MINUTE, periodic_id="reminders")
@app.task(name="schedule.reminders", queueing_lock="schedule.reminders")
def reminders(timestamp: int) -> None:
    """Remind people of what begins soon, and end asks for seats in what has begun."""

    def work(program: Program, by: Actor) -> None:
        reminded, lapsed = remind(program=program, by=by), lapse_swaps(program=program.pk, by=by)
        if reminded or lapsed:
            log.info("Program %s: %d reminded, %d asks are over.", program.pk, reminded, lapsed)

    in_every_program("reminders", timestamp, work)
