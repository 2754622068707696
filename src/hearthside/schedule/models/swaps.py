"""
Asking to come to a session of another group: instead of one that is missed (a swap), or beside it (a make-up).

Somebody is invited, by their partner or by staff, or asks on their own; once they have said yes it waits for an answer.
An ask for two partners is two rows of one `pair`: each says yes for themselves, and both are granted or neither is,
unless staff say otherwise.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.consents import Signature
from hearthside.people.models.patients import AboutPatientQuerySet, Patient
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session

INVITED, ASKED, GRANTED, DECLINED, TAKEN_BACK, LAPSED = (
    "invited", "asked", "granted", "declined", "taken_back", "lapsed",
)  # fmt: skip
SWAP_STATES = {
    INVITED: "Waiting for your yes",
    ASKED: "Waiting for an answer",
    GRANTED: "Granted",
    DECLINED: "Not granted",
    TAKEN_BACK: "Taken back",
    LAPSED: "Over before it was answered",
}
WAITING_STATES = (INVITED, ASKED)


class SwapQuerySet(AboutPatientQuerySet):
    def waiting(self) -> "SwapQuerySet":
        """Neither answered nor taken back."""
        return self.filter(state__in=WAITING_STATES)


class Swap(models.Model):
    """One person asks for a guest seat in one session of another group, or in some of its blocks."""

    PART = "swaps"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="swaps")
    session = models.ForeignKey(Session, models.PROTECT, related_name="swaps")
    # The numbers of the blocks; without them, all.
    blocks = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)
    # The own seat that is given up for it; without one it is a make-up.
    instead_of = models.ForeignKey(Seat, models.PROTECT, related_name="+", null=True, blank=True)
    # Two partners who ask together.
    pair = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10)
    # Staff offered it: once everybody asked has said yes, nobody is asked again.
    proposed = models.BooleanField(default=False)
    # The person's agreement to the rules of the group they visit.
    agreement = models.ForeignKey(Signature, models.PROTECT, related_name="+", null=True, blank=True)
    # The guest seat, once it is granted.
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="swap", null=True, blank=True)
    # Why it is right although it lies outside the hours that they recorded.
    outside_hours_because = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: Any = SwapQuerySet.as_manager()

    class Meta:
        db_table = "schedule_swap"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SWAP_STATES)), name="swap_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=WAITING_STATES, answered_at__isnull=True)
                | Q(~Q(state__in=WAITING_STATES), answered_at__isnull=False),
                name="swap_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state=GRANTED, seat__isnull=False) | Q(~Q(state=GRANTED)),
                name="swap_granted_has_its_seat",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[INVITED, DECLINED, TAKEN_BACK, LAPSED]) | Q(agreement__isnull=False),
                name="swap_agreed_to_the_groups_rules",
            ),
            models.UniqueConstraint(
                fields=["patient", "session"], condition=Q(state__in=WAITING_STATES), name="swap_asked_once"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "asked_at"], condition=Q(state__in=WAITING_STATES), name="swap_waiting"),
            models.Index(fields=["pair"], condition=Q(pair__isnull=False), name="swap_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.patient_id}"
