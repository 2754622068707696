"""Somebody was expected and did not come: that somebody reaches out to them the same day, and how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.door_words import OUTREACH_OUTCOMES
from hearthside.live.models.rooms import LiveSession
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfPersonQuerySet, one_person


class Outreach(models.Model):
    """Opened by the minutes of policy; ended with an outcome and never without."""

    PART = "schedule"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="outreach")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=11, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Nobody where they came by themselves.
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfPersonQuerySet.as_manager()

    class Meta:
        db_table = "live_outreach"
        constraints = [
            one_person("live_outreach_is_one_person"),
            models.UniqueConstraint(
                fields=["session", "patient", "partner"], nulls_distinct=False, name="live_outreach_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | Q(outcome__in=list(OUTREACH_OUTCOMES), ended_at__gte=F("opened_at")),
                name="live_outreach_ends_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["program", "opened_at"], condition=Q(outcome=""), name="live_outreach_open")]

    def __str__(self) -> str:
        return str(self.patient_id or self.partner_id)
