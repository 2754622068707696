"""A group that meets at this very moment, so that real processes watch it; its people are bots of the real server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hearthside.access.models import Program
from hearthside.base.zones import zone
from hearthside.caseload.rules.day_plans import Plan
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.course.coming import come_to_lead
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.seating import Sitter
from hearthside.live.media.keys import socket_address
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.models.seats import Seat
from hearthside.live.models.states import RoomState
from hearthside.live.web.reach import beat_note
from hearthside.live.words import FACILITATOR, OK, PATIENT
from hearthside.project.demo.group.process import Process
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.words import FLOATER
from tests import build
from tests.builders import groups, live
from tests.builders.clinicians import House
from tests.builders.live import Live, comes, opened, signs_in
from tests.builders.schedule import able
from tests.database import APP_ROLE, ROOT, SERVER

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
THREE_HOURS = Plan(3, DAYS, 8, (("process", 90), ("break", 10), ("psychoeducation", 90)))
# It began some minutes ago, and ends on the same day: late in the evening the clinic is further west.
BEGAN, LATEST_HOUR, WEST = timedelta(minutes=5), 20, "Pacific/Honolulu"
PATIENTS = ("p1", "p2", "p3", "p4")


def meets_now() -> Live:
    """Kim leads, four people are expected and all were let in; nobody is connected yet."""
    at = build.program()
    began = datetime.now(UTC).replace(second=0, microsecond=0) - BEGAN
    if began.astimezone(zone(at.program.zone)).hour >= LATEST_HOUR:
        at.program.zone = WEST
        with at.seen_by("coordinator"):
            Program.objects.filter(pk=at.program.pk).update(zone=WEST)
    here = began.astimezone(zone(at.program.zone))
    weekdays = [DAYS[(here.weekday() + later) % 7] for later in (0, 2, 4)]
    with clock.fixed(began - timedelta(hours=1)):
        kim = able(at, "Kim Osei")
        lead = signs_in(at, kim)
        group = groups.group(
            at, lead=kim, weekdays=weekdays, start=60 * here.hour + here.minute, from_on=here.date(), plan=THREE_HOURS,
            zone=at.program.zone,
        )  # fmt: skip
    session = group.session(here.date())
    made = opened(at, session)
    with scope(live.watch(at)):
        room = LiveRoom.objects.get(session=made)
    there = Live(at, group, session, made, room, lead, lead, actors={"kim": lead})
    there.seats["kim"] = comes(there, Sitter(FACILITATOR, clinician=kim.pk))
    for name, patient in zip(PATIENTS, group.people, strict=True):
        there.seats[name] = comes(there, Sitter(PATIENT, patient=patient.pk))
    return there


def stands_by(at: House, name: str) -> Actor:
    """A clinician who may lead everybody here, on duty to stand in."""
    actor = signs_in(at, able(at, name))
    with scope(actor):
        start_duty(program=at.program.pk, kind=FLOATER, by=actor)
    return actor


def until(what: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)
    return seen


@dataclass
class Evening:
    """A session that real processes hold, and what of it was true: (who, what, when)."""

    there: Live
    doors: str
    processes: dict[str, Process] = field(default_factory=dict)
    truth: list[tuple[str, str, float]] = field(default_factory=list)

    def when(self, name: str, what: str) -> list[float]:
        return [at for who, did, at in self.truth if (who, did) == (name, what)]

    def enters(self, *names: str) -> None:
        """Their computer, one for all of these, is in the room, with sound and heartbeats."""
        process = Process()
        for name in names:
            self.processes[name] = process
            self._asks_in(name)
        self.are_in(*names)

    def are_in(self, *names: str) -> None:
        """Wait for them; whoever lost their connection for good comes in anew, as their page does."""
        missing = set(names)

        def all_in() -> bool:
            for process in {self.processes[name] for name in names}:
                for line in process.said():
                    if line["what"] == "in":
                        missing.discard(line["who"])
                    else:
                        missing.add(line["who"])
                        self._asks_in(line["who"])
            return not missing

        until(all_in)
        self.truth += [(name, "in", time.time()) for name in names]

    def is_killed(self, name: str) -> None:
        self._note(name, "lost")
        self.processes.pop(name).kill()

    def freezes(self, name: str) -> None:
        self._note(name, "lost")
        os.kill(self.processes[name]._process.pid, signal.SIGSTOP)

    def leaves(self, *names: str) -> None:
        for name in names:
            self._note(name, "left")
            self.processes[name].ask({"do": "leave", "who": name})

    def somebody_answers(self, on_duty: Mapping[str, Actor]) -> str:
        """Whoever of these is called accepts, and enters; gives their name."""
        name, call = until(lambda: self._call(on_duty))
        self._note(name, "called")
        who = on_duty[name]
        with scope(who):
            accept_page(page=call.page, by=who)
            self.there.seats[name] = come_to_lead(session=self.there.session, by=who)
        self.enters(name)
        return name

    def stands(self, staff: int, patients: int = len(PATIENTS)) -> None:
        """Wait until the watch sees so many, and that they are enough."""

        def seen() -> bool:
            with scope(self.there.watch):
                state = RoomState.objects.get(room=self.there.room)
            return (state.state, state.staff, state.patients) == (OK, staff, patients)

        until(seen)

    def _call(self, on_duty: Mapping[str, Actor]) -> tuple[str, PageAttempt] | None:
        by_account = {who.account: name for name, who in on_duty.items()}
        with scope(self.there.watch):
            open_calls = PageAttempt.objects.filter(to__in=by_account, page__accepted_at__isnull=True)
            call = open_calls.select_related("page").order_by("begun_at").first()
        return (by_account[call.to_id], call) if call else None

    def _asks_in(self, name: str) -> None:
        self._note(name, "asked")
        watch = self.there.watch
        with scope(watch):
            seat = Seat.objects.get(pk=self.there.seats[name].pk)
            entry = enter_room(seat=seat, by=watch)
            note = beat_note(seat, LiveRoom.objects.get(name=entry.room), self.there.live)
        self.processes[name].ask({
            "do": "join", "who": name, "url": socket_address(self.doors), "token": entry.token, "beat": note,
            "doors": self.doors,
        })  # fmt: skip

    def _note(self, name: str, what: str) -> None:
        self.truth.append((name, what, time.time()))

    def end(self) -> None:
        for process in set(self.processes.values()):
            process.kill()


@contextmanager
def watching(database: str, told: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """`hearthside live`, as `up` runs it."""
    environment = {**os.environ, **told, "DATABASE_URL": SERVER.url(APP_ROLE, database)}
    command = [sys.executable, "-m", "hearthside.project.up.live"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
