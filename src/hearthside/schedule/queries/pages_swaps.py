"""What somebody asked for, or was invited to: visits to sessions of other groups, with what became of each."""

from dataclasses import dataclass
from datetime import datetime

from hearthside.ledger.actors import Actor
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import Swap
from hearthside.schedule.words import AHEAD, PROGRAM_DAY, SEAT_EXCUSED, SEAT_HELD

# Asks that are looked at; what is long over is not shown.
MOST_SHOWN = 50


@dataclass(frozen=True)
class Asked:
    """One ask with the session it is for, and the one given up for it."""

    swap: Swap
    session: Session
    title: str
    instead: Session | None


def own_swaps(actor: Actor, patient: Patient) -> list[Swap]:
    """This patient's asks, the latest first: of sessions they may not see, so nothing of those is asked here."""
    rows = Swap.objects.visible_to(actor).filter(patient=patient)
    return list(rows.order_by("-asked_at", "id")[:MOST_SHOWN])


def with_sessions(swaps: list[Swap]) -> list[Asked]:
    """
    Each ask with its sessions and the group's name.

    Read behind the scenes: nobody sees a session of another group before they have a seat in it.
    """
    seats = Seat.objects.filter(pk__in=[s.instead_of_id for s in swaps if s.instead_of_id])
    given_up = dict(seats.values_list("pk", "session"))
    wanted = {*(s.session_id for s in swaps), *given_up.values()}
    sessions = Session.objects.select_related("cohort").in_bulk(wanted) if wanted else {}
    return [
        Asked(
            swap,
            sessions[swap.session_id],
            cohort.name if (cohort := sessions[swap.session_id].cohort) else "",
            sessions.get(given_up[swap.instead_of_id]) if swap.instead_of_id in given_up else None,
        )
        for swap in swaps
    ]


def may_be_swapped(actor: Actor, patient: Patient, from_at: datetime, until_at: datetime) -> list[Seat]:
    """The seats of their own group that this patient could give up for another session, the earliest first."""
    rows = Seat.objects.seen_of(actor, patient).filter(
        state=SEAT_HELD, guest=False, session__kind=PROGRAM_DAY, session__status__in=AHEAD,
        session__starts_at__gt=from_at, session__starts_at__lt=until_at,
    )  # fmt: skip
    return list(rows.select_related("session").order_by("session__starts_at"))


def missed(actor: Actor, patient: Patient, from_at: datetime, until_at: datetime) -> list[Seat]:
    """The seats that this patient gave up in this span, the earliest first: what a visit could make up for."""
    rows = Seat.objects.seen_of(actor, patient).filter(
        state=SEAT_EXCUSED, session__starts_at__gt=from_at, session__starts_at__lt=until_at
    )
    return list(rows.exclude(because="guest_elsewhere").select_related("session").order_by("session__starts_at"))
