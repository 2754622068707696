"""Lines that somebody types for everybody in the room to read. They last as long as the session, and no longer."""

from typing import ClassVar

from django.db import models

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat
from hearthside.schedule.models.visible import OfProgramQuerySet

LONGEST_LINE = 500


class TypedLine(models.Model):
    """One line, and whose page it came from. No transcript is made of them: the oldest go as new ones come."""

    PART = "live-room"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    words = models.CharField(max_length=LONGEST_LINE)
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_typed_line"
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="live_typed_line_says_something")]
        indexes = [models.Index(fields=["session", "at"], name="live_typed_line_session")]

    def __str__(self) -> str:
        return str(self.seat_id)
