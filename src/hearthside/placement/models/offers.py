"""Offers: a place held for somebody who is placed for the first time, until they answer or the time to answer ends."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.caseload.models.memberships import Membership
from hearthside.people.models.patients import AboutPatientQuerySet, Patient
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.words import (
    ACCEPTED,
    ANSWERED,
    OFFER_STATES,
    OPEN,
    SAID_BY,
    SAID_HOW,
    UNDECIDED,
    WITHDRAWN,
)


class Offer(models.Model):
    """One person's place, offered; each of two partners answers for themselves."""

    PART = "offer"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="offers")
    # The place that is held.
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="offers")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="offers", null=True, blank=True)
    status = models.CharField(max_length=10, default=OPEN)
    offered_at = models.DateTimeField()
    # Without an answer by then the coordinator is asked to call.
    until_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    # Told to staff, who wrote it down: who told it, and how.
    said_by_staff = models.BooleanField(default=False)
    said_by = models.CharField(max_length=11, blank=True)
    said_how = models.CharField(max_length=9, blank=True)
    # What would suit them better, in their own words: for the coordinator.
    wish = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects: Any = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "placement_offer"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(OFFER_STATES)), name="offer_status_is_known"),
            models.CheckConstraint(condition=Q(until_at__gt=F("offered_at")), name="offer_gives_time"),
            # A place that was accepted may be given up later because a partner's was: then the answer stays.
            models.CheckConstraint(
                condition=Q(status__in=ANSWERED, answered_at__isnull=False)
                | Q(status__in=UNDECIDED, answered_at__isnull=True)
                | Q(status=WITHDRAWN),
                name="offer_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(said_by_staff=True, said_by__in=list(SAID_BY), said_how__in=list(SAID_HOW))
                | Q(said_by_staff=False, said_by="", said_how=""),
                name="offer_told_to_staff_says_how",
            ),
            models.CheckConstraint(condition=Q(wish="") | ~Q(status=ACCEPTED), name="offer_accepted_has_no_wish"),
            models.UniqueConstraint(fields=["patient"], condition=Q(status=OPEN), name="offer_one_open"),
        ]
        indexes = [
            models.Index(fields=["program", "until_at"], condition=Q(status=OPEN), name="offer_open_until"),
            models.Index(fields=["patient", "-offered_at"], name="offer_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.patient_id}"
