"""Rooms for a benchmark in which the one facilitator is needed: who sits there, and by what their page beats."""

import time
from typing import Any

from django.conf import settings

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.push.ticket import Ticket
from hearthside.people.actions.clinicians import link_account
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.words import FLOATER
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders import clinicians, live
from tests.builders.clinicians import House
from tests.builders.schedule import able

HOUR = 3_600


def rooms_with_one(rooms: int) -> list[dict[str, Any]]:
    """Each with its name, and the note and connection of the one who leads there. A floater is on duty."""
    there = live.live(build.program())
    _on_duty(there.at)
    with scope(there.watch):
        coming = list(Session.objects.filter(series=there.group.series).order_by("starts_at")[:rooms])
    for session in coming:
        live.opened(there.at, session)
    with scope(there.watch):
        LiveSession.objects.filter(session__in=coming).update(first_admitted_at=clock.now())
        sitting = {name: SeatOccupant.objects.get(seat=seat) for name, seat in there.seats.items()}
        return [_room(room, sitting) for room in LiveRoom.objects.filter(session__session__in=coming)]


def _on_duty(at: House) -> None:
    noor = able(at, "Noor Haddad")
    who = clinicians.account(noor.name)
    clinicians.actor(at.program, "clinician", who=who)
    with scope(at.director):
        link_account(clinician=noor, account=who, by=at.director)
    actor = Actor(account=who.pk, program=at.program.pk, roles=frozenset({"clinician"}))
    with scope(actor):
        start_duty(program=at.program.pk, kind=FLOATER, by=actor)


def _room(room: LiveRoom, sitting: dict[str, SeatOccupant]) -> dict[str, Any]:
    for one in sitting.values():
        if one.patient_id is not None:
            # They need no page here: until somebody says that they are gone they count.
            _seated(room, one)
    seat, sid = _seated(room, sitting["kim"])
    note = settings.TICKETS.sign(Ticket(seat.pk, seat.identity, room.name, int(time.time()) + HOUR))
    return {"room": room.name, "note": note, "sid": sid}


def _seated(room: LiveRoom, one: SeatOccupant) -> tuple[Seat, str]:
    now, sid = clock.now(), f"PA_{new_id().hex[-12:]}"
    seat = Seat.objects.create(
        program_id=room.program_id, session_id=room.session_id, identity=f"s-{new_id().hex}", made_at=now,
        admitted_at=now,
    )  # fmt: skip
    SeatOccupant.objects.create(
        program_id=room.program_id, seat=seat, patient_id=one.patient_id, clinician_id=one.clinician_id, role=one.role,
        from_at=now,
    )  # fmt: skip
    WebhookInbox.objects.create(
        event_id=str(new_id()), program_id=room.program_id, event="participant_joined", room=room.name,
        room_sid="RM_1", sid=sid, identity=seat.identity, created_at=now, received_at=now, body_sha256="0" * 64,
    )  # fmt: skip
    return seat, sid
