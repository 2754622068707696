"""What an actor is to a session's record of attendance: who was there to treat, who came, who watches over it."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from hearthside.access import subjects
from hearthside.access.subjects import Standing
from hearthside.ledger.actors import Actor
from hearthside.live.models.attested import Amendment
from hearthside.live.models.rooms import Lead, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import SEAT_CANCELED

COMPLIANCE = "compliance"


def facilitated(session: UUID, account: UUID) -> bool:
    """Whether this account's clinician staffed the session by the plan, led it, stood in or helped."""
    mine = {"clinician__account": account}
    return bool(
        Staffing.objects.filter(block__session=session, released_at__isnull=True, **mine).exists()
        or Lead.objects.filter(session=session, **mine).exists()
        or SeatOccupant.objects.filter(seat__session=session, role=FACILITATOR, **mine).exists()
        or Amendment.objects.filter(session=session, role=FACILITATOR, **mine).exists()
    )


def who_treated(session: UUID) -> set[UUID]:
    """The clinicians who staffed it by the plan, led it or stood in."""
    planned = Staffing.objects.filter(block__session=session, released_at__isnull=True)
    sat = SeatOccupant.objects.filter(seat__session=session, role=FACILITATOR)
    led = Lead.objects.filter(session=session)
    return {who for rows in (planned, sat, led) for who in rows.values_list("clinician", flat=True) if who}


def came(session: UUID, account: UUID) -> tuple[UUID | None, UUID | None]:
    """As which patient, or as which partner without a chart, this account came or was expected: (patient, partner)."""
    own = Q(patient__account=account) | Q(partner__account=account)
    seats = PlannedSeat.objects.filter(own, session=session).exclude(state=SEAT_CANCELED)
    sat = SeatOccupant.objects.filter(own, seat__session=session)
    for rows in (seats, sat):
        found = rows.values_list("patient", "partner").first()
        if found is not None:
            return found[0], found[1]
    return None, None


def to_attended_session(actor: Actor, session: Any, part: str) -> Standing:
    """
    Of a session's record: whoever treated there is its own clinician, whoever came is themselves there.

    Whose names stand on the page follows: of all who came for the ones, one's own for the others.
    """
    if actor.account is None or actor.program is None:
        return Standing()
    with behind(actor.program, actor):
        if not LiveSession.objects.filter(pk=session, program=actor.program).exists():
            return Standing()
        if part == "own-minutes":
            patient, partner = came(session, actor.account)
            if patient is not None:
                return Standing(frozenset({"self"}), (patient,))
            if partner is not None:
                return Standing(frozenset({"self"}), (PartnerWithoutChart.objects.get(pk=partner).patient_id,))
            return Standing()
        relations = {COMPLIANCE} & actor.roles
        relations |= {"own clinician"} if facilitated(session, actor.account) else set()
        return Standing(frozenset(relations), _shown(session) if relations else ())


def _shown(session: UUID) -> tuple[UUID, ...]:
    expected = Q(seats__session=session) & ~Q(seats__state=SEAT_CANCELED)
    sat = SeatOccupant.objects.filter(seat__session=session, patient__isnull=False).values("patient")
    return tuple(
        Patient.objects.filter(expected | Q(pk__in=sat)).order_by("pk").values_list("pk", flat=True).distinct()
    )


def register() -> None:
    """Tell the gate how to find out what somebody is to a session's record."""
    subjects.register("attended_session", to_attended_session)
