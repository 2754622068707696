"""The lead passes from one clinician to another: by their own word, or by the watch's."""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.course.holding import leading
from hearthside.live.course_refusals import NotOfTheStaff, OnlyWhoeverLeads
from hearthside.live.events import LeadTaken
from hearthside.live.models.rooms import Lead, LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_course import inside, staff_order
from hearthside.live.relations import LEAD, TO_ROOM
from hearthside.live.telling import COURSE, tell
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician

HANDED_OVER = "handed_over"


@action
def hand_over(*, live: LiveSession, seat: UUID, by: Actor) -> UUID:
    """
    Whoever sits at this seat leads from now on; gives the clinician. Whoever leads by the plan may take the lead back.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        OnlyWhoeverLeads: `by` only helps. NotOfTheStaff: nobody of the staff who counts sits there.
    """
    account = leading(live, by)
    with behind(live.program_id, by):
        rows = inside(live).filter(seat=seat, role=FACILITATOR, counts_in_ratio=True).select_related("clinician")
        to: Clinician | None = next((row.clinician for row in rows if row.clinician), None)
        if to is None:
            raise NotOfTheStaff
        takes_back = to.account_id == account and staff_order(live)[:1] == [str(to.pk)]
        if not takes_back and not leads(live, account):
            raise OnlyWhoeverLeads
    pass_lead(live, to.pk, HANDED_OVER, by)
    return to.pk


def leads(live: LiveSession, account: UUID) -> bool:
    """Whether this account leads the session; where nobody does, whoever helps may do as the lead does."""
    return LEAD in tie(account, live.pk).relations or not Lead.objects.filter(
        session=live, until_at__isnull=True
    ).exists()  # fmt: skip


def pass_lead(live: LiveSession, clinician: UUID, because: str, by: Actor, *, instead_of: UUID | None = None) -> None:
    """
    This clinician leads from now on; whoever led before does no longer. With `instead_of` only while nobody else than
    that one leads. Behind whatever asks who may.
    """
    at = clock.now()
    with behind(live.program_id, by):
        # The session's row first: of two who pass it on at once, the second sees whom the first has named.
        if LiveSession.objects.select_for_update().get(pk=live.pk).ended_at is not None:
            return
        held = Lead.objects.select_for_update().filter(session=live, until_at__isnull=True).first()
        if held is not None and (held.clinician_id == clinician or instead_of not in (None, held.clinician_id)):
            return
        if held is not None:
            held.until_at = at
            held.save(update_fields=["until_at"])
        Lead.objects.create(
            program_id=live.program_id, session=live, clinician_id=clinician, because=because, from_at=at
        )
    record(LeadTaken(session=live.pk, clinician=clinician, because=because), by=by)
    tell(live.pk, TO_ROOM, COURSE)
