"""Somebody takes part by telephone: from when until when, on the word of whoever leads. Evidence, named as that."""

from datetime import time
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.attendance.evidence import PRESENT
from hearthside.live.models.attested import Amendment
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.clock_time import instant_within
from hearthside.live.queries.room_people import leading_account, meant, person, require_open
from hearthside.live.relations import TO_STAFF
from hearthside.live.room_events import TookPartByPhone
from hearthside.live.telling import PEOPLE, tell
from hearthside.live.words import MAIN
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact

REASON = "Took part by telephone"


@action
def note_by_phone(*, live: LiveSession, sitter: UUID, from_time: time, to_time: time, by: Actor) -> Amendment:
    """
    Write down that somebody took part by telephone in these minutes, which are over.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        NobodyThere: they are not in the room. WrongFact: times that are not of this session, or not over yet.
    """
    account, now = leading_account(live, by), clock.now()
    with behind(live.program_id, by):
        require_open(live)
        row = meant(live, sitter)
        first = instant_within("from_time", from_time, live, None, now)
        last = instant_within("to_time", to_time, live, first, now)
        if last <= first:
            raise WrongFact("to_time", "A call ends at least a minute after it began.")
        made: Amendment = Amendment.objects.create(
            program_id=live.program_id, session=live, room=LiveRoom.objects.get(session=live, kind=MAIN),
            patient_id=row.patient_id, partner_id=row.partner_id, role=row.role, starts_at=first, ends_at=last,
            effect=PRESENT, reason=REASON, by_id=account, at=now,
        )  # fmt: skip
    record(TookPartByPhone(session=live.pk, amendment=made.pk, **person(row)), by=by)
    tell(live.pk, TO_STAFF, PEOPLE, row.seat_id)
    return made
