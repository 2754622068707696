"""
A session of the past is played: its door opens, people come and go, it ends; by the actions that every session goes by.

All of it is one transaction, in which the clock says what time it was. So a watch that looks at what is open never sees
a session half played, and one that was cut short is played again from its beginning.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.actions.opening import end_live, open_live
from hearthside.live.actions.seating import Sitter, admit_seat, leave_room, take_seat
from hearthside.live.actions.watching import begin_block
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.words import FACILITATOR
from hearthside.policy.queries import in_force
from hearthside.project.demo.lived import received
from hearthside.project.demo.lived.planned import Planned
from hearthside.project.demo.lived.received import Connection
from hearthside.project.demo.lived.script import Part, parts

DOORS = timedelta(minutes=15)
# So long after the last connection a session is over: late evidence may still come.
EMPTY = timedelta(seconds=61)
# Whoever is let in is connected after a few moments.
ENTERS_BEFORE = timedelta(seconds=20)


@dataclass
class Played:
    """A session while it is played."""

    plan: Planned
    parts: list[Part]
    live: LiveSession
    room: LiveRoom
    watch: Actor
    storyteller: Actor
    seats: dict[UUID, Seat] = field(default_factory=dict)
    # Until when everything that came is received.
    received_until: datetime | None = None

    @property
    def connections(self) -> list[Connection]:
        return [
            Connection(self.seats[part.who], stay)
            for part in self.parts
            if part.who in self.seats
            for stay in part.stays
        ]

    @property
    def closed_at(self) -> datetime:
        """When its rooms are closed: a minute after the last connection was known to be over."""
        return max(each.stay.told_at for each in self.connections) + EMPTY

    def receive(self, until: datetime) -> None:
        """What came up to this instant is received."""
        since = self.received_until or self.plan.session.starts_at - DOORS
        with self.at(until):
            received.receive(self.room, self.connections, since, until)
        self.received_until = until

    def leaves_early(self, part: Part) -> None:
        """Whoever goes before the end says so, and nobody looks for them."""
        if part.says_leave:
            with self.at(part.stays[-1].end):
                leave_room(seat=self.seats[part.who], coming_back=False, by=self.watch)

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """What happens inside happened then, and the watch did it unless it says otherwise."""
        with clock.told_as_of(instant, by=self.storyteller), looking_as(self.watch):
            yield


def open_past(plan: Planned, storyteller: Actor) -> Played:
    """The door of this session opens, a quarter of an hour before it began."""
    session = plan.session
    watch = system_actor("live", program=session.program_id, request_id=f"demonstration:lived {session.pk}")
    with clock.told_as_of(session.starts_at - DOORS, by=storyteller), looking_as(watch):
        version = in_force(session.on_day, session.program_id).version
        live = open_live(session=session.pk, policy_version=version, by=watch)
        room = LiveRoom.objects.get(session=live)
        # As the media server names a room that was made there.
        room.room_sid = f"RM_{room.name[-12:]}"
        room.save(update_fields=["room_sid"])
    people = [*plan.patients, *plan.partners]
    script = parts(plan.key, session.starts_at, session.ends_at, people, plan.staff)
    return Played(plan, script, live, room, watch, storyteller)


def sits_down(played: Played, part: Part) -> None:
    """Somebody of the staff comes, and leaves as they did."""
    if not part.stays:
        return
    with played.at(part.stays[0].start - ENTERS_BEFORE):
        sitter = Sitter(FACILITATOR, clinician=part.who)
        seat = take_seat(live=played.live, sitters=[sitter], by=played.watch)
        played.seats[part.who] = admit_seat(seat=seat, by=played.watch)
    played.leaves_early(part)


@dataclass(frozen=True)
class Between:
    """Something out of the ordinary, at an instant of the session."""

    at: datetime
    happens: Callable[[Played], None]


def play(
    plan: Planned,
    storyteller: Actor,
    *,
    come: Callable[[Played, Part], None],
    between: Between | None = None,
) -> Played:
    """Play one session from its door to its end. `come` is how somebody comes in, or does not."""
    played = open_past(plan, storyteller)
    for part in sorted(played.parts, key=_in_order_of_coming):
        come(played, part)
    for block in plan.blocks:
        with played.at(block.starts_at):
            begin_block(live=played.live, number=block.number, kind=block.kind, by=played.watch)
        if between is not None and block.starts_at <= between.at < block.ends_at:
            between.happens(played)
    closed_at = played.closed_at
    played.receive(closed_at)
    with played.at(closed_at):
        received.keep_polls(played.room, played.connections, plan.session.starts_at - DOORS, closed_at)
        end_live(live=played.live, by=played.watch)
    return played


def _in_order_of_coming(part: Part) -> tuple[bool, datetime]:
    """Whoever leads is there before anybody is let in."""
    return not part.is_staff, part.stays[0].start if part.stays else part.arrives_at
