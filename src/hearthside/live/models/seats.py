"""
Who sits behind which connection.

A seat is a device in a session, known to the media server by an identity that means nothing to anybody else. Who sits
there, one or two people, from when until when, is said by its occupants: so a couple shares a seat, and minutes follow
whoever really was there.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.live.attendance.evidence import ROLES
from hearthside.live.models.rooms import LiveSession
from hearthside.live.words import UNCOUNTED
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfProgramQuerySet

ONE_OCCUPANT = (
    Q(patient__isnull=False, clinician__isnull=True, partner__isnull=True)
    | Q(patient__isnull=True, clinician__isnull=False, partner__isnull=True)
    | Q(patient__isnull=True, clinician__isnull=True, partner__isnull=False)
)


class Seat(models.Model):
    """A device in a session. Whoever is let in again after a removal gets a new one, of the next generation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="seats")
    identity = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=64, blank=True)
    generation = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    # When staff let it in; before that it waits.
    admitted_at = models.DateTimeField(null=True, blank=True)
    # Removed: nothing that was given out for it lets anybody in any more.
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_seat"
        constraints = [models.CheckConstraint(condition=~Q(identity=""), name="live_seat_has_an_identity")]
        indexes = [models.Index(fields=["program", "session"], name="live_seat_session")]

    def __str__(self) -> str:
        return self.identity


class SeatOccupant(models.Model):
    """Somebody sits at a seat, from when until when. "Stepped away" ends it, "back" begins another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="occupants")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="+", null=True, blank=True)
    role = models.CharField(max_length=11)
    counts_in_ratio = models.BooleanField(default=True)
    # Why a facilitator is there and does not count.
    uncounted_because = models.CharField(max_length=12, blank=True)
    # The couple they came as, kept with the seat: a parting later changes no evidence.
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="+", null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_seat_occupant"
        constraints = [
            models.CheckConstraint(condition=ONE_OCCUPANT, name="live_occupant_is_one_person"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="live_occupant_role_is_known"),
            models.CheckConstraint(
                # Nobody who comes to be treated, and no guest of theirs, ever counts as staff.
                condition=~Q(role="facilitator") | Q(clinician__isnull=False),
                name="live_facilitator_is_a_clinician",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="live_occupant_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(uncounted_because="") | Q(uncounted_because__in=list(UNCOUNTED), counts_in_ratio=False),
                name="live_occupant_uncounted_why",
            ),
        ]
        indexes = [
            models.Index(fields=["seat", "from_at"], name="live_occupant_seat"),
            models.Index(fields=["patient"], condition=Q(patient__isnull=False), name="live_occupant_patient"),
        ]

    def __str__(self) -> str:
        return str(self.who_id)

    @property
    def who_id(self) -> object:
        """The patient, the partner or the clinician."""
        return self.patient_id or self.partner_id or self.clinician_id


class Leave(models.Model):
    """Somebody pressed Leave: their own word, which nothing has to be guessed from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="leaves")
    coming_back = models.BooleanField()
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_leave"
        indexes = [models.Index(fields=["seat", "at"], name="live_leave_seat")]

    def __str__(self) -> str:
        return str(self.seat_id)
