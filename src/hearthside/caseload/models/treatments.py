"""
Treatments: which clinician treats whom, in which modality, from which instant until which. Ended, never deleted.

A couple's therapist has one row for each partner who is a patient here. So "nobody treats one person in two roles" says
it of couples too: the therapist of the couple cannot be either partner's own, for either would be the same patient, the
same clinician, at the same time.
"""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.caseload.models.spans import at_instant, instants
from hearthside.caseload.rules.treatments import DISTINCT_MODALITIES, MODALITIES
from hearthside.ledger.actors import Actor
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.people.models.ranges import UuidRangeField, point

ENDINGS = {
    "finished": "Finished the program",
    "left": "Left treatment",
    "changed": "Another clinician took over",
    "clinician_left": "The clinician does not work here any more",
    "license_ended": "The license ended",
    "separated": "The couple separated",
    "died": "Died",
    "not_taken": "They did not take the place",
    "mistake": "Recorded by mistake",
}
# Endings after which the person goes on with somebody else; with any other, this treatment is over for good.
TAKEN_OVER = frozenset({"changed", "clinician_left", "license_ended"})


def _modality() -> Func:
    """The range that holds this modality alone, made of its word."""
    word = Func(F("modality"), template="md5(%(expressions)s)::uuid", output_field=models.UUIDField())
    return Func(word, word, Value("[]"), function="uuidrange", output_field=UuidRangeField())


class TreatmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Treatments of the people of whom this actor may see who treats them."""
        return self.filter(patient__in=Patient.objects.visible_to(actor, "treatments"))

    def at(self, at: datetime) -> Self:
        """Treatments that go on at this instant."""
        return self.filter(at_instant(at))

    def not_over_by(self, at: datetime) -> Self:
        """Treatments that go on at this instant or begin later."""
        open_or_later = Q(until_at__isnull=True) | Q(until_at__gt=at)
        return self.filter(open_or_later).exclude(until_at=F("from_at"))

    def overlapping(self, first: datetime, end: datetime | None) -> Self:
        """Treatments that share an instant with this span, its end excluded."""
        found = self.not_over_by(first)
        return found if end is None else found.filter(from_at__lt=end)


class Treatment(models.Model):
    """One clinician who treats one person in one modality, alone or as half of a couple."""

    PART = "treatments"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="treatments")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="treatments")
    modality = models.CharField(max_length=12)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="treatments", null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, blank=True)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        db_table = "caseload_treatment"
        constraints = [
            models.CheckConstraint(condition=Q(modality__in=list(MODALITIES)), name="treatment_modality_is_known"),
            models.CheckConstraint(
                condition=Q(modality="couples", couple__isnull=False)
                | (~Q(modality="couples") & Q(couple__isnull=True)),
                name="treatment_names_its_couple",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="treatment_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(ended_because__in=["", *ENDINGS]), name="treatment_ending_is_known"),
            # One of a kind first: whoever asks for the same again hears that, not that roles conflict.
            ExclusionConstraint(
                name="treatment_one_of_a_kind",
                expressions=[
                    (point("patient_id"), RangeOperators.OVERLAPS),
                    (_modality(), RangeOperators.OVERLAPS),
                    (instants(), RangeOperators.OVERLAPS),
                ],
                condition=Q(modality__in=DISTINCT_MODALITIES),
            ),
            # Whoever would treat one person twice at once would do so in two roles: the same role is excluded above.
            ExclusionConstraint(
                name="treatment_conflict_of_role",
                expressions=[
                    (point("patient_id"), RangeOperators.OVERLAPS),
                    (point("clinician_id"), RangeOperators.OVERLAPS),
                    (instants(), RangeOperators.OVERLAPS),
                ],
                condition=Q(modality__in=DISTINCT_MODALITIES),
            ),
        ]
        indexes = [models.Index(fields=["program", "clinician"], name="treatment_program_clinician")]

    def __str__(self) -> str:
        return str(self.id)
