"""
Tickets: one person checks in to one session without signing in, beside whoever is signed in, whom it replaces not.

A link goes to their own address; a code is read to them by staff for the screen that they share. Each works once. What
the device then holds opens this check-in alone, until they give the device back or the session is over.
"""

import secrets
from dataclasses import dataclass

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.door_events import SeatTicketMade, SeatTicketUsed
from hearthside.live.door_refusals import TicketClosed
from hearthside.live.door_words import HERE, LINK
from hearthside.live.models.check_in import SeatTicket
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.check_in import Visitor, partner_in
from hearthside.live.queries.door_tickets import hash_of, open_ticket
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.places import is_expected
from hearthside.live.refusals import NoPlaceHere
from hearthside.people.actions.grants import behind
from hearthside.schedule.plain import Person

# Letters and digits that nobody confuses when they are read out.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH, SECRET_BYTES = 10, 32


@dataclass(frozen=True)
class MadeTicket:
    """A ticket as it is shown or sent once: nobody can look up the secret later."""

    ticket: SeatTicket
    secret: str


@action
def make_ticket(*, live: LiveSession, person: Person, kind: str, by: Actor) -> MadeTicket:
    """
    A ticket for somebody who is expected in this session, made by whoever leads it.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to. NoPlaceHere: they are not expected.
    """
    require_leading(live, by)
    return _make(live, person, kind, by)


@action
def send_partner_link(*, visitor: Visitor, live: LiveSession, by: Actor) -> MadeTicket:
    """
    A link for one's own partner, who comes to the same session: for their own address, which is not shown here.

    Raises:
        NoPlaceHere: `by` is not this person, or their partner is not expected.
    """
    if by.account is None or by.account != visitor.account or by.program != live.program_id:
        raise NoPlaceHere
    with behind(live.program_id, by):
        other = partner_in(live.pk, visitor.person)
    if other is None:
        raise NoPlaceHere
    return _make(live, Person(other.patient_id, other.partner_id), LINK, by)


@action
def use_ticket(*, secret: str, by: Actor) -> MadeTicket:
    """
    Use a ticket: it works no more, and the secret that comes back opens the check-in on this device.

    Raises:
        TicketClosed: it was used, its time is over, or it never was.
    """
    if not by.is_anonymous and by.account is None:
        raise TicketClosed
    found = open_ticket(secret)
    if found is None:
        raise TicketClosed
    with behind(found.program_id, by):
        row = SeatTicket.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if row.used_at is not None or row.expires_at <= clock.now():
            raise TicketClosed
        held = secrets.token_urlsafe(SECRET_BYTES)
        row.used_at, row.pass_hash = clock.now(), hash_of(held)
        row.save(update_fields=["used_at", "pass_hash"])
    record(SeatTicketUsed(ticket=row.pk, patient=row.patient_id, partner=row.partner_id), by=by)
    return MadeTicket(row, held)


@action
def give_back(*, ticket: SeatTicket, by: Actor) -> None:
    """
    The device is another's again: nothing of this check-in is shown on it any more.

    Raises:
        NoPlaceHere: `by` is not the door, where they came in.
    """
    if by.system != "door" or by.program != ticket.program_id:
        raise NoPlaceHere
    with behind(ticket.program_id, by):
        row = SeatTicket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        row.given_back_at = row.given_back_at or clock.now()
        row.save(update_fields=["given_back_at"])


def _make(live: LiveSession, person: Person, kind: str, by: Actor) -> MadeTicket:
    secret = (
        "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if kind == HERE
        else secrets.token_urlsafe(SECRET_BYTES)
    )
    with behind(live.program_id, by):
        if live.ended_at is not None or not is_expected(live, person.patient, person.partner, None):
            raise NoPlaceHere
        ticket: SeatTicket = SeatTicket.objects.create(
            program_id=live.program_id, session=live, patient_id=person.patient, partner_id=person.partner, kind=kind,
            secret_hash=hash_of(secret), made_at=clock.now(), made_by_id=by.account, expires_at=live.ends_at,
        )  # fmt: skip
    made = SeatTicketMade(ticket=ticket.pk, session=live.pk, patient=person.patient, partner=person.partner, way=kind)
    record(made, by=by)
    return MadeTicket(ticket, secret)
