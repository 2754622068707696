"""
When people and clinicians are free.

A weekly window stands from a day until a day. Who records a new week ends the old windows the day before, so that the
program can tell on any past day what it knew. What the days are, and on whose clocks, is `schedule/windows.py`.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import EXCEPTION_KINDS
from hearthside.ledger.actors import Actor
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.windows import DatedException, DatedWindow, Window

OF_ONE_PERSON = Q(patient__isnull=False, clinician__isnull=True) | Q(patient__isnull=True, clinician__isnull=False)


class OfSomebodyQuerySet(models.QuerySet[Any]):
    """Rows about when a patient or a clinician is free."""

    def visible_to(self, actor: Actor) -> Self:
        """Of patients whose availability this actor may see, and of every clinician; row security hides the rest."""
        patients = Patient.objects.visible_to(actor, "availability")
        return self.filter(Q(patient__in=patients) | Q(clinician__program=actor.program))

    def of(self, whose: Patient | Clinician) -> Self:
        return self.filter(patient=whose) if isinstance(whose, Patient) else self.filter(clinician=whose)


class AvailabilityWindow(models.Model):
    """A time of every week at which somebody is free, in minutes past midnight of their own clock."""

    PART = "availability"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="windows", null=True, blank=True)
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="windows", null=True, blank=True)
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()
    # Both days included. One that was replaced before its first day ends the day before it: it never stood.
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = OfSomebodyQuerySet.as_manager()

    class Meta:
        db_table = "schedule_availability_window"
        constraints = [
            models.CheckConstraint(condition=OF_ONE_PERSON, name="window_of_one_person"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="window_has_a_weekday"),
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("to_minute"), to_minute__lte=DAY_MINUTES),
                name="window_ends_after_begin",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "from_on"], name="window_patient_from"),
            models.Index(fields=["clinician", "from_on"], name="window_clinician_from"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.from_minute} {self.to_minute}"

    @property
    def who(self) -> Any:
        """The id of whoever is free then."""
        return self.patient_id or self.clinician_id

    def plain(self) -> DatedWindow:
        """The window as the rules take it."""
        return DatedWindow(Window(self.weekday, self.from_minute, self.to_minute), self.from_on, self.until_on)


class AvailabilityException(models.Model):
    """Days on which somebody is away, or free in addition. Without a reason: that is nobody's business here."""

    PART = "availability"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="exceptions", null=True, blank=True)
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="exceptions", null=True, blank=True)
    kind = models.CharField(max_length=5)
    # Both days included; the minutes are those of each day.
    first_on = models.DateField()
    last_on = models.DateField()
    from_minute = models.PositiveSmallIntegerField(default=0)
    to_minute = models.PositiveSmallIntegerField(default=DAY_MINUTES)
    recorded_at = models.DateTimeField()
    # Taken back: it counts no more from then on.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfSomebodyQuerySet.as_manager()

    class Meta:
        db_table = "schedule_availability_exception"
        constraints = [
            models.CheckConstraint(condition=OF_ONE_PERSON, name="exception_of_one_person"),
            models.CheckConstraint(condition=Q(kind__in=EXCEPTION_KINDS), name="exception_kind_is_known"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="exception_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("to_minute"), to_minute__lte=DAY_MINUTES),
                name="exception_times_of_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "last_on"], name="exception_patient_last"),
            models.Index(fields=["clinician", "last_on"], name="exception_clinician_last"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_on}"

    @property
    def who(self) -> Any:
        """The id of whoever is away or free."""
        return self.patient_id or self.clinician_id

    def plain(self) -> DatedException:
        """The exception as the rules take it."""
        return DatedException(self.kind, self.first_on, self.last_on, self.from_minute, self.to_minute)
