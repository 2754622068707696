"""
Who was there, as it stands for the record: worked out of the evidence, frozen, and attested to by whoever was there.

A version is never changed. What is found out later makes another one, and the older stay as they were.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.attendance.evidence import ABSENT, PRESENT, ROLES
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import ONE_OCCUPANT
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfProgramQuerySet
from hearthside.schedule.words import KINDS_OF_BLOCK


class AttendanceVersion(models.Model):
    """What the attendance engine answered at one instant, whole. Numbers begin at 1; the highest is in force."""

    PART = "attendance"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()
    evidence_sha256 = models.CharField(max_length=64)
    # The engine's answer: people and rooms by id, breaches, and what needs somebody's eye.
    answer = models.JSONField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_attendance_version"
        ordering = ["session_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="live_attendance_version_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="live_attendance_version_from_one"),
            models.CheckConstraint(
                condition=Q(evidence_sha256__regex=r"^[0-9a-f]{64}$"), name="live_attendance_digest_form"
            ),
        ]

    def __str__(self) -> str:
        return str(self.n)


class AttendedBlock(models.Model):
    """One person in one block as it was really held, in milliseconds. Whole minutes are taken once, from a sum."""

    PART = "hours"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    version = models.ForeignKey(AttendanceVersion, models.PROTECT, related_name="blocks")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="+", null=True, blank=True)
    role = models.CharField(max_length=11)
    # Which of the blocks that were really held; and of the plan's the one that it is, or interrupts.
    number = models.PositiveSmallIntegerField()
    planned = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    attended = models.PositiveIntegerField()
    # In a room in which a therapist counted.
    supervised = models.PositiveIntegerField()
    # Of the supervised time, what was therapy or education.
    countable = models.PositiveIntegerField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_attended_block"
        constraints = [
            models.CheckConstraint(condition=ONE_OCCUPANT, name="live_attended_is_one_person"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="live_attended_role_is_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS_OF_BLOCK), name="live_attended_kind_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="live_attended_ends_after"),
            models.CheckConstraint(
                condition=Q(countable__lte=F("supervised"), supervised__lte=F("attended")),
                name="live_attended_never_more_than_it_is_part_of",
            ),
            models.UniqueConstraint(
                fields=["version", "patient", "partner", "clinician", "number"],
                nulls_distinct=False,
                name="live_attended_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient", "version"], condition=Q(patient__isnull=False), name="live_attended_patient"
            )
        ]

    def __str__(self) -> str:
        return f"{self.who_id} {self.number}"

    @property
    def who_id(self) -> object:
        """The patient, the partner or the clinician."""
        return self.patient_id or self.partner_id or self.clinician_id


class Attestation(models.Model):
    """Somebody who was there, or who answers for the record, says that a version is right. In the words they read."""

    version = models.OneToOneField(AttendanceVersion, models.PROTECT, primary_key=True, related_name="attestation")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_attestation"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="live_attestation_has_words")]

    def __str__(self) -> str:
        return str(self.version_id)


class Amendment(models.Model):
    """A person's word against the machine's, or where no machine was: who was, or was not, in a room, and why."""

    PART = "attendance"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="amendments")
    room = models.ForeignKey(LiveRoom, models.PROTECT, related_name="amendments")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="+", null=True, blank=True)
    role = models.CharField(max_length=11)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    effect = models.CharField(max_length=7)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The versions before and after it: the same where no whole minute changed; none while no version is there yet.
    before = models.ForeignKey(AttendanceVersion, models.PROTECT, related_name="+", null=True, blank=True)
    after = models.ForeignKey(AttendanceVersion, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_amendment"
        ordering = ["session_id", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=ONE_OCCUPANT, name="live_amendment_is_of_one_person"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="live_amendment_role_is_known"),
            models.CheckConstraint(condition=Q(effect__in=[PRESENT, ABSENT]), name="live_amendment_effect_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="live_amendment_ends_after"),
            models.CheckConstraint(condition=~Q(reason=""), name="live_amendment_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(role="facilitator") | Q(clinician__isnull=False),
                name="live_amended_facilitator_is_a_clinician",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.who_id}"

    @property
    def who_id(self) -> object:
        """The patient, the partner or the clinician."""
        return self.patient_id or self.partner_id or self.clinician_id
