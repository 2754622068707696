"""
A live group is filled with made-up people, and stays so until somebody ends it: they check in, are let in, and speak.

They are really there: connections to the media server, heartbeats to the door of every page. Where there is no media
server, they check in and wait, and nobody is shown in a room in which nobody is.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from hearthside.access.models import Program
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.opening import end_live
from hearthside.live.engine import NoVideo
from hearthside.live.media.engine import MediaRefused, MediaUnreachable
from hearthside.live.media.keys import socket_address
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.web.reach import beat_note
from hearthside.project.demo.group import guests
from hearthside.project.demo.group.bringing import Bringing
from hearthside.project.demo.group.computers import Computers, Place
from hearthside.project.demo.group.note import BACK, KILL, STOP, Notes
from hearthside.project.demo.group.opening import open_group
from hearthside.project.demo.group.standing_in import in_her_way, signs_in

LOOK_SECONDS = 0.5
# One after the other, as people come; each of them costs a moment's work.
ONE_COMES_EVERY, TRIES_AGAIN_AFTER = 1.5, 12.0
ASKS_EVERY = 5.0
LONGEST = timedelta(minutes=60)


class Filling:
    """One group while it is filled. `doors`: the origin of the raw doors."""

    def __init__(self, program: Program, doors: str, notes: Notes) -> None:
        self._doors, self._notes = doors, notes
        self._watch = system_actor("live", program=program.pk, request_id="demonstration:group")
        self.live = open_group(program)
        with scope(self._watch):
            self.live = LiveSession.objects.select_related("session__program", "session__cohort").get(pk=self.live.pk)
            self._began: datetime = clock.now()
        self.places = [Place(guest) for guest in guests.expected(self.live)]
        self._bringing = Bringing()
        self._computers = Computers(self.places, self._bringing)
        self._words = "They come to the door, one after the other."
        self._came_at, self._asked_at = 0.0, 0.0
        self._way, self._is_over = ("", False), False
        self._signs_in = signs_in(self.live, self._watch)

    def run(self, is_over: Callable[[], bool]) -> None:
        """Fill it until it is over, somebody says so, or an hour has passed."""
        try:
            while not is_over() and self._goes_on():
                words = self._notes.asked()
                if STOP in words:
                    self._is_over = True
                    break
                if KILL in words:
                    self._lose()
                if BACK in words:
                    self._bring_back()
                self._words = self._computers.heard() or self._words
                self._somebody_comes()
                self._look()
                self._tell()
                time.sleep(LOOK_SECONDS)
        finally:
            self._computers.end()
            if self._is_over:
                # Everybody has left, so what they left behind can be looked at.
                with scope(self._watch):
                    end_live(live=self.live, by=self._watch)
            self._notes.forget()

    def _goes_on(self) -> bool:
        with scope(self._watch):
            row = LiveSession.objects.get(pk=self.live.pk)
            if row.ended_at is not None or clock.now() > self._began + LONGEST:
                return False
            revoked = set(Seat.objects.filter(session=row, revoked_at__isnull=False).values_list("pk", flat=True))
        for place in self.places:
            if place.guest.seat is not None and place.guest.seat.pk in revoked and place.sid:
                self._leaves(place)
        return True

    def _somebody_comes(self) -> None:
        """The next one checks in, comes in, or comes back after their connection was lost."""
        now = time.monotonic()
        if now - self._came_at < ONE_COMES_EVERY:
            return
        waiting = [p for p in self.places if not p.sid and not p.killed and now - p.asked_at > TRIES_AGAIN_AFTER]
        if not waiting:
            return
        self._came_at = now
        # Whoever leads is there first; then whoever has not tried yet.
        place = min(waiting, key=lambda p: (not p.guest.is_staff, p.asked_at))
        place.asked_at = now
        try:
            self._comes(place)
        except (NoVideo, MediaUnreachable, MediaRefused) as why:
            self._words = str(why)
        except Refusal as no:
            self._words = f"{place.guest.name}: {no}"

    def _comes(self, place: Place) -> None:
        guest = place.guest
        if not guest.is_staff and guest.check_in is None:
            guests.checks_in(self.live, guest)
        if not self._bringing.goes_on():
            self._words = self._bringing.words
            return
        if guest.seat is None and guest.is_staff:
            guests.seat_staff(self.live, guest, self._watch)
        elif guest.seat is None and not guests.comes_in(guest, self._watch):
            self._words = f"{guest.name} waits at the door: {' '.join(guest.objections)}"
            return
        assert guest.seat is not None
        with scope(self._watch):
            entry = enter_room(seat=guest.seat, by=self._watch)
            room = LiveRoom.objects.get(name=entry.room)
            note = beat_note(guest.seat, room, self.live)
        self._computers.of(place).ask({
            "do": "join", "who": str(guest.who), "url": socket_address(self._doors), "token": entry.token,
            "beat": note, "doors": self._doors,
        })  # fmt: skip

    def _lose(self) -> None:
        """The computer of whoever leads last dies."""
        there = [place for place in self.places if place.guest.is_staff and place.sid and place.process]
        if not there:
            self._words = "No made-up facilitator is in the room."
            return
        lost = there[-1]
        assert lost.process
        lost.process.kill()
        lost.sid, lost.killed, lost.process = "", True, None
        self._words = f"The computer of {lost.guest.name} has died. Nobody said goodbye."

    def _bring_back(self) -> None:
        for place in self.places:
            place.killed = False
        self._words = "Whoever was lost comes back."

    def _leaves(self, place: Place) -> None:
        """Somebody was put out: they go, and do not come again."""
        self._computers.of(place).ask({"do": "leave", "who": str(place.guest.who)})
        place.sid, place.killed = "", True

    def _look(self) -> None:
        """Now and then, whether Dana would be called."""
        if time.monotonic() - self._asked_at > ASKS_EVERY:
            self._way, self._asked_at = in_her_way(self.live, self._watch), time.monotonic()

    def _tell(self) -> None:
        there = [place for place in self.places if place.sid]
        lost = [place.guest.name for place in self.places if place.guest.is_staff and place.killed]
        way, supervisor_helps = self._way
        self._notes.keep(
            session=str(self.live.pk), words=self._words, staff=sum(p.guest.is_staff for p in there),
            people=sum(not p.guest.is_staff for p in there), expected=len(self.places), lost=lost,
            signs_in=self._signs_in, way=way, supervisor_helps=supervisor_helps,
        )  # fmt: skip
