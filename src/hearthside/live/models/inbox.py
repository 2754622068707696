"""What the media server told us: each event once, of its fields those that evidence needs and no other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hearthside.access.models import Program
from hearthside.live.attendance.evidence import CONNECTION_KINDS
from hearthside.schedule.models.visible import OfProgramQuerySet


class WebhookInbox(models.Model):
    """
    One event of the media server, as received: added, and never changed.

    The body itself is not kept, because it holds passwords of the server's own; its digest is, so that it can be shown
    to be the one that was signed.
    """

    event_id = models.CharField(max_length=64, primary_key=True)
    # Of the room it names; none where no room of ours has that name.
    program = models.ForeignKey(Program, models.PROTECT, related_name="+", null=True, blank=True)
    event = models.CharField(max_length=40)
    room = models.CharField(max_length=64)
    room_sid = models.CharField(max_length=64, blank=True)
    # Of the connection, where the event is about one.
    sid = models.CharField(max_length=64, blank=True)
    identity = models.CharField(max_length=128, blank=True)
    kind = models.CharField(max_length=8, default="STANDARD")
    created_at = models.DateTimeField()
    joined_at_ms = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    can_publish = models.BooleanField(null=True, blank=True)
    received_at = models.DateTimeField()
    # When it came into this table: later than it was received, where it waited on disk meanwhile.
    stored_at = models.DateTimeField(db_default=Now())
    body_sha256 = models.CharField(max_length=64)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_webhook_inbox"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(CONNECTION_KINDS)), name="live_inbox_kind_is_known"),
            models.CheckConstraint(condition=Q(body_sha256__regex=r"^[0-9a-f]{64}$"), name="live_inbox_digest_form"),
        ]
        indexes = [models.Index(fields=["room", "stored_at"], name="live_inbox_room_stored")]

    def __str__(self) -> str:
        return self.event_id
