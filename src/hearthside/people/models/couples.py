"""
Couples: who is whose partner, and what keeps two people apart.

A couple has two members: two patients, or a patient and a partner without a chart. What both may know of it stands in
tables of the part `shared-couple`. What one of them wishes, or what keeps two people apart, stands elsewhere, behind
walls of its own, so that nothing of it can reach the other by way of a join.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor
from hearthside.people.models.patients import AboutPatientQuerySet, Patient

ENDINGS = {"separated": "They separated", "death": "One of them died", "mistake": "Linked by mistake"}
KEEP_APART_SOURCES = {
    "own_wish": "Own wish",
    "clinician": "A clinician's judgment",
    "intake": "Said at intake",
    "court_order": "A court order",
    "staff": "Seen by staff",
}


class PartnerWithoutChart(models.Model):
    """A patient's partner who is no patient here: may come to couples work, and keeps a form of their own."""

    PART = "shared-couple"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # Whose partner. Somebody who becomes another patient's partner later gets another row.
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="partners_without_chart")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)
    pronouns = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=16, blank=True)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_partner_without_chart"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="partner_has_a_name"),
            models.UniqueConstraint(
                fields=["program", "account", "patient"],
                condition=Q(account__isnull=False),
                name="partner_account_once",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="partner_phone_form"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CoupleQuerySet(models.QuerySet["Couple"]):
    def visible_to(self, actor: Actor) -> Self:
        """Couples with a member whose shared part this actor may see."""
        members = CoupleMember.objects.filter(
            couple=OuterRef("pk"), patient__in=Patient.objects.visible_to(actor, "shared-couple")
        )
        return self.filter(Exists(members))

    def open(self) -> Self:
        """Couples that are linked now."""
        return self.filter(until_at__isnull=True)


class Couple(models.Model):
    """Two people who are each other's partner. Ended, never deleted."""

    PART = "shared-couple"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="couples")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, blank=True)

    objects = CoupleQuerySet.as_manager()

    class Meta:
        db_table = "people_couple"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True, ended_because="")
                | Q(until_at__gte=F("from_at"), ended_because__in=list(ENDINGS)),
                name="couple_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CoupleMember(models.Model):
    """One of the two. `shared` is what this member could see of the other when the couple ended, frozen."""

    PART = "shared-couple"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="members")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="couple_members", null=True, blank=True)
    partner = models.ForeignKey(
        PartnerWithoutChart, models.PROTECT, related_name="couple_members", null=True, blank=True
    )
    until_at = models.DateTimeField(null=True, blank=True)
    shared = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_couple_member"
        constraints = [
            models.CheckConstraint(
                condition=Q(patient__isnull=False, partner__isnull=True)
                | Q(patient__isnull=True, partner__isnull=False),
                name="couple_member_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(until_at__isnull=True, patient__isnull=False),
                name="patient_in_one_open_couple",
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(until_at__isnull=True, partner__isnull=False),
                name="partner_in_one_open_couple",
            ),
            models.UniqueConstraint(fields=["couple", "patient", "partner"], name="couple_member_once"),
        ]

    def __str__(self) -> str:
        return str(self.patient_id or self.partner_id)

    @property
    def person(self) -> Patient | PartnerWithoutChart:
        """Whoever this member is."""
        person = self.patient or self.partner
        assert person is not None
        return person

    @property
    def name(self) -> str:
        """What the other one sees them called."""
        person = self.person
        return person.chosen_name if isinstance(person, Patient) else person.name


class CoupleWish(models.Model):
    """Whether one member would like to be in groups together with the other: known to that member's own side alone."""

    PART = "couple-wish"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="wishes")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="couple_wishes")
    together = models.BooleanField()
    said_at = models.DateTimeField()

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_couple_wish"
        constraints = [models.UniqueConstraint(fields=["couple", "patient"], name="couple_wish_once")]

    def __str__(self) -> str:
        return "together" if self.together else "apart"


class KeepApart(models.Model):
    """Two patients who may not share a group, and nothing of why."""

    PART = "keep-apart"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # In the order of their ids, so that a pair is one row from either side.
    first = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    second = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_keep_apart"
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="keep_apart_in_order"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(until_at__isnull=True), name="keep_apart_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class KeepApartReason(models.Model):
    """Why a pair is kept apart, from one side. The pair stays apart as long as one reason stands."""

    PART = "keep-apart-reason"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    pair = models.ForeignKey(KeepApart, models.PROTECT, related_name="reasons")
    # Whose side it was given from: the other side's clinician does not see it.
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="keep_apart_reasons")
    source = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_keep_apart_reason"
        constraints = [
            models.CheckConstraint(condition=Q(source__in=list(KEEP_APART_SOURCES)), name="keep_apart_source_is_known"),
            models.UniqueConstraint(
                fields=["pair", "patient", "source"],
                condition=Q(until_at__isnull=True, source="own_wish"),
                name="keep_apart_own_wish_once",
            ),
        ]

    def __str__(self) -> str:
        return self.source
