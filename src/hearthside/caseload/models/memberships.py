"""Memberships: who is in which cohort, from which day until which, both included. Ended, never deleted."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.spans import began, days, on_day
from hearthside.ledger.actors import Actor
from hearthside.people.models.patients import Patient
from hearthside.people.models.ranges import point

NOT_TAKEN = "not_taken"
ENDINGS = {
    "finished": "Finished the program",
    "left": "Left treatment",
    "transferred": "Moved to another cohort",
    "separated": "No longer in one cohort with their partner",
    "cohort_closed": "The cohort ended",
    "died": "Died",
    NOT_TAKEN: "Did not take the place",
    "mistake": "Placed by mistake",
}


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Memberships of the people of whom this actor may see in which cohort they are."""
        return self.filter(patient__in=Patient.objects.visible_to(actor, "membership"))

    def on(self, day: date) -> Self:
        """Whoever is in a cohort that day."""
        return self.filter(on_day(day))

    def not_over_by(self, day: date) -> Self:
        """Whoever is in a cohort that day or comes into it later."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day)).filter(began())

    def overlapping(self, first: date, last: date | None) -> Self:
        """Memberships that share a day with these days."""
        found = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=first)).filter(began())
        return found if last is None else found.filter(from_on__lte=last)


class Membership(models.Model):
    """Somebody's place in a cohort. One that never began ends the day before its first."""

    PART = "membership"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="memberships")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, blank=True)
    policy_version = models.CharField(max_length=40)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "caseload_membership"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on") - 1),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(ended_because__in=["", *ENDINGS]), name="membership_ending_is_known"),
            ExclusionConstraint(
                name="membership_one_cohort",
                expressions=[(point("patient_id"), RangeOperators.OVERLAPS), (days(), RangeOperators.OVERLAPS)],
                condition=began(),
            ),
        ]
        indexes = [models.Index(fields=["cohort", "from_on"], name="membership_cohort_from")]

    def __str__(self) -> str:
        return str(self.id)

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)
