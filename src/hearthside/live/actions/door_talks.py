"""
A clinician talks with somebody before they come in: raised by an answer, by their own word or by whoever leads.

Where it is about safety the crisis clinician is called, with a title that names nobody; the card is theirs once they
accept. It ends with an outcome, and until then nobody lets the person in.
"""

from collections.abc import Iterable
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.door_events import TalkFirstEnded, TalkFirstRaised
from hearthside.live.door_refusals import NotYourTalk, TalkIsOver, WrongAnswer
from hearthside.live.door_words import CRISIS_LADDER, TALK_CAUSE, TALK_OUTCOMES, TALK_SUBJECT, TALK_TITLE
from hearthside.live.models.check_in import CheckIn, TalkFirst
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.check_in import Visitor, check_in_of
from hearthside.live.queries.door_talks import may_read_card, page_of
from hearthside.live.queries.leading import require_leading
from hearthside.live.refusals import NoPlaceHere
from hearthside.live.rules.check_in import CALLS_CRISIS, HELP, STAFF
from hearthside.live.telling import tell_at_door
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text
from hearthside.safety.actions.pages import Subject, raise_page, resolve_page

LONGEST_NOTE = 2000


def _require_talking(talk: TalkFirst, by: Actor) -> None:
    """Go on for whoever took the call or treats them; where nobody was called, for whoever leads the session too."""
    with behind(talk.program_id, by):
        row = TalkFirst.objects.select_related("check_in__session").get(pk=talk.pk)
        theirs = by.account is not None and may_read_card(row, by.account)
    if theirs:
        return
    if CALLS_CRISIS & set(row.causes):
        raise NotYourTalk
    require_leading(row.check_in.session, by)


def raise_talk(check_in: CheckIn, causes: Iterable[str], by: Actor) -> TalkFirst:
    """Let a clinician talk with them first, for these causes beside those that stand; behind the scenes."""
    fresh = TalkFirst(
        program_id=check_in.program_id, check_in=check_in, causes=sorted(causes), raised_at=clock.now(),
        raised_by_id=by.account if STAFF in causes else None,
    )  # fmt: skip
    TalkFirst.objects.bulk_create([fresh], ignore_conflicts=True)
    talk: TalkFirst = TalkFirst.objects.select_for_update(of=("self",)).get(check_in=check_in, outcome="")
    if missing := set(causes) - set(talk.causes):
        talk.causes = sorted({*talk.causes, *missing})
        talk.save(update_fields=["causes"])
    if CALLS_CRISIS & set(talk.causes):
        raise_page(
            program=check_in.program_id, cause=TALK_CAUSE, ladder=CRISIS_LADDER,
            subject=Subject(TALK_SUBJECT, talk.pk), title=TALK_TITLE, by=by,
        )  # fmt: skip
    if talk.pk == fresh.pk:
        raised = TalkFirstRaised(
            talk=talk.pk, check_in=check_in.pk, patient=check_in.patient_id, by_staff=STAFF in causes
        )
        record(raised, by=by)
    tell_at_door(check_in.session_id, check_in.pk)
    return talk


@action
def ask_for_help(*, visitor: Visitor, by: Actor) -> TalkFirst:
    """
    "I need help now", said at the door: the crisis clinician is called at once.

    Raises:
        NoPlaceHere: `by` is not this person, or has not begun to check in.
    """
    at_the_door = by.system == "door" and bool(visitor.ticket_kind)
    if by.program != visitor.program.pk or not (at_the_door or (by.account and by.account == visitor.account)):
        raise NoPlaceHere
    with behind(visitor.program.pk, by):
        row = check_in_of(visitor.session.pk, visitor.person)
        if row is None:
            raise NoPlaceHere
        return raise_talk(row, {HELP}, by)


@action
def talk_first(*, check_in: CheckIn, by: Actor) -> TalkFirst:
    """
    Whoever leads wants to talk with somebody before they come in.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to.
    """
    with behind(check_in.program_id, by):
        live = LiveSession.objects.get(pk=check_in.session_id)
    require_leading(live, by)
    with behind(check_in.program_id, by):
        return raise_talk(check_in, {STAFF}, by)


@action
def end_talk(*, talk: TalkFirst, outcome: str, note: str, by: Actor) -> TalkFirst:
    """
    Write down how the talk ended. With `join` they may come in as far as this goes.

    Raises:
        NotYourTalk: `by` neither took the call nor treats them.
        NotInThisSession: where no call went out, `by` neither leads the session nor helps to.
        TalkIsOver: somebody wrote it down before. WrongAnswer: no such outcome, or a note that says too much.
    """
    if by.account is None or by.program != talk.program_id:
        raise NotYourTalk
    if outcome not in TALK_OUTCOMES:
        raise WrongAnswer("outcome", "Choose how it ended.")
    kept = text("note", note, most=LONGEST_NOTE)
    _require_talking(talk, by)
    with behind(talk.program_id, by):
        row: TalkFirst = TalkFirst.objects.select_for_update(of=("self",)).select_related("check_in").get(pk=talk.pk)
        if row.outcome:
            raise TalkIsOver
        row.outcome, row.ended_at, row.ended_by_id, row.note = outcome, clock.now(), by.account, kept
        row.save(update_fields=["outcome", "ended_at", "ended_by", "note"])
        page = page_of(row.pk)
        if page is not None:
            resolve_page(page=page, by=system_actor("live", program=row.program_id, request_id=by.request_id))
    patient: UUID | None = row.check_in.patient_id
    record(TalkFirstEnded(talk=row.pk, check_in=row.check_in_id, patient=patient, outcome=outcome), by=by)
    tell_at_door(row.check_in.session_id, row.check_in_id)
    return row
