"""Addresses at which a calendar finds its owner's sessions. Whoever knows one may read it, until it is revoked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id


class CalendarFeed(models.Model):
    """One secret address of one person. The secret is not kept, only what it can be recognized by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    # What each session is called in the calendar: a word of the owner's.
    word = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "schedule_calendar_feed"
        constraints = [
            models.CheckConstraint(condition=Q(secret_hash__regex=r"^[0-9a-f]{64}$"), name="feed_hash_form"),
            models.CheckConstraint(condition=~Q(word=""), name="feed_has_a_word"),
            models.UniqueConstraint(
                fields=["program", "account"], condition=Q(revoked_at__isnull=True), name="feed_open_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
