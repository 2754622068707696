"""
Private help: asked for by one press, on the screens of whoever leads at once, and never left unseen.

Nobody else in the group sees or hears of it. What nobody has seen within policy's seconds goes to the crisis clinician.
Rule: docs/rules/in-the-room.md
"""

from datetime import timedelta
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.models.room_acts import HelpCall
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.leading import require_the_watch
from hearthside.live.queries.raised import pages_of, require_raised
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_people import own_or_beside, person, require_open
from hearthside.live.queries.titles import title
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import TO_SEAT, TO_STAFF
from hearthside.live.room_events import HelpAsked, HelpEscalated, HelpSeen
from hearthside.live.room_words import HELP_CAUSE, HELP_CAUSES, RAISED_LADDER, SUBJECT_HELP
from hearthside.live.telling import HELP, tell
from hearthside.people.actions.grants import behind
from hearthside.people.particulars import one_of
from hearthside.policy.queries import at_version
from hearthside.safety.actions.pages import Subject, raise_page, withdraw_page

ESCALATE_KEY = "help.escalate.seconds"


@action
def ask_in_private(*, live: LiveSession, cause: str, sitter: UUID | None = None, by: Actor) -> HelpCall:
    """
    Ask whoever leads for help. The same call, sent again before anybody has seen it, is the same call.

    Raises:
        NotInThisSession, NotYourScreen: `by` sits nowhere here, or not with whoever is meant. SessionOver: it ended.
        WrongFact: no cause of the list.
    """
    kind = one_of("cause", cause, HELP_CAUSES, "Choose what it is.")
    with behind(live.program_id, by):
        require_open(live)
        row, at = own_or_beside(live, sitter, by), clock.now()
        assert by.account is not None  # only whoever sits here comes so far
        kept = LiveSession.objects.select_related("session").get(pk=live.pk)
        policy = at_version(kept.policy_version, kept.session.on_day, kept.program_id)
        fresh = HelpCall(
            program_id=kept.program_id, session=kept, patient_id=row.patient_id, partner_id=row.partner_id, cause=kind,
            asked_at=at, asked_by_id=by.account, escalates_at=at + timedelta(seconds=policy.whole(ESCALATE_KEY)),
        )  # fmt: skip
        HelpCall.objects.bulk_create([fresh], ignore_conflicts=True)
        call: HelpCall = HelpCall.objects.get(
            session=kept, patient=row.patient_id, partner=row.partner_id, cause=kind, seen_at__isnull=True
        )
    if call.pk == fresh.pk:
        record(HelpAsked(session=live.pk, call=call.pk, **person(row)), by=by)
    tell(live.pk, TO_STAFF, HELP, call.pk)
    return call


@action
def see_help(*, call: HelpCall, by: Actor) -> HelpCall:
    """
    Whoever can help has seen it, and whoever asked is told so. Those who were called are called no longer; whoever
    answered their call is on the way, and stays.

    Raises:
        NotInThisSession: `by` neither leads there, nor helps to, nor was called for it.
    """
    require_raised(call, by)
    if by.account is None:
        raise NotInThisSession
    with behind(call.program_id, by):
        row: HelpCall = HelpCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if row.seen_at is not None:
            return row
        row.seen_at, row.seen_by_id = clock.now(), by.account
        row.save(update_fields=["seen_at", "seen_by"])
        called = pages_of(row)
        seats = tie(row.asked_by_id, row.session_id).seats
    for page in called:
        withdraw_page(page=page, by=system_actor("live", program=row.program_id, request_id=by.request_id))
    after = int((row.seen_at - row.asked_at).total_seconds())
    record(HelpSeen(call=row.pk, patient=row.patient_id, partner=row.partner_id, after_seconds=after), by=by)
    tell(row.session_id, TO_STAFF, HELP, row.pk)
    for seat in sorted(seats):
        tell(row.session_id, f"{TO_SEAT}{seat}", HELP, row.pk)
    return row


@action
def escalate_help(*, call: HelpCall, by: Actor) -> bool:
    """
    Nobody has seen it in time: the crisis clinician is called. Once for each call, however often it is asked; gives
    whether it was now.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, call.program_id)
    with behind(call.program_id, by):
        row: HelpCall = HelpCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if row.seen_at is not None or row.escalated_at is not None:
            return False
        row.escalated_at = clock.now()
        row.save(update_fields=["escalated_at"])
        live = LiveSession.objects.select_related("session__cohort").get(pk=row.session_id)
        words = f"Somebody in {title(live)} asked for help, and nobody has seen it yet"
    raise_page(
        program=row.program_id, cause=HELP_CAUSE, ladder=RAISED_LADDER, subject=Subject(SUBJECT_HELP, row.pk),
        title=words, by=by,
    )  # fmt: skip
    record(HelpEscalated(call=row.pk, patient=row.patient_id, partner=row.partner_id), by=by)
    tell(row.session_id, TO_STAFF, HELP, row.pk)
    return True
