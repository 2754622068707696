"""What staff do about a seat, and what its page says of itself: who stepped away, who is held, whose sound is on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.schedule.models.visible import OfProgramQuerySet


class SteppedAway(models.Model):
    """One of those who share a screen is not before it, and keeps their place: the sitting that ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    occupant = models.OneToOneField(SeatOccupant, models.PROTECT, related_name="stepped_away")
    from_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Since when they say that they are back, and wait for whoever leads to bring them back.
    waits_since = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_stepped_away"
        constraints = [
            models.CheckConstraint(
                condition=Q(back_at__isnull=True) | Q(back_at__gte=F("from_at")), name="live_back_after_away"
            )
        ]

    def __str__(self) -> str:
        return str(self.occupant_id)


class SeatHold(models.Model):
    """Staff hold one seat's microphone and camera, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="holds")
    from_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until_at = models.DateTimeField(null=True, blank=True)
    until_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_seat_hold"
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(until_at__isnull=True), name="live_seat_held_once"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="live_seat_hold_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return str(self.seat_id)


class Removal(models.Model):
    """Somebody was put out of a room: by whom, and why."""

    PART = "live-lead"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="removal")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_removal"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="live_removal_has_a_reason")]

    def __str__(self) -> str:
        return str(self.seat_id)


class SeatDevices(models.Model):
    """What a seat's own page said last of its microphone and camera."""

    seat = models.OneToOneField(Seat, models.PROTECT, primary_key=True, related_name="devices")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    microphone = models.BooleanField()
    camera = models.BooleanField()
    said_at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_seat_devices"

    def __str__(self) -> str:
        return str(self.seat_id)


class Listening(models.Model):
    """
    Since when, without a pause, pages of whoever leads have told whom they hear. Gone once the session is over.

    The media server tells only browsers who speaks: while none of theirs listens, nobody knows of anybody's silence.
    """

    session = models.OneToOneField(LiveSession, models.PROTECT, primary_key=True, related_name="listening")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_listening"
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="live_listening_goes_on")]

    def __str__(self) -> str:
        return str(self.session_id)


class Heard(models.Model):
    """When somebody at a seat was heard last. Gone once the session is over."""

    seat = models.OneToOneField(Seat, models.PROTECT, primary_key=True, related_name="heard")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_heard"
        indexes = [models.Index(fields=["session"], name="live_heard_session")]

    def __str__(self) -> str:
        return str(self.seat_id)
