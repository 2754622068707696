"""Why somebody is in this group, or still waits: facts in ids and plain values, from which pages make their words."""

from typing import Any

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.patients import AboutPatientQuerySet, Patient
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.words import REASON_KINDS


class PlacementReason(models.Model):
    """What decided about one person, the last time anything did. Never why somebody is kept apart, nor from whom."""

    PART = "placement-reason"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="placement_reasons")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reasons", null=True, blank=True)
    kind = models.CharField(max_length=8)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    # Another one stands in its place since.
    over_at = models.DateTimeField(null=True, blank=True)

    objects: Any = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "placement_reason"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(REASON_KINDS)), name="placement_reason_kind_is_known"),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(over_at__isnull=True), name="placement_reason_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.patient_id}"
