"""
Where everybody is: one row for a person and a session, written by the database itself from staffing and seats.

The exclusion constraint on it is the last word on double booking, for clinicians and patients, through every door.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.people.models.ranges import point
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.visible import OfProgramQuerySet
from hearthside.schedule.words import WHOSE


class Occupancy(models.Model):
    """
    Somebody is taken from an instant until another, which is excluded.

    A clinician from the first block they staff to the end of the last, its break included, and the buffer after it; a
    person for the whole session, or from the first to the last of their blocks as a guest.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="occupancy")
    who = models.UUIDField()
    whose = models.CharField(max_length=9)
    # Written with the row and kept: a longer buffer that comes later never makes an old booking impossible.
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    span = DateTimeRangeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_occupancy"
        constraints = [
            models.CheckConstraint(condition=Q(whose__in=WHOSE), name="occupancy_whose_is_known"),
            models.UniqueConstraint(fields=["session", "who"], name="occupancy_once_a_session"),
            ExclusionConstraint(
                name="occupancy_once",
                expressions=[(point("who"), RangeOperators.OVERLAPS), ("span", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose} {self.who}"
