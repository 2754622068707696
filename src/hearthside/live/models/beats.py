"""
What tells, beside the media server's own word, that somebody is there: the page's heartbeat, and our polls.

Of thousands of heartbeats the first, the last and the holes are kept: the rest is between them.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.models.seats import Seat
from hearthside.schedule.models.visible import OfProgramQuerySet

BEATS, WATCH = "beats", "watch"


class LastBeat(models.Model):
    """
    The first and the last heartbeat of one connection, as a seat's page sent them.

    One row for a seat and a SID: a page that names somebody else's connection says nothing about it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="beats")
    sid = models.CharField(max_length=64)
    room = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_last_beat"
        constraints = [
            models.UniqueConstraint(fields=["seat", "sid"], name="live_beat_once_a_connection"),
            models.CheckConstraint(condition=Q(at__gte=F("first_at")), name="live_beat_last_after_first"),
        ]
        indexes = [models.Index(fields=["room"], name="live_beat_room")]

    def __str__(self) -> str:
        return self.sid


class AtWork(models.Model):
    """
    A process of ours that says every second that it works: one that receives heartbeats, or the one that watches.

    While nobody receives heartbeats, silence says nothing of anybody; and whoever stands by takes over from a watch
    that says nothing any more.
    """

    name = models.CharField(max_length=80, primary_key=True)
    does = models.CharField(max_length=5)
    at = models.DateTimeField()
    # Of the watch, the connection by which it holds its place.
    backend = models.IntegerField(null=True, blank=True)

    class Meta:
        db_table = "live_at_work"
        constraints = [models.CheckConstraint(condition=Q(does__in=[BEATS, WATCH]), name="live_at_work_does_known")]

    def __str__(self) -> str:
        return self.name


class BeatHole(models.Model):
    """A pause of the heartbeat that was too long to be chance, while the connection may have lasted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="beat_holes")
    sid = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_beat_hole"
        constraints = [
            models.UniqueConstraint(fields=["seat", "sid", "from_at"], name="live_beat_hole_once"),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="live_beat_hole_ends_after"),
        ]

    def __str__(self) -> str:
        return self.sid


class PresencePoll(models.Model):
    """Whom the media server listed in a room when we asked; `ok` is False where it gave no answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    room = models.ForeignKey(LiveRoom, models.PROTECT, related_name="polls")
    at = models.DateTimeField()
    ok = models.BooleanField()
    # As `attendance` reads them: sid, identity, joined_at_ms, kind, can_publish.
    participants = models.JSONField(default=list)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_presence_poll"
        indexes = [models.Index(fields=["room", "at"], name="live_poll_room_at")]

    def __str__(self) -> str:
        return str(self.at)
