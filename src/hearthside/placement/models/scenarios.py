"""Scenarios: what would be if something were otherwise, worked out on a copy of a day's data. Nothing real changes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.placement.models.visible import ForPlannersQuerySet
from hearthside.placement.words import BEING_MADE, FAILED, QUEUED, SCENARIO_KINDS, SCENARIO_STATES


class Scenario(models.Model):
    """A named question and its answer, with the day whose data it stands on."""

    PART = "scenarios"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=8)
    # What would be otherwise, in the order in which it is applied.
    changes = models.JSONField(default=list)
    week = models.DateField()
    on_day = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, default=QUEUED)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    effort = models.PositiveIntegerField(null=True, blank=True)
    seed = models.PositiveIntegerField(default=1)
    cancel_asked = models.BooleanField(default=False)
    trail = models.JSONField(default=list)
    failed_because = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)

    objects: Any = ForPlannersQuerySet.as_manager()

    class Meta:
        db_table = "placement_scenario"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=list(SCENARIO_KINDS)), name="scenario_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=list(SCENARIO_STATES)), name="scenario_status_is_known"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="scenario_begins_on_a_monday"),
            models.CheckConstraint(
                condition=Q(status=FAILED) & ~Q(failed_because="") | ~Q(status=FAILED) & Q(failed_because=""),
                name="scenario_failure_has_its_sentence",
            ),
            models.CheckConstraint(
                condition=Q(status__in=BEING_MADE, ended_at__isnull=True)
                | Q(~Q(status__in=BEING_MADE), ended_at__isnull=False),
                name="scenario_end_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["program", "-asked_at"], name="scenario_program_asked")]

    def __str__(self) -> str:
        return self.name
