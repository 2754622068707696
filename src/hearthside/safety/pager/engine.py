"""
The engine of the pager: takes what is due, calls people, and goes on whatever happens.

It shares nothing with pages and jobs: a process of its own (`python -m hearthside.safety.pager`), with connections of
its own that wait for nothing long. Times are the database's. Two engines may run side by side; each step is taken by
one of them. A database that is away is asked again until it is back.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, connections

from hearthside.safety.pager import audit
from hearthside.safety.pager.again import try_again
from hearthside.safety.pager.carrying import Ticket, carry_out
from hearthside.safety.pager.channels import CHANNELS
from hearthside.safety.pager.taking import StepFailed, take_step

log = logging.getLogger("hearthside.safety.pager")

# Calls that may have to wait for a server, side by side.
BESIDE = 4
# Without these a server would keep a page locked for an engine that hangs or was cut off.
LIMITS = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=5000"
KEEP_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2, "tcp_user_timeout": 5000}


@dataclass(frozen=True)
class Times:
    """How often it looks, how long a call may be in flight, and when the auditor asks and counts a step as late."""

    look_seconds: float = 0.25
    in_flight_seconds: float = 10.0
    pause_seconds: float = 2.0
    """After a try that failed; twice as long after the second."""
    audit_seconds: float = 30.0
    late_seconds: float = 30.0
    away_seconds: float = 0.5
    """Before a database that was away is asked again."""

    @property
    def in_flight(self) -> timedelta:
        return timedelta(seconds=self.in_flight_seconds)

    @property
    def pause(self) -> timedelta:
        return timedelta(seconds=self.pause_seconds)

    @property
    def late(self) -> timedelta:
        return timedelta(seconds=self.late_seconds)


USUAL = Times()
# Told of each place that the engine passes.
Passing = Callable[[str], None]
PLACES = (
    "before a step is taken",
    "after a step is taken",
    "before a call leaves",
    "after a call left",
    "after it is written that it left",
)


def nothing_happens(place: str) -> None:
    """What passing a place does."""


def run(stop: threading.Event, times: Times = USUAL, passing: Passing = nothing_happens) -> None:
    """Call people until asked to stop. Nothing that goes wrong ends it."""
    own_connections()
    auditor = threading.Thread(target=_audit, args=(stop, times), name="auditor", daemon=True)
    auditor.start()
    with ThreadPoolExecutor(BESIDE, thread_name_prefix="calls") as beside:
        _connect_beforehand(beside, times)
        while not stop.is_set():
            _whatever_happens(lambda: work(times, passing, beside), stop, times)
            stop.wait(times.look_seconds)
    auditor.join()


def _connect_beforehand(beside: ThreadPoolExecutor, times: Times) -> None:
    """Every thread has its connection before it needs it: when everybody else's are used up, calls still leave."""
    together = threading.Barrier(BESIDE)

    def connect() -> None:
        together.wait()
        _whatever_happens(connection.ensure_connection, None, times)

    for _ in range(BESIDE):
        beside.submit(connect)
    _whatever_happens(connection.ensure_connection, None, times)


def work(times: Times, passing: Passing, beside: ThreadPoolExecutor) -> None:
    """Everything that is due now."""
    _send(try_again(times.in_flight), times, passing, beside)
    passing("before a step is taken")
    failed: list[StepFailed] = []
    while True:
        try:
            tickets = take_step(times.in_flight, except_for=[each.page for each in failed])
        except StepFailed as error:
            # The others are called all the same; this one is looked at again next time, and the auditor tells of it.
            failed.append(error)
            continue
        if tickets is None:
            break
        passing("after a step is taken")
        _send(tickets, times, passing, beside)
    if failed:
        raise failed[0]


def _send(tickets: Iterable[Ticket], times: Times, passing: Passing, beside: ThreadPoolExecutor) -> None:
    """What is quick at once, the rest beside."""
    quick = [ticket for ticket in tickets if CHANNELS[ticket.channel].is_quick]
    for ticket in tickets:
        if ticket not in quick:
            beside.submit(_beside, ticket, times, passing)
    for ticket in quick:
        carry_out(ticket, times.pause, passing)


def _beside(ticket: Ticket, times: Times, passing: Passing) -> None:
    _whatever_happens(lambda: carry_out(ticket, times.pause, passing), None, times)


def _whatever_happens(do: Callable[[], object], stop: threading.Event | None, times: Times) -> None:
    """Do it; what goes wrong is logged, and the connection made anew after a moment. What was due still is."""
    try:
        do()
    except Exception as error:
        # Its name and where it was: its message may quote a row.
        log.warning("Interrupted by %s.", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
        connection.close()
        if stop is not None:
            stop.wait(times.away_seconds)


def _audit(stop: threading.Event, times: Times) -> None:
    while not stop.wait(times.audit_seconds):
        _whatever_happens(lambda: audit.look(times.late), stop, times)
    connection.close()


def own_connections() -> None:
    """This process takes no connection from a pool, and each of its own gives up soon."""
    options = connections.settings["default"].setdefault("OPTIONS", {})
    options.pop("pool", None)
    options.update(options=LIMITS, connect_timeout=3, application_name="hearthside pager", **KEEP_ALIVE)
