"""A hundred live sessions of twelve for a benchmark: a few groups' weeks, all of them open at once."""

import time
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.test import Client

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.push.ticket import Ticket
from hearthside.schedule.models.seats import Seat as Place
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.words import SEAT_HELD
from tests import build
from tests.builders import live
from tests.builders.live import Live, account_of

DEVICES = 2
"""Of each of six people, so that a room has twelve pages."""
HOUR = 3_600


def crowd(programs: int, rooms: int) -> list[dict[str, Any]]:
    """Everybody with their session, sign-in, note and connection, as their page knows them."""
    people: list[dict[str, Any]] = []
    for number in range(programs):
        people += _program(-(-rooms * (number + 1) // programs) - -(-rooms * number // programs))
    return people


def _program(rooms: int) -> list[dict[str, Any]]:
    there = live.live(build.program())
    with scope(there.watch):
        # Later ones are held after the last of these people has left, and nobody may listen to a session of others.
        held = Place.objects.filter(session=OuterRef("pk"), state=SEAT_HELD)
        coming = list(Session.objects.filter(Exists(held), series=there.group.series).order_by("starts_at")[:rooms])
    assert len(coming) == rooms, f"A group meets {len(coming)} times, and {rooms} rooms were asked for."
    for session in coming:
        live.opened(there.at, session)
        for patient in there.group.people:
            live.checked_in(there.at, session, Person(patient=patient.pk))
    cookies = {name: _cookie(there, name) for name in there.actors}
    with scope(there.watch):
        now = clock.now()
        sitting = {name: SeatOccupant.objects.filter(seat=seat).get() for name, seat in there.seats.items()}
        LiveSession.objects.filter(session__in=coming).update(first_admitted_at=now)
        return [
            person
            for room in LiveRoom.objects.filter(session__session__in=coming)
            for name, one in sitting.items()
            for person in _pages(room, one, now, cookies[name])
        ]


def _pages(room: LiveRoom, one: SeatOccupant, now: Any, cookie: str) -> list[dict[str, Any]]:
    found = []
    for _ in range(DEVICES):
        seat = Seat.objects.create(
            program_id=room.program_id, session_id=room.session_id, identity=f"s-{new_id().hex}", made_at=now,
            admitted_at=now,
        )  # fmt: skip
        sid = f"PA_{new_id().hex[-12:]}"
        if one.clinician_id:
            # Nobody sits down before the page of whoever leads is alive.
            LastBeat.objects.create(
                program_id=room.program_id, seat=seat, sid=sid, room=room.name, first_at=now, at=now
            )
        SeatOccupant.objects.create(
            program_id=room.program_id, seat=seat, patient_id=one.patient_id, clinician_id=one.clinician_id,
            role=one.role, from_at=now,
        )  # fmt: skip
        WebhookInbox.objects.create(
            event_id=str(new_id()), program_id=room.program_id, event="participant_joined", room=room.name,
            room_sid="RM_1", sid=sid, identity=seat.identity, created_at=now, received_at=now, body_sha256="0" * 64,
        )  # fmt: skip
        note = settings.TICKETS.sign(Ticket(seat.pk, seat.identity, room.name, int(time.time()) + HOUR))
        found.append({"session": str(room.session_id), "cookie": cookie, "note": note, "sid": sid})
    return found


def _cookie(there: Live, name: str) -> str:
    client = Client()
    client.force_login(account_of(there.actors[name]))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
