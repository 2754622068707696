"""
What stands in somebody's calendar: every session of theirs, by times alone.

Whoever holds the secret address reads it, without signing in. It says no more than when there is an appointment, and is
read behind the scenes, for as long as its owner may come to this program.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from hearthside.ledger import clock
from hearthside.notify.queries import live_roles
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.policy.queries import number_today
from hearthside.schedule.ics import Event
from hearthside.schedule.models.calendar_feeds import CalendarFeed
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.words import CANCELED, SEAT_CANCELED, SEAT_HELD

HAVE_A_CALENDAR = frozenset({"patient", "partner", "clinician"})
BACK_DAYS = "calendar.back.days"
BREAK = "break"


def hash_of(secret: str) -> str:
    """What a secret is recognized by. It is long and random, so that no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_behind(secret: str) -> CalendarFeed | None:
    """The open address with this secret, as long as its owner has a calendar here. Behind the scenes."""
    feed = (
        CalendarFeed.objects.select_related("program")
        .filter(secret_hash=hash_of(secret), revoked_at__isnull=True, account__is_active=True)
        .first()
    )
    if feed is None or not live_roles(feed.account_id, feed.program_id) & HAVE_A_CALENDAR:
        return None
    return feed


def own_feed(account: UUID, program: UUID) -> CalendarFeed | None:
    """The open address of somebody's calendar, without its secret."""
    return CalendarFeed.objects.filter(account=account, program=program, revoked_at__isnull=True).first()


def patients_of(account: UUID, program: UUID) -> list[UUID]:
    """Whose record a calendar of this account shows something of."""
    own = Patient.objects.filter(account=account, program=program)
    return list(own.values_list("pk", flat=True))


def events_of(feed: CalendarFeed) -> list[Event]:
    """
    Everything in the calendar from some days back on: what stands, and for as long what was canceled.

    A fixed number of queries. Behind the scenes.
    """
    since = clock.now() - timedelta(days=number_today(BACK_DAYS, feed.program_id))
    roles = live_roles(feed.account_id, feed.program_id)
    found = _of_seats(feed, since) if roles & {"patient", "partner"} else []
    if "clinician" in roles:
        found += _of_staffing(feed, since)
    return found


def _of_seats(feed: CalendarFeed, since: datetime) -> list[Event]:
    own = Q(patient__account=feed.account_id) | Q(partner__account=feed.account_id)
    seats = Seat.objects.filter(own, program=feed.program_id, session__ends_at__gte=since).select_related("session")
    by_session: dict[UUID, list[Seat]] = {}
    for seat in seats.order_by("changed_at", "pk"):
        by_session.setdefault(seat.session_id, []).append(seat)
    times = _guest_times([seat for rows in by_session.values() for seat in rows])
    events = []
    for rows in by_session.values():
        # Somebody who left and came back has two seats; the one that is not canceled is theirs now.
        seat = next((row for row in rows if row.state != SEAT_CANCELED), rows[-1])
        session = seat.session
        canceled = session.status == CANCELED or seat.state != SEAT_HELD
        if canceled and session.status != CANCELED and seat.changed_at < since:
            continue
        starts_at, ends_at = times.get(seat.pk, (session.starts_at, session.ends_at))
        # Grows with every change of the session or of any seat of theirs in it.
        changes = sum(row.sequence + 1 for row in rows) - 1
        events.append(_event(feed, session, starts_at, ends_at, changes, seat.changed_at, canceled=canceled))
    return events


def _guest_times(seats: Iterable[Seat]) -> dict[UUID, tuple[datetime, datetime]]:
    """When guests of some blocks come and go."""
    guests = {seat.pk: seat for seat in seats if seat.blocks}
    blocks: dict[UUID, list[Block]] = {}
    for block in Block.objects.filter(session__in=[seat.session_id for seat in guests.values()]).order_by("number"):
        blocks.setdefault(block.session_id, []).append(block)
    times = {}
    for pk, seat in guests.items():
        own = [b for b in blocks.get(seat.session_id, ()) if b.number in (seat.blocks or ())]
        if own:
            times[pk] = own[0].starts_at, own[-1].ends_at
    return times


def _of_staffing(feed: CalendarFeed, since: datetime) -> list[Event]:
    clinicians = Clinician.objects.filter(account=feed.account_id, program=feed.program_id)
    rows = Staffing.objects.filter(clinician__in=clinicians, block__session__ends_at__gte=since)
    by_session: dict[UUID, list[Staffing]] = {}
    for row in rows.select_related("block__session").order_by("block__number"):
        by_session.setdefault(row.block.session_id, []).append(row)
    breaks = {(b.session_id, b.number): b.ends_at for b in Block.objects.filter(session__in=by_session, kind=BREAK)}
    events = []
    for rows_of_session in by_session.values():
        session = rows_of_session[0].block.session
        standing = [row for row in rows_of_session if row.released_at is None]
        canceled = session.status == CANCELED or not standing
        changed_at = max(row.released_at or row.from_at for row in rows_of_session)
        if canceled and session.status != CANCELED and changed_at < since:
            continue
        starts_at, ends_at = _stay([row.block for row in standing or rows_of_session], breaks)
        changes = sum(1 + (row.released_at is not None) for row in rows_of_session)
        events.append(_event(feed, session, starts_at, ends_at, changes, changed_at, canceled=canceled))
    return events


def _stay(blocks: Sequence[Block], breaks: dict[tuple[UUID, int], datetime]) -> tuple[datetime, datetime]:
    """From the first block to the end of the last, with the break that belongs to it."""
    last = max(blocks, key=lambda block: block.number)
    ends_at = breaks.get((last.session_id, last.number + 1), last.ends_at)
    return min(block.starts_at for block in blocks), ends_at


def _event(
    feed: CalendarFeed, session: Session, starts_at: datetime, ends_at: datetime, changes: int, changed_at: datetime,
    *, canceled: bool,
) -> Event:  # fmt: skip
    return Event(
        uid=f"{session.pk}@hearthside",
        summary=feed.word,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=session.zone,
        sequence=session.sequence + changes,
        # Whichever changed last: the session, or what its owner has in it.
        changed_at=max(changed_at, session.changed_at or changed_at),
        canceled=canceled,
    )
