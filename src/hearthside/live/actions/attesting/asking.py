"""Whoever came may say that their own minutes are wrong; whoever treated there, or compliance, answers once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.attesting.attesting import words_for
from hearthside.live.attested_events import CorrectionAnswered, CorrectionRequested
from hearthside.live.attested_refusals import AnsweredAlready, AskedAlready, NotYetJudged, WrongMark
from hearthside.live.attested_words import ANSWERS
from hearthside.live.models.attested import AttendanceVersion
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.attested_standing import came, who_treated
from hearthside.live.refusals import NotInThisSession
from hearthside.notify.actions.notices import notify
from hearthside.people.actions.grants import behind
from hearthside.schedule.queries.receivers import Receiver, of_clinicians, of_people
from hearthside.schedule.said import when


@action
def ask_correction(*, live: LiveSession, words: str, by: Actor) -> CorrectionAsked:
    """
    Say that one's own minutes are wrong.

    Raises:
        NotInThisSession: `by` neither came nor was expected. NotYetJudged: there are no minutes yet.
        AskedAlready: what they asked before is still open. WrongMark: no words.
    """
    said = words.strip()
    if not said:
        raise WrongMark("words", "Say what is wrong.")
    if by.account is None or by.program != live.program_id:
        raise NotInThisSession
    with behind(live.program_id, by):
        patient, partner = came(live.pk, by.account)
        if patient is None and partner is None:
            raise NotInThisSession
        if not AttendanceVersion.objects.filter(session=live).exists():
            raise NotYetJudged
        try:
            with transaction.atomic():
                row: CorrectionAsked = CorrectionAsked.objects.create(
                    program_id=live.program_id, session=live, patient_id=patient, partner_id=partner, words=said,
                    asked_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as refusal:
            raise AskedAlready from refusal
        chart = _chart(row)
        _tell("correction_asked", of_clinicians(who_treated(live.pk)), row, by)
    record(CorrectionRequested(request=row.pk, session=live.pk, patient=chart), by=by)
    return row


@action
def answer_correction(*, correction: CorrectionAsked, outcome: str, words: str, by: Actor) -> CorrectionAsked:
    """
    Answer it, once. Correcting the minutes is a step of its own.

    Raises:
        NotYoursToAttest: `by` neither led nor helped there and is not of compliance.
        AnsweredAlready: somebody else was faster. WrongMark: no such outcome, or no words.
    """
    said = words.strip()
    if outcome not in ANSWERS:
        raise WrongMark("outcome", "Choose what came of it.")
    if not said:
        raise WrongMark("words", "Tell them why.")
    with behind(correction.program_id, by):
        words_for(correction.session, by)
        row: CorrectionAsked = CorrectionAsked.objects.select_for_update(of=("self",)).get(pk=correction.pk)
        if row.outcome:
            raise AnsweredAlready
        row.outcome, row.answer, row.answered_at, row.answered_by_id = outcome, said, clock.now(), by.account
        row.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
        chart = _chart(row)
        _tell("correction_answered", of_people([who for who in (row.patient_id, row.partner_id) if who]), row, by)
    record(CorrectionAnswered(request=row.pk, session=row.session_id, patient=chart, outcome=outcome), by=by)
    return row


def _tell(kind: str, receivers: Iterable[Receiver], row: CorrectionAsked, by: Actor) -> None:
    """Whoever has an account hears of it; of what was said they read on the page."""
    begins = row.session.session.starts_at
    for receiver in receivers:
        facts = {"when": when([begins], receiver.zone)}
        notify(account=receiver.account, kind=kind, about=row.pk, facts=facts, by=by)


def _chart(row: CorrectionAsked) -> UUID | None:
    """Whose record it is of."""
    return row.partner.patient_id if row.partner else row.patient_id
