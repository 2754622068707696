"""
Whoever comes to a door: which session, as whom, which questions, what they answered, and which agreement stands.

Everything here is read behind the scenes, for one person at a time, and is shown to nobody but them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.live.door_words import HERE
from hearthside.live.models.check_in import CheckIn, CheckInAnswer, CheckInPlace, GroupAgreement
from hearthside.live.models.rooms import LiveSession
from hearthside.live.rules.check_in import WHERE, Asked
from hearthside.people.agreements.texts import Agreement, in_force
from hearthside.people.credentials.values import day_in
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import CoupleMember, PartnerWithoutChart
from hearthside.people.models.patients import Patient, PatientWishes
from hearthside.policy.queries import in_force as policy_in_force
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.words import ALONE, CANCELED, OPEN, SEAT_HELD

DOORS_KEY = "doors.minutes"
CONFIDENTIALITY = "confidentiality"
# Tracks in whose groups people say whether they used today.
ASKED_ABOUT_USE = ("sud", "dual")


@dataclass(frozen=True)
class Visitor:
    """Somebody who is expected in a session and stands at its door, as themselves."""

    program: Program
    session: Session
    person: Person
    account: UUID | None = None
    # How they came here without signing in; empty for whoever signed in.
    ticket_kind: str = ""

    @property
    def on_ticket_here(self) -> bool:
        """Whether they answer on the screen that they share."""
        return self.ticket_kind == HERE

    @property
    def chart(self) -> UUID | None:
        """Whose record they are in: their own. A partner without a chart has none."""
        return self.person.patient


def expected(account: UUID, program: Program, at: datetime) -> "QuerySet[Seat]":
    """The seats of this account's own in sessions of the next day that are not over or run over, the earliest first."""
    mine = Q(patient__account=account, patient__merged_into__isnull=True) | Q(partner__account=account)
    seats = Seat.objects.filter(mine, program=program, state=SEAT_HELD).exclude(session__status=CANCELED)
    lasts = Q(session__ends_at__gt=at) | Q(session__status=OPEN)
    seats = seats.filter(lasts, session__starts_at__lt=at + timedelta(days=1))
    found: QuerySet[Seat] = seats.select_related("session__cohort").order_by("session__starts_at", "session", "id")
    return found


def visitor(actor: Actor, program: Program, session: UUID) -> Visitor | None:
    """Whoever asks, at the door of this session; None where they have no seat in it."""
    if actor.account is None:
        return None
    mine = Q(patient__account=actor.account, patient__merged_into__isnull=True) | Q(partner__account=actor.account)
    seats = Seat.objects.filter(mine, program=program, session=session, state=SEAT_HELD)
    seat = seats.exclude(session__status=CANCELED).select_related("session__cohort").order_by("id").first()
    if seat is None:
        return None
    return Visitor(program, seat.session, Person(seat.patient_id, seat.partner_id), actor.account)


def doors_open_at(session: Session, program: Program) -> datetime:
    """From when people may come, by the policy of the session's day."""
    policy = policy_in_force(session.on_day, program.pk)
    return session.starts_at - timedelta(minutes=policy.whole(DOORS_KEY))


def live_of(session: UUID) -> LiveSession | None:
    """The session as it is held, once its doors have opened."""
    return LiveSession.objects.filter(pk=session).first()


def check_in_of(session: UUID, person: Person) -> CheckIn | None:
    """What this person has begun at the door of this session."""
    rows = CheckIn.objects.filter(session=session, patient=person.patient, partner=person.partner)
    found: CheckIn | None = rows.first()
    return found


def answers_of(check_in: CheckIn) -> dict[str, dict[str, Any]]:
    """The last answer to each question; where they are is told by its own table."""
    rows = CheckInAnswer.objects.filter(check_in=check_in).order_by("at", "id")
    found: dict[str, dict[str, Any]] = dict(rows.values_list("step", "facts"))
    if place_of(check_in) is not None:
        found[WHERE] = {}
    return found


def place_of(check_in: CheckIn) -> CheckInPlace | None:
    """Where they said they are, last."""
    found: CheckInPlace | None = CheckInPlace.objects.filter(check_in=check_in).order_by("-said_at", "-id").first()
    return found


def last_place(person: Person) -> CheckInPlace | None:
    """Where they were the last time they came, to be confirmed or changed: never taken over by itself."""
    rows = CheckInPlace.objects.filter(check_in__patient=person.patient, check_in__partner=person.partner)
    found: CheckInPlace | None = rows.order_by("-said_at", "-id").first()
    return found


def partner_in(session: UUID, person: Person) -> CoupleMember | None:
    """The other one of their couple, where that one has a seat in the session too."""
    mine = Q(patient=person.patient) if person.patient else Q(partner=person.partner)
    own = CoupleMember.objects.filter(mine, until_at__isnull=True).values("couple")
    others = CoupleMember.objects.filter(couple__in=own, until_at__isnull=True).exclude(mine)
    other = others.select_related("patient", "partner").first()
    if other is None:
        return None
    seats = Seat.objects.filter(session=session, state=SEAT_HELD)
    there = seats.filter(patient=other.patient_id, partner=other.partner_id).exists()
    return other if there else None


def group_of(session: Session, person: Person) -> UUID | None:
    """For what the agreement is signed: the cohort, the couple, the series; nothing where somebody comes alone."""
    if session.kind in ALONE:
        return None
    if session.cohort_id:
        return session.cohort_id
    if session.kind == "couples":
        mine = Q(patient=person.patient) if person.patient else Q(partner=person.partner)
        rows = CoupleMember.objects.filter(mine, until_at__isnull=True)
        couple: UUID | None = rows.values_list("couple", flat=True).first()
        return couple or session.series_id or session.pk
    return session.series_id or session.pk


def agreement_now(program: Program, at: datetime) -> Agreement:
    """The text that holds today."""
    return in_force(CONFIDENTIALITY, day_in(program.zone, at))


def signature_for(group: UUID, person: Person, version: str) -> Signature | None:
    """Their signature for this group, if it is of this version and was not taken back."""
    rows = GroupAgreement.objects.filter(group=group, patient=person.patient, partner=person.partner)
    rows = rows.filter(signature__version=version, signature__revocation__isnull=True)
    row = rows.select_related("signature").order_by("-at").first()
    return row.signature if row else None


def asked_of(visitor: Visitor) -> Asked:
    """What decides which questions they are asked."""
    group = group_of(visitor.session, visitor.person)
    tracks = PatientWishes.objects.filter(patient=visitor.person.patient).values_list("track", flat=True)
    return Asked(
        has_partner_here=partner_in(visitor.session.pk, visitor.person) is not None,
        needs_agreement=group is not None,
        asks_about_use=visitor.person.patient is not None and any(track in ASKED_ABOUT_USE for track in tracks),
    )


def person_of(visitor: Visitor) -> Patient | PartnerWithoutChart:
    """The patient or the partner, with what a form begins with."""
    if visitor.person.patient:
        found: Patient = Patient.objects.select_related("details", "program").get(pk=visitor.person.patient)
        return found
    partner: PartnerWithoutChart = PartnerWithoutChart.objects.select_related("program", "patient").get(
        pk=visitor.person.partner
    )
    return partner


def shown_name(answers: Mapping[str, Mapping[str, Any]], who: Patient | PartnerWithoutChart) -> str:
    """What the room calls them today."""
    said = str(answers.get("name", {}).get("shown_name", ""))
    return said or (who.chosen_name if isinstance(who, Patient) else who.name.partition(" ")[0])
