"""That somebody was reminded of a session, before it begins. Once for each mark and each time it was to begin."""

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.schedule.models.seats import Seat

FIRST, LAST = "first", "last"


class Reminder(models.Model):
    """One reminder of one seat. A session that is moved is reminded of again, at its new time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="reminders")
    mark = models.CharField(max_length=5)
    starts_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "schedule_reminder"
        constraints = [
            models.CheckConstraint(condition=Q(mark__in=[FIRST, LAST]), name="reminder_mark_is_known"),
            models.UniqueConstraint(fields=["seat", "mark", "starts_at"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.seat_id}"
