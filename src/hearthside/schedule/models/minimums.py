"""A person's own minimum of treatment minutes a week, where a payer or a plan asks for more than policy does."""

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.patients import AboutPatientQuerySet, Patient

WEEK_MINUTES = 7 * 24 * 60


class OwnMinimum(models.Model):
    """From a day on, this many minutes a week (or, without a number, policy's again). The next one ends it."""

    PART = "hours"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="own_minimums")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    from_on = models.DateField()
    said_at = models.DateTimeField()

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "schedule_own_minimum"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=WEEK_MINUTES),
                name="own_minimum_fits_a_week",
            ),
        ]
        indexes = [models.Index(fields=["patient", "-from_on", "-said_at"], name="own_minimum_patient_from")]

    def __str__(self) -> str:
        return str(self.minutes)
