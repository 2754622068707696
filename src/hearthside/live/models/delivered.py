"""
What groups really had, in figures: of each version of a session's attendance, and of each month as it was told.

A month is told in editions. The first stands once the month is over and its sessions had time to be attested; a later
one replaces it where corrections were made, and the older stay as they were.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.attendance.evidence import BLOCK_KINDS
from hearthside.live.models.attested import AttendanceVersion
from hearthside.schedule.models.visible import OfProgramQuerySet


class DeliveredSession(models.Model):
    """That the figures of a version were worked out: there may be none, because nobody came."""

    version = models.OneToOneField(AttendanceVersion, models.PROTECT, primary_key=True, related_name="delivered")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_delivered_session"

    def __str__(self) -> str:
        return str(self.version_id)


class DeliveredPart(models.Model):
    """One kind of block in one session. Times in milliseconds while somebody was there to be treated."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    delivered = models.ForeignKey(DeliveredSession, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=16)
    # Which patients were there, so that over many sessions each is counted once.
    patients = ArrayField(models.UUIDField())
    patient_ms = models.BigIntegerField()
    staff_ms = models.BigIntegerField()
    occupied_ms = models.BigIntegerField()
    largest = models.PositiveSmallIntegerField()
    breach_ms = models.BigIntegerField()
    breaches = models.PositiveIntegerField()
    size_ms = models.BigIntegerField()
    size_breaches = models.PositiveIntegerField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_delivered_part"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BLOCK_KINDS), name="live_delivered_kind_is_known"),
            models.CheckConstraint(
                condition=Q(occupied_ms__gt=0, staff_ms__gte=0, patient_ms__gte=F("occupied_ms"), largest__gte=1),
                name="live_delivered_while_somebody_was_there",
            ),
            models.CheckConstraint(
                condition=Q(breach_ms__gte=0, size_ms__gte=0, breach_ms__lte=F("occupied_ms"))
                & Q(size_ms__lte=F("occupied_ms")),
                name="live_delivered_breach_is_part_of_it",
            ),
            models.UniqueConstraint(fields=["delivered", "kind"], name="live_delivered_part_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class DeliveredMonth(models.Model):
    """An edition of a month as everybody may read it, with what was withheld left out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # Its first day.
    month = models.DateField()
    edition = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    policy_version = models.CharField(max_length=80)
    # As the feed gives it, schema and all.
    told = models.JSONField()
    # The versions behind it: what a later edition may differ by is decided by these.
    versions = ArrayField(models.UUIDField())

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_delivered_month"
        ordering = ["program_id", "month", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["program", "month", "edition"], name="live_delivered_month_edition_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="live_delivered_month_begins_on_the_first"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="live_delivered_editions_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.edition}"
