"""Day plans: what a treatment week is made of. A change is a new version; what ran by an old one keeps it."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import BLOCK_KINDS, COUNTABLE_BLOCKS, DAYS
from hearthside.people.models.patients import AboutPatientQuerySet, Patient

# As in the folder format: letters, digits, dots, hyphens and underscores.
KEY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class DayPlanQuerySet(models.QuerySet["DayPlan"]):
    def in_use(self) -> Self:
        """Of each key the last version."""
        newer = self.model.objects.filter(
            program=models.OuterRef("program"), key=models.OuterRef("key"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))


class DayPlan(models.Model):
    """One version of a day plan: on how many of which days, for how many weeks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="day_plans")
    key = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    days_per_week = models.PositiveSmallIntegerField()
    days_allowed = ArrayField(models.CharField(max_length=3))
    weeks = models.PositiveSmallIntegerField()
    from_at = models.DateTimeField()

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        db_table = "caseload_day_plan"
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["program", "key", "version"], name="day_plan_version_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="day_plan_key_form"),
            models.CheckConstraint(
                condition=Q(days_allowed__contained_by=list(DAYS), days_allowed__len__gte=1),
                name="day_plan_days_are_known",
            ),
            models.CheckConstraint(
                condition=Q(days_per_week__gte=1, days_per_week__lte=F("days_allowed__len")),
                name="day_plan_days_are_enough",
            ),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=520), name="day_plan_weeks_are_few"),
        ]

    def __str__(self) -> str:
        return f"{self.key} version {self.version}"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.key

    @property
    def minutes(self) -> int:
        """How long one program day is, breaks included."""
        return sum(block.minutes for block in self.blocks.all())

    @property
    def countable_minutes(self) -> int:
        """Treatment minutes of one program day."""
        return sum(block.minutes for block in self.blocks.all() if block.kind in COUNTABLE_BLOCKS)


class DayPlanBlock(models.Model):
    """One block of a program day: a group of a kind, or a break."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    day_plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="blocks")
    # From 1, in the order of the day; breaks are counted too.
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "caseload_day_plan_block"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["day_plan", "number"], name="day_plan_block_once"),
            models.CheckConstraint(condition=Q(kind__in=list(BLOCK_KINDS)), name="day_plan_block_kind_is_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="day_plan_blocks_count_from_one"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="day_plan_block_fits_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.minutes}"


class PatientDayPlan(models.Model):
    """A day plan that suits a person, by its key: whatever its present version. Nobody's list is empty by mistake:
    without any, every day plan does."""

    PART = "wishes"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="day_plans")
    key = models.CharField(max_length=64)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "caseload_patient_day_plan"
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="patient_day_plan_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="patient_day_plan_key_form"),
        ]

    def __str__(self) -> str:
        return self.key
