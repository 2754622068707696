"""Who is expected in a session, by the schedule; and with whom they come."""

from uuid import UUID

from django.db.models import Q

from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.relations import CO, COMING, LEAD
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import CoupleMember
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import SEAT_HELD


def is_expected(
    live: LiveSession,
    patient: UUID | None,
    partner: UUID | None,
    clinician: UUID | None,
    *,
    account: UUID | None = None,
) -> bool:
    """Whether this person has a seat in the session's plan, or staffs it; with `account`, only if it is theirs."""
    if clinician is not None:
        return _leads_or_comes(live, clinician, account)
    seats = PlannedSeat.objects.filter(session=live.pk, state=SEAT_HELD)
    seats = seats.filter(patient=patient) if patient is not None else seats.filter(partner=partner)
    if account is not None:
        seats = seats.filter(Q(patient__account=account) | Q(partner__account=account))
    return seats.exists()


def is_expected_as(account: UUID, session: UUID) -> bool:
    """Whether whoever signs in with this account has a seat in the session's plan. Behind the scenes."""
    mine = Q(patient__account=account) | Q(partner__account=account)
    return PlannedSeat.objects.filter(mine, session=session, state=SEAT_HELD).exists()


def _leads_or_comes(live: LiveSession, clinician: UUID, account: UUID | None) -> bool:
    who = Clinician.objects.filter(pk=clinician, program=live.program_id).values_list("account_id", flat=True).first()
    if account is not None and who != account:
        return False
    planned = Staffing.objects.filter(block__session=live.pk, clinician=clinician, released_at__isnull=True)
    return planned.exists() or (who is not None and bool(tie(who, live.pk).relations & {LEAD, CO, COMING}))


def couple_of(patient: UUID | None, partner: UUID | None) -> UUID | None:
    """The couple that this person is of now."""
    if patient is None and partner is None:
        return None
    one = Q(patient=patient) if patient is not None else Q(partner=partner)
    found: UUID | None = (
        CoupleMember.objects.filter(one, couple__until_at__isnull=True).values_list("couple_id", flat=True).first()
    )
    return found
