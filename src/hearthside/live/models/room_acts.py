"""
What people say and ask for in a room, and what whoever leads says about them to each other.

Each row is about one person in one session, on whatever device they are. Of a hand everybody knows; of a call for help
whoever asked and whoever leads; of flags and lines whoever leads, and never the person.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.models.check_in import PHONE
from hearthside.live.models.rooms import LiveSession
from hearthside.live.room_words import FLAG_LEVELS, HELP_CAUSES
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfProgramQuerySet, one_person


class OfSomebody(models.Model):
    """About one patient or partner in one session."""

    PART = "live-act"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.who_id)

    @property
    def who_id(self) -> object:
        """The patient, or the partner without a chart."""
        return self.patient_id or self.partner_id


class Hand(OfSomebody):
    """A raised hand. Whose was raised first has the first turn."""

    raised_at = models.DateTimeField()
    lowered_at = models.DateTimeField(null=True, blank=True)
    lowered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        db_table = "live_hand"
        constraints = [
            one_person("live_hand_is_one_person"),
            models.UniqueConstraint(
                fields=["session", "patient", "partner"], condition=Q(lowered_at__isnull=True), nulls_distinct=False,
                name="live_hand_up_once",
            ),
        ]  # fmt: skip


class HelpCall(OfSomebody):
    """Somebody asked for help in private. Whoever leads sees it at once; seen by nobody in time, others are called."""

    cause = models.CharField(max_length=13)
    asked_at = models.DateTimeField()
    # From whose page: on a shared screen the answer goes there.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    escalates_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "live_help_call"
        constraints = [
            one_person("live_help_is_one_person"),
            models.CheckConstraint(condition=Q(cause__in=list(HELP_CAUSES)), name="live_help_cause_is_known"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__gte=F("asked_at"), seen_by__isnull=False),
                name="live_help_seen_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["session", "patient", "partner", "cause"], condition=Q(seen_at__isnull=True),
                nulls_distinct=False, name="live_help_open_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["escalates_at"], condition=Q(seen_at__isnull=True, escalated_at__isnull=True),
                name="live_help_due",
            )
        ]  # fmt: skip


class Flag(OfSomebody):
    """Whoever leads worries about somebody, in one of three levels. Another level is another row."""

    level = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        db_table = "live_flag"
        constraints = [
            one_person("live_flag_is_one_person"),
            models.CheckConstraint(condition=Q(level__in=list(FLAG_LEVELS)), name="live_flag_level_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("raised_at"), ended_by__isnull=False),
                name="live_flag_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["session", "patient", "partner"], condition=Q(ended_at__isnull=True), nulls_distinct=False,
                name="live_flag_one_open",
            ),
        ]  # fmt: skip


class NoteLine(OfSomebody):
    """A line about somebody, from staff for staff. The last one stands; an empty one takes it away."""

    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        db_table = "live_note_line"
        constraints = [one_person("live_note_is_one_person")]
        indexes = [models.Index(fields=["session", "at"], name="live_note_session")]


class LeavesAt(OfSomebody):
    """Somebody said by when they must go. The last word stands; no time takes it back."""

    at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "live_leaves_at"
        constraints = [one_person("live_leaves_is_one_person")]
        indexes = [models.Index(fields=["session", "said_at"], name="live_leaves_session")]


class CallMe(OfSomebody):
    """Somebody said where to call them, or that nobody should. The last word stands."""

    # Empty where they would rather not be called.
    phone = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "live_call_me"
        constraints = [
            one_person("live_call_me_is_one_person"),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=PHONE), name="live_call_me_phone_form"),
        ]
        indexes = [models.Index(fields=["session", "at"], name="live_call_me_session")]
