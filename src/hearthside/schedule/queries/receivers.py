"""Whom to tell, and on whose clocks: the accounts of patients, partners without a chart, and clinicians."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import SEAT_HELD


@dataclass(frozen=True)
class Receiver:
    """Somebody with an account, and the zone of their clocks. `who` is the patient, partner or clinician."""

    account: UUID
    zone: str
    who: UUID | None = None


def of_people(who: Collection[UUID]) -> list[Receiver]:
    """Those of these patients and partners without a chart who sign in. Two questions."""
    patients = Patient.objects.filter(pk__in=who, account__isnull=False).values_list("account", "details__zone", "pk")
    partners = PartnerWithoutChart.objects.filter(pk__in=who, account__isnull=False)
    # A partner keeps no zone of their own here: times are said on the patient's clocks.
    theirs = partners.values_list("account", "patient__details__zone", "pk")
    return [Receiver(*row) for row in (*patients, *theirs)]


def of_clinicians(who: Collection[UUID]) -> list[Receiver]:
    """Those of these clinicians who sign in."""
    rows = Clinician.objects.filter(pk__in=who, account__isnull=False).values_list("account", "zone", "pk")
    return [Receiver(*row) for row in rows]


def partners_in(sessions: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The partners without a chart who hold a seat in each of these sessions."""
    found: dict[UUID, set[UUID]] = {}
    rows = Seat.objects.filter(session__in=sessions, partner__isnull=False, state=SEAT_HELD)
    for session, partner in rows.values_list("session", "partner"):
        found.setdefault(session, set()).add(partner)
    return found


def staff_of(sessions: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The clinicians who staff each of these sessions."""
    found: dict[UUID, set[UUID]] = {}
    rows = Staffing.objects.filter(block__session__in=sessions, released_at__isnull=True)
    for session, clinician in rows.values_list("block__session", "clinician"):
        found.setdefault(session, set()).add(clinician)
    return found
