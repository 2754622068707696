"""What clinicians see of their own work: the sessions they staff, who does not come, and what they were asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.actors import Actor
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.words import CANCELED, PROGRAM_DAY, SEAT_EXCUSED


def own_work(actor: Actor, clinician: Clinician, from_at: datetime, until_at: datetime) -> list[Session]:
    """The sessions of this span that this clinician staffs, the earliest first; canceled ones too."""
    rows = Session.objects.visible_to(actor).filter(starts_at__lt=until_at, ends_at__gt=from_at)
    return list(rows.staffed_by(clinician).select_related("cohort").order_by("starts_at", "id"))


@dataclass(frozen=True)
class NotComing:
    """Somebody who gave up a seat: what they are called, and their own words for whoever may read them."""

    session: UUID
    patient: UUID | None
    name: str
    words: str


def not_coming(actor: Actor, sessions: Iterable[Session]) -> list[NotComing]:
    """Who is excused from these sessions, as far as this clinician may see it. Two questions."""
    seats = Seat.objects.visible_to(actor).filter(session__in=[s.pk for s in sessions], state=SEAT_EXCUSED)
    rows = list(seats.select_related("reason", "partner").order_by("changed_at", "id"))
    ids = {seat.patient_id for seat in rows if seat.patient_id}
    shown = Patient.objects.visible_to(actor, "display-name").filter(pk__in=ids)
    names = dict(shown.values_list("pk", "chosen_name"))
    return [
        NotComing(
            seat.session_id,
            seat.patient_id,
            names.get(seat.patient_id) or (seat.partner.name if seat.partner else "Somebody"),
            # Row security hides the words from everybody but the person's own clinicians.
            getattr(getattr(seat, "reason", None), "words", ""),
        )
        for seat in rows
    ]


def own_cohorts(actor: Actor, clinician: Clinician, from_at: datetime, until_at: datetime) -> list[Cohort]:
    """The cohorts whose sessions of this span this clinician staffs, by name."""
    staffed = Staffing.objects.filter(
        clinician=clinician, released_at__isnull=True, block__session__kind=PROGRAM_DAY,
        block__session__starts_at__gte=from_at, block__session__starts_at__lt=until_at,
    ).exclude(block__session__status=CANCELED)  # fmt: skip
    rows = Cohort.objects.visible_to(actor).filter(pk__in=staffed.values("block__session__cohort"))
    return list(rows.select_related("day_plan").order_by("name", "id"))


def members_seen(actor: Actor, cohorts: Collection[UUID], on: date) -> list[Membership]:
    """Who is in these cohorts that day, as far as this clinician may see it, with the name the group calls them."""
    rows = Membership.objects.visible_to(actor).filter(cohort__in=cohorts).on(on)
    return list(rows.select_related("patient").order_by("patient__chosen_name", "id"))


def members_counted(cohorts: Collection[UUID], on: date) -> dict[UUID, int]:
    """How many people are in each cohort that day. Read behind the scenes: a number, and nobody's name."""
    counts: dict[UUID, int] = {}
    for cohort in Membership.objects.filter(cohort__in=cohorts).on(on).values_list("cohort", flat=True):
        counts[cohort] = counts.get(cohort, 0) + 1
    return counts


def offers_to(actor: Actor, clinician: Clinician, at: datetime) -> list[CoverOffer]:
    """What this clinician was asked and need still answer, the session that begins first at the top."""
    rows = CoverOffer.objects.visible_to(actor).filter(
        clinician=clinician, answer="open", offered_at__isnull=False, shortage__ended_at__isnull=True,
        shortage__session__ends_at__gt=at,
    )  # fmt: skip
    return list(rows.select_related("shortage__session__cohort", "clinician").order_by("shortage__session__starts_at"))
