"""
A session as it is really held: its rooms, its blocks as they really ran, and who led.

The plan stays in `schedule`; nothing here changes it. What happened is added, with who and when.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.attendance.evidence import ROOM_KINDS
from hearthside.live.words import LEADS_BECAUSE, OVERRIDES
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.visible import OfProgramQuerySet
from hearthside.schedule.words import KINDS_OF_BLOCK


class LiveSession(models.Model):
    """A session whose door has opened: from then until its rooms are empty it is watched."""

    session = models.OneToOneField(Session, models.PROTECT, primary_key=True, related_name="live")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    # The plan's end, or later where somebody extended it.
    ends_at = models.DateTimeField()
    # From the first admission on its ratio is watched.
    first_admitted_at = models.DateTimeField(null=True, blank=True)
    # The lead ended the group: until then people say goodbye, and then its room closes.
    closing_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    policy_version = models.CharField(max_length=80)
    # What the watch remembers from one second to the next: whoever takes over goes on from it.
    memory = models.JSONField(default=dict)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_session"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")), name="live_ends_after_it_opens"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "opened_at"], condition=Q(ended_at__isnull=True), name="live_session_open")
        ]

    def __str__(self) -> str:
        return str(self.session_id)


class LiveRoom(models.Model):
    """A room of a session on the media server. Its name says nothing of whose it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="rooms")
    kind = models.CharField(max_length=5)
    name = models.CharField(max_length=64, unique=True)
    # The media server's own id: another one under the same name means that the server was started again.
    room_sid = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # The group is paused: the server holds patients' microphones and cameras.
    held_at = models.DateTimeField(null=True, blank=True)
    # Who paused it; nobody where it was alone. Such a pause ends by itself, one of the staff's only by theirs.
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_room"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(ROOM_KINDS)), name="live_room_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="live_room_has_a_name"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=False) | Q(held_by__isnull=True), name="live_room_held_by_if_held"
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(kind="main", closed_at__isnull=True), name="live_room_one_main"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "session"], condition=Q(closed_at__isnull=True), name="live_room_open")
        ]

    def __str__(self) -> str:
        return self.name


class LiveBlock(models.Model):
    """What was really held, from when until when; a rest within a block is one of its own, with the block's ratio."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="blocks")
    # Of the plan's blocks the one that it is, or interrupts.
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # A rest within a block ends by itself then.
    rest_until = models.DateTimeField(null=True, blank=True)
    # Whoever pressed; nobody where the plan's clock did it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_block"
        ordering = ["session_id", "began_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS_OF_BLOCK), name="live_block_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("began_at")), name="live_block_ends_after_begin"
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at__isnull=True), name="live_block_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["session", "began_at"], name="live_block_in_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Lead(models.Model):
    """Who leads a session, from when until when. Always a clinician."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="leads")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="+")
    because = models.CharField(max_length=12)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_lead"
        constraints = [
            models.CheckConstraint(condition=Q(because__in=list(LEADS_BECAUSE)), name="live_lead_because_is_known"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(until_at__isnull=True), name="live_lead_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.clinician_id)


class Override(models.Model):
    """Somebody answered for going on although a rule said no: which, for whom, and why."""

    PART = "check-in"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=12)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_override"
        constraints = [
            models.CheckConstraint(condition=Q(rule__in=list(OVERRIDES)), name="live_override_rule_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="live_override_has_a_reason"),
        ]
        indexes = [models.Index(fields=["session", "at"], name="live_override_session")]

    def __str__(self) -> str:
        return self.rule
