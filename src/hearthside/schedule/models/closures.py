"""When the clinic is closed, and when somebody said beforehand that they cannot come: sessions made later obey it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.visible import OfProgramQuerySet
from hearthside.schedule.words import RELEASED_BECAUSE


class Closure(models.Model):
    """Days on which the clinic is closed, both included, on the program's clocks. Taken back, never removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    title = models.CharField(max_length=120)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_closure"
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="closure_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(title=""), name="closure_has_a_title"),
        ]
        indexes = [models.Index(fields=["program", "until_on"], name="closure_program_until")]

    def __str__(self) -> str:
        return self.title


class Absence(models.Model):
    """A clinician cannot come from an instant until another. Ended early, never removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="absences")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    because = models.CharField(max_length=10)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_absence"
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gte=F("from_at")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(because__in=list(RELEASED_BECAUSE)), name="absence_because_is_known"),
        ]
        indexes = [models.Index(fields=["clinician", "until_at"], name="absence_clinician_until")]

    def __str__(self) -> str:
        return str(self.id)
