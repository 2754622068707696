"""How each room stands right now, as the watch last saw it: what consoles and monitors show."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.words import OK, ROOM_STATES
from hearthside.schedule.models.visible import OfProgramQuerySet


class RoomState(models.Model):
    """A room's ratio and size, as an alarm. What is published and billed is the attendance engine's answer."""

    room = models.OneToOneField(LiveRoom, models.PROTECT, primary_key=True, related_name="state")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, default=OK)
    since = models.DateTimeField()
    patients = models.PositiveSmallIntegerField(default=0)
    staff = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=8, default="patients")
    block = models.PositiveSmallIntegerField(default=1)
    cap = models.PositiveSmallIntegerField(null=True, blank=True)
    over_size_since = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_room_state"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ROOM_STATES)), name="live_state_is_known"),
        ]
        indexes = [models.Index(fields=["program", "state"], name="live_state_program")]

    def __str__(self) -> str:
        return self.state
