"""The live room's background work: whoever did not come is not forgotten, and who was there is worked out."""

import logging
from contextlib import suppress
from datetime import timedelta

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.freezing import judge_attendance
from hearthside.live.actions.attesting.reminding import remind_to_attest
from hearthside.live.actions.delivering import count_delivered, tell_month
from hearthside.live.actions.door_outreach import open_outreach
from hearthside.live.attested_refusals import AnotherVersion
from hearthside.live.models.attested import AttendanceVersion
from hearthside.live.queries.attested_due import sessions_to_judge
from hearthside.live.queries.delivered import due_now, versions_without_figures
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import CANCELED

log = logging.getLogger("hearthside.live")

EVERY_MINUTE = "* * * * *"
EVERY_TEN_MINUTES = "*/10 * * * *"
# Read at one time.
MOST_VERSIONS = 200
DELIVERED_JOB = "live.delivered"
AFTER_ALL_OTHERS = -20
"""Whoever writes down what was held long ago holds the same lock, and comes first: a month is told as a whole."""
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


@app.periodic(cron=EVERY_TEN_MINUTES, periodic_id="delivered")
@app.task(name=DELIVERED_JOB, queueing_lock=DELIVERED_JOB, lock=DELIVERED_JOB, priority=AFTER_ALL_OTHERS)
def delivered(timestamp: int) -> None:
    """
    Count all that was attested since, and tell the months that are due: what is told is rarely corrected, so nothing
    that is known is left out. `timestamp` is when it was time.
    """
    with scope(system_actor("nightly")):
        programs = list(Program.objects.order_by("pk"))
    while versions := _uncounted():
        for version in versions:
            by = system_actor("nightly", program=version.program_id, request_id=f"delivered:{timestamp}")
            # One that was corrected at this very moment waits for whoever attests to it.
            with scope(by), suppress(AnotherVersion):
                retrying(count_delivered)(version=version, by=by)
    for program in programs:
        by = system_actor("nightly", program=program.pk, request_id=f"delivered:{timestamp}")
        with scope(by):
            for month in due_now(program):
                retrying(tell_month)(program=program, month=month, by=by)


def _uncounted() -> list[AttendanceVersion]:
    with scope(system_actor("nightly")):
        return versions_without_figures(MOST_VERSIONS)


@app.periodic(cron=EVERY_MINUTE, periodic_id="attendance")
@app.task(name="live.attendance", queueing_lock="live.attendance")
def attendance(timestamp: int) -> None:
    """
    Work out who was there wherever a session is over or something came in late; then remind whoever should attest.

    Each session in a transaction of its own: evidence that cannot be judged keeps no other waiting.
    """
    with scope(system_actor("live")):
        programs = list(Program.objects.order_by("id"))
    for program in programs:
        by = system_actor("live", program=program.pk, request_id=f"attendance:{timestamp}")
        with scope(by):
            sessions = sessions_to_judge(program.pk, clock.now())
        for live in sessions:
            try:
                with scope(by):
                    retrying(judge_attendance)(live=live, by=by)
            except Exception as error:
                log.exception("Attendance of session %s: %s", live.pk, type(error).__name__)
        with scope(by):
            retrying(remind_to_attest)(program=program.pk, by=by)
