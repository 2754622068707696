"""
Every few seconds: whether what the media server told of open rooms shows that its clock and ours are apart.

Of each program by the messages of its own rooms. While too few come to know, an alarm stands as it is.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Min

from hearthside.access.models import Program
from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.clocks import end_clock_alarm, raise_clock_alarm
from hearthside.live.models.clocks import ClockAlarm
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.watch.clocks import Told, apart_by
from hearthside.policy.queries import in_force, today

APART_KEY = "clocks.apart.seconds"
LATELY = timedelta(minutes=10)
"""How far back messages are looked at: so long after a clock was set right its alarm may still stand."""
MILLISECOND = timedelta(milliseconds=1)

log = logging.getLogger("hearthside.live")


def look_at_clocks(now: datetime) -> None:
    """Raise the alarm of each program whose rooms show it, once, and end it where they show that it is over."""
    with scope(system_actor("live")):
        told = told_lately(now)
        programs = list(Program.objects.filter(pk__in=told))
        raised = set(ClockAlarm.objects.filter(ended_at__isnull=True).values_list("program", flat=True))
    for program in programs:
        by = system_actor("live", program=program.pk)
        try:
            with scope(by):
                most = in_force(today(program), program.pk).whole(APART_KEY) * 1000
                apart = apart_by(told[program.pk], most)
                if apart and program.pk not in raised:
                    _say(retrying(raise_clock_alarm)(program=program.pk, behind_ms=apart, by=by))
                elif apart == 0 and program.pk in raised:
                    _say(retrying(end_clock_alarm)(program=program.pk, by=by))
        except Exception as error:
            log.exception("Clocks of program %s could not be looked at: %s", program.pk, type(error).__name__)


def told_lately(now: datetime) -> dict[UUID, Told]:
    """Of each program what its open rooms were told of. One question."""
    rooms = LiveRoom.objects.filter(closed_at__isnull=True).values("name")
    messages = WebhookInbox.objects.filter(room__in=rooms, stored_at__gt=now - LATELY, program__isnull=False)
    rows = messages.values("program").annotate(
        n=Count("event_id"), first=Min("received_at"), last=Max("received_at"),
        least=Min(F("received_at") - F("created_at")),
    )  # fmt: skip
    return {
        row["program"]: Told(row["n"], (row["last"] - row["first"]) // MILLISECOND, row["least"] // MILLISECOND)
        for row in rows.order_by("program")
    }


def _say(alarm: ClockAlarm | None) -> None:
    if alarm is None:
        return
    if alarm.ended_at is not None:
        log.warning("Clock alarm %s of program %s is over.", alarm.pk, alarm.program_id)
        return
    says = "Clock alarm %s of program %s: the media server is behind by %d ms."
    log.warning(says, alarm.pk, alarm.program_id, alarm.behind_ms)
