"""Whose check-in a ticket opens: by its secret before it is used, by what the device holds afterwards."""

import hashlib

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.models.check_in import SeatTicket
from hearthside.live.queries.check_in import Visitor
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.plain import Person
from hearthside.schedule.words import CANCELED, SEAT_HELD


def hash_of(secret: str) -> str:
    """What a secret is recognized by. A code is typed with or without gaps, in small letters or large."""
    plain = secret.strip()
    if len(plain) < 20:
        plain = "".join(c for c in plain.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def open_ticket(secret: str) -> SeatTicket | None:
    """The ticket with this secret, if it may still be used. Its reader knows no program yet."""
    with looking_as(system_actor("door")):
        rows = SeatTicket.objects.filter(secret_hash=hash_of(secret), used_at__isnull=True, expires_at__gt=clock.now())
        found: SeatTicket | None = rows.first()
        return found


def held_ticket(held: str) -> SeatTicket | None:
    """The ticket whose check-in this device may go on with."""
    if not held:
        return None
    with looking_as(system_actor("door")):
        rows = SeatTicket.objects.filter(
            pass_hash=hash_of(held), given_back_at__isnull=True, expires_at__gt=clock.now()
        ).select_related("program", "session__session__cohort", "session__program")
        found: SeatTicket | None = rows.first()
        return found


def visitor_by(ticket: SeatTicket) -> Visitor | None:
    """The person of a ticket at the door, as long as they have a seat. Behind the scenes."""
    person = Person(ticket.patient_id, ticket.partner_id)
    seats = Seat.objects.filter(session=ticket.session_id, state=SEAT_HELD)
    seats = seats.filter(patient=person.patient, partner=person.partner).exclude(session__status=CANCELED)
    if not seats.exists():
        return None
    return Visitor(ticket.program, ticket.session.session, person, ticket_kind=ticket.kind)
