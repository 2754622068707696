"""The engine of the pager in a process of the tests: the same `run`, and a fault that waits for it."""

import itertools
import logging
import os
import signal
import threading
import time
from dataclasses import dataclass

import django
from django.apps import apps
from django.conf import settings
from django.db import connections

if not apps.ready:
    django.setup()

from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import channels, engine, ladders
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.words import FLOATER, NEXT, SUPERVISOR
from tests.builders.safety import LADDER

# The program's own times, sixty times as fast.
TIMES = engine.Times(
    look_seconds=0.02, in_flight_seconds=10 / 60, pause_seconds=2 / 60, audit_seconds=0.5, late_seconds=0.5,
    away_seconds=0.05,
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What befalls the engine: it is killed at a place, its clock is wrong, or its log's disk is full."""

    dies_at: str = ""
    # How often it passes the place before.
    after: int = 0
    # By how much its clock is wrong: with more than one of them it jumps each time that it is read.
    clock_seconds: tuple[float, ...] = ()
    log_is_full: bool = False


def run(where: dict[str, str], mail_port: int, fault: Fault) -> None:
    """Run the engine until it is killed."""
    connections.settings["default"].update(where)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    channels.MAIL_SECONDS = 1.0
    _log(full=fault.log_is_full)
    if fault.clock_seconds:
        true, true_ns, wrong = time.time, time.time_ns, itertools.cycle(fault.clock_seconds)
        time.time = lambda: true() + next(wrong)
        time.time_ns = lambda: true_ns() + int(next(wrong) * 1e9)
    ladders.register(Ladder(LADDER, whoever_is_on_duty, lambda page, account: "", {}))
    engine.run(threading.Event(), TIMES, _killed_at(fault))


def whoever_is_on_duty(page: Page, level: str, called: object) -> Choice:
    """The floaters on duty in their order, one after the other; the supervisors; everybody."""
    duties = Duty.objects.open().filter(program=page.program_id).order_by("began_at", "id")
    if level == NEXT:
        there = [d.account_id for d in duties.filter(kind=FLOATER) if d.account_id not in called][:1]  # type: ignore[operator]
    else:
        there = [d.account_id for d in (duties.filter(kind=SUPERVISOR) if level == SUPERVISOR else duties)]
    return Choice(tuple(Candidate(account) for account in there))


def _killed_at(fault: Fault) -> engine.Passing:
    passed = 0

    def passing(place: str) -> None:
        nonlocal passed
        if place != fault.dies_at:
            return
        passed += 1
        if passed > fault.after:
            os.kill(os.getpid(), signal.SIGKILL)

    return passing


def _log(*, full: bool) -> None:
    """Where it says what went wrong: nowhere, or onto a disk that has no room left."""
    logger = logging.getLogger("hearthside")
    logger.handlers.clear()
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler() if full else logging.NullHandler())
    if full:
        no_room = os.open("/dev/full", os.O_WRONLY)
        os.dup2(no_room, 1)
        os.dup2(no_room, 2)
