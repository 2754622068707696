"""Somebody who was in the group and is gone without a word: their card, what was tried, and how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.models.seats import Seat
from hearthside.live.words import MISSING_ACTS, MISSING_OUTCOMES
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfProgramQuerySet, one_person


class MissingCard(models.Model):
    """Opens once somebody has been lost for as long as policy says; closed with an outcome and never without."""

    PART = "live-card"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="missing_cards")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    # The instant at which they were lost: every timer of the card counts from it.
    lost_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    # Nobody where they came back by themselves.
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    note = models.TextField(blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_missing_card"
        constraints = [
            one_person("live_missing_is_one_person"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True)
                | Q(outcome__in=list(MISSING_OUTCOMES), outcome_at__isnull=False),
                name="live_missing_closed_with_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["seat", "patient", "partner"],
                condition=Q(outcome=""),
                nulls_distinct=False,
                name="live_missing_open_once",
            ),
        ]
        indexes = [models.Index(fields=["program", "opened_at"], condition=Q(outcome=""), name="live_missing_open")]

    def __str__(self) -> str:
        return str(self.id)


class MissingAct(models.Model):
    """Something that was done to find them: what, by whom, when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    card = models.ForeignKey(MissingCard, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=16)
    answered = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_missing_act"
        constraints = [models.CheckConstraint(condition=Q(act__in=list(MISSING_ACTS)), name="live_act_is_known")]
        indexes = [models.Index(fields=["card", "at"], name="live_act_card")]

    def __str__(self) -> str:
        return self.act
