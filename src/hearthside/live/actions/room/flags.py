"""
Flags and lines: what whoever leads tells each other about somebody, and what they never see.

A flag follows the person through the session. While it stands they do not go without a word, and its highest level
calls the crisis clinician.
"""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.live.models.room_acts import Flag, NoteLine
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.raised import pages_of
from hearthside.live.queries.room_people import leading_account, meant, person, require_open
from hearthside.live.queries.titles import title
from hearthside.live.relations import TO_CRISIS, TO_STAFF
from hearthside.live.room_events import FlagEnded, FlagRaised, LineWritten
from hearthside.live.room_refusals import FlagChanged
from hearthside.live.room_words import (
    DANGER,
    FLAG_CAUSE,
    FLAG_LEVELS,
    LONGEST_LINE,
    NO_FLAG,
    RAISED_LADDER,
    SUBJECT_FLAG,
)
from hearthside.live.telling import PEOPLE, tell
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact, text
from hearthside.safety.actions.pages import Subject, raise_page, withdraw_page
from hearthside.safety.models.pages import Page


@action
def set_flag(*, live: LiveSession, sitter: UUID, level: int, by: Actor) -> Flag | None:
    """
    Say how worried one is about somebody, or with 0 that one is not any more; gives the flag that stands now.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        NobodyThere: they are not in the room. WrongFact: no such level. FlagChanged: somebody else was faster.
    """
    if level != NO_FLAG and level not in FLAG_LEVELS:
        raise WrongFact("level", "Choose how worried you are.")
    account = leading_account(live, by)
    at = clock.now()
    with behind(live.program_id, by), refusing({"live_flag_one_open": FlagChanged()}, goes_on=False):
        require_open(live)
        row = meant(live, sitter)
        open_ones = Flag.objects.select_for_update(of=("self",)).filter(
            session=live, patient=row.patient_id, partner=row.partner_id, ended_at__isnull=True
        )
        old: Flag | None = open_ones.first()
        if (old.level if old else NO_FLAG) == level:
            return old
        called = pages_of(old) if old else []
        if old is not None:
            old.ended_at, old.ended_by_id = at, account
            old.save(update_fields=["ended_at", "ended_by"])
        made: Flag | None = None
        if level != NO_FLAG:
            made = Flag.objects.create(
                program_id=live.program_id, session=live, patient_id=row.patient_id, partner_id=row.partner_id,
                level=level, raised_at=at, raised_by_id=account,
            )  # fmt: skip
    _call(made, called, live, by)
    if old is not None:
        record(FlagEnded(flag=old.pk, **person(row)), by=by)
    if made is not None:
        record(FlagRaised(session=live.pk, flag=made.pk, level=level, **person(row)), by=by)
    for audience in (TO_STAFF, TO_CRISIS):
        tell(live.pk, audience, PEOPLE, row.seat_id)
    return made


def _call(made: Flag | None, called: list[Page], live: LiveSession, by: Actor) -> None:
    """The highest level calls; another one takes a call back that nobody has answered."""
    watch = system_actor("live", program=live.program_id, request_id=by.request_id)
    for page in called:
        withdraw_page(page=page, by=watch)
    if made is None or made.level != DANGER:
        return
    with behind(live.program_id, by):
        kept = LiveSession.objects.select_related("session__cohort").get(pk=live.pk)
    raise_page(
        program=live.program_id, cause=FLAG_CAUSE, ladder=RAISED_LADDER, subject=Subject(SUBJECT_FLAG, made.pk),
        title=f"Whoever leads {title(kept)} asks for a crisis clinician", by=by,
    )  # fmt: skip


@action
def write_line(*, live: LiveSession, sitter: UUID, words: str, by: Actor) -> NoteLine:
    """
    A line about somebody for whoever leads; an empty one takes the last away.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        NobodyThere: they are not in the room. WrongFact: more than a line.
    """
    kept = text("words", words, most=LONGEST_LINE)
    account = leading_account(live, by)
    with behind(live.program_id, by):
        require_open(live)
        row = meant(live, sitter)
        line: NoteLine = NoteLine.objects.create(
            program_id=live.program_id, session=live, patient_id=row.patient_id, partner_id=row.partner_id, words=kept,
            at=clock.now(), by_id=account,
        )  # fmt: skip
    record(LineWritten(session=live.pk, line=line.pk, **person(row)), by=by)
    tell(live.pk, TO_STAFF, PEOPLE, row.seat_id)
    return line
