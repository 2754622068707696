"""Seats: who is expected in a session, who is excused, and who comes as a guest. Never removed."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.visible import OfPersonQuerySet, one_person
from hearthside.schedule.words import (
    EXCUSED_BECAUSE,
    SEAT_CANCELED,
    SEAT_CANCELED_BECAUSE,
    SEAT_EXCUSED,
    SEAT_HELD,
    SEAT_STATES,
)


class Seat(models.Model):
    """A person's place in one session. A guest's may be for some of its blocks."""

    PART = "schedule"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="seats")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="seats", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="seats", null=True, blank=True)
    state = models.CharField(max_length=8, default=SEAT_HELD)
    # A code from the lists, never a person's own words: those stand in `SeatReason`.
    because = models.CharField(max_length=20, blank=True)
    guest = models.BooleanField(default=False)
    # The numbers of a guest's blocks; without them, all.
    blocks = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)
    # The guest's agreement to the rules of the group they visit.
    agreement = models.ForeignKey(Signature, models.PROTECT, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField()
    # Grows with every change of the seat, for calendars that take updates; counted by the database itself.
    sequence = models.PositiveIntegerField(default=0)

    objects: ClassVar = OfPersonQuerySet.as_manager()

    class Meta:
        db_table = "schedule_seat"
        constraints = [
            one_person("seat_is_one_person"),
            models.CheckConstraint(condition=Q(state__in=list(SEAT_STATES)), name="seat_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=SEAT_HELD, because="")
                | Q(state=SEAT_EXCUSED, because__in=list(EXCUSED_BECAUSE))
                | Q(state=SEAT_CANCELED, because__in=list(SEAT_CANCELED_BECAUSE)),
                name="seat_state_has_its_reason",
            ),
            models.CheckConstraint(condition=Q(blocks__isnull=True) | Q(guest=True), name="seat_blocks_of_a_guest"),
            models.UniqueConstraint(
                fields=["session", "patient", "partner"],
                condition=~Q(state=SEAT_CANCELED),
                nulls_distinct=False,
                name="seat_once",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "session"], name="seat_patient_session"),
            models.Index(fields=["partner", "session"], condition=Q(partner__isnull=False), name="seat_partner"),
        ]

    def __str__(self) -> str:
        return str(self.patient_id or self.partner_id)

    @property
    def who_id(self) -> Any:
        """The patient, or the partner without a chart."""
        return self.patient_id or self.partner_id


class SeatReason(models.Model):
    """Why somebody cannot come, in their own words: for their own clinicians alone."""

    PART = "excuse-reason"

    seat = models.OneToOneField(Seat, models.PROTECT, primary_key=True, related_name="reason")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    words = models.TextField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfPersonQuerySet.as_manager()

    class Meta:
        db_table = "schedule_seat_reason"
        constraints = [
            one_person("seat_reason_is_of_one_person"),
            models.CheckConstraint(condition=~Q(words=""), name="seat_reason_has_words"),
        ]

    def __str__(self) -> str:
        return str(self.seat_id)
