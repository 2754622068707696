"""The secret address of one's own calendar: made, named, revoked."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text
from hearthside.schedule.events.calendars import CalendarAddressMade, CalendarAddressRevoked, CalendarWordChanged
from hearthside.schedule.models.calendar_feeds import CalendarFeed
from hearthside.schedule.queries.calendars import HAVE_A_CALENDAR, hash_of

SECRET_BYTES = 32
WORD = "Appointment"
LONGEST_WORD = 40


class NoCalendar(Refusal):
    """Only whoever comes to sessions, or leads them, has a calendar here."""

    def __init__(self) -> None:
        super().__init__("There is no calendar for you in this program.")


class NoAddress(Refusal):
    """There is no address (any more)."""

    def __init__(self) -> None:
        super().__init__("Your calendar has no address now. Make one first.")


@dataclass(frozen=True)
class Address:
    """A calendar's address as it is shown once: nobody can look up the secret later."""

    feed: CalendarFeed
    secret: str


@action
def make_calendar_address(*, word: str = WORD, by: Actor) -> Address:
    """
    Make a secret address for one's own calendar. The one before it stops working at once.

    `word` is what every session is called in it: a calendar may lie open where others see it.

    Raises:
        NoCalendar: `by` neither comes to sessions here nor leads them.
        WrongFact: the word cannot be kept.
    """
    account, program = _own(by)
    word = text("word", word, most=LONGEST_WORD, needed="Type a word, such as Appointment.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with behind(program, by):
        _revoke(account, program, by)
        feed = CalendarFeed.objects.create(
            program_id=program, account_id=account, secret_hash=hash_of(secret), word=word, made_at=clock.now()
        )
    record(CalendarAddressMade(account=account, feed=feed.pk), by=by)
    return Address(feed, secret)


@action
def call_calendar_entries(*, word: str, by: Actor) -> CalendarFeed:
    """
    Change what every session is called in one's own calendar.

    Raises:
        NoCalendar, NoAddress: there is none.
        WrongFact: the word cannot be kept.
    """
    account, program = _own(by)
    word = text("word", word, most=LONGEST_WORD, needed="Type a word, such as Appointment.")
    with behind(program, by):
        feed = _open(account, program)
        feed.word = word
        feed.save(update_fields=["word"])
    record(CalendarWordChanged(account=account, feed=feed.pk), by=by)
    return feed


@action
def revoke_calendar_address(*, by: Actor) -> None:
    """
    The address of one's own calendar works no more.

    Raises:
        NoCalendar, NoAddress: there is none.
    """
    account, program = _own(by)
    with behind(program, by):
        _open(account, program)
        _revoke(account, program, by)


def _own(by: Actor) -> tuple[UUID, UUID]:
    if by.account is None or by.program is None or not by.roles & HAVE_A_CALENDAR:
        raise NoCalendar
    return by.account, by.program


def _open(account: UUID, program: UUID) -> CalendarFeed:
    feed = CalendarFeed.objects.select_for_update().filter(
        account=account, program=program, revoked_at__isnull=True
    ).first()  # fmt: skip
    if feed is None:
        raise NoAddress
    return feed


def _revoke(account: UUID, program: UUID, by: Actor) -> None:
    open_feeds = CalendarFeed.objects.select_for_update().filter(
        account=account, program=program, revoked_at__isnull=True
    )
    for feed in open_feeds:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        record(CalendarAddressRevoked(account=account, feed=feed.pk), by=by)
