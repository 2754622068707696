"""Alarms that the media server's clock and ours are apart: times that it tells are wrong by as much."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.schedule.models.visible import OfProgramQuerySet


class ClockAlarm(models.Model):
    """From when until when messages of a program's rooms showed it. Raised once until it is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # By how many milliseconds the media server's clock was behind ours when it was raised; ahead where negative.
    behind_ms = models.IntegerField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_clock_alarm"
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(ended_at__isnull=True), name="live_clock_alarm_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="live_clock_alarm_ends_after"
            ),
            models.CheckConstraint(condition=~Q(behind_ms=0), name="live_clock_alarm_says_how_much"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
