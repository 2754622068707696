"""What is asked and told around attendance: patients who find their minutes wrong, and reminders to attest."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.attested_words import ANSWERS, REMINDED
from hearthside.live.models.attested import AttendanceVersion
from hearthside.live.models.rooms import LiveSession
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfProgramQuerySet, one_person


class CorrectionAsked(models.Model):
    """Somebody finds their own minutes wrong, in their own words; and what became of it."""

    PART = "attendance"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="corrections_asked")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    words = models.TextField()
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, blank=True)
    # What they are told of why.
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_correction_asked"
        ordering = ["asked_at", "id"]
        constraints = [
            one_person("live_correction_is_of_one_person"),
            models.CheckConstraint(condition=~Q(words=""), name="live_correction_has_words"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(
                    ~Q(answer=""), outcome__in=list(ANSWERS), answered_at__gte=F("asked_at"), answered_by__isnull=False
                ),
                name="live_correction_ends_with_an_answer",
            ),
            models.UniqueConstraint(
                fields=["session", "patient", "partner"],
                condition=Q(outcome=""),
                nulls_distinct=False,
                name="live_correction_one_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.patient_id or self.partner_id)


class Judged(models.Model):
    """When a session's evidence was last judged: what came in since is judged again, and nothing else."""

    session = models.OneToOneField(LiveSession, models.PROTECT, primary_key=True, related_name="judged")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_judged"

    def __str__(self) -> str:
        return str(self.session_id)


class AttestReminder(models.Model):
    """Whoever is to attest a version was reminded; then whoever watches over it. Once each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    version = models.ForeignKey(AttendanceVersion, models.PROTECT, related_name="reminders")
    whom = models.CharField(max_length=10)
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_attest_reminder"
        constraints = [
            models.CheckConstraint(condition=Q(whom__in=list(REMINDED)), name="live_attest_reminder_whom_is_known"),
            models.UniqueConstraint(fields=["version", "whom"], name="live_attest_reminder_once"),
        ]

    def __str__(self) -> str:
        return self.whom
