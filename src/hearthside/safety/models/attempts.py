"""
Attempts to reach a person: written and committed before anything leaves.

One that is still in flight at its deadline is one of which nobody knows whether it arrived, so there is another; so
somebody may be called twice and is never not called.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.safety.models.duty import OfStaffQuerySet
from hearthside.safety.models.pages import Page, PageStep
from hearthside.safety.words import CHANNELS

# How often one step tries to reach one person by one channel.
MOST_TRIES = 3


class PageAttempt(models.Model):
    """One try to reach one person by one channel."""

    # Also the key under which it leaves: whoever hands it on may know a second one by it.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, models.PROTECT, related_name="attempts")
    step = models.ForeignKey(PageStep, models.PROTECT, related_name="attempts")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    # A code, never an answer of a server: it may repeat an address.
    failed_because = models.CharField(max_length=60, blank=True)
    # Nothing more follows from it: it arrived, was answered first, or another one took its place.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfStaffQuerySet.as_manager()

    class Meta:
        db_table = "safety_page_attempt"
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="page_attempt_channel_is_known"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_TRIES), name="page_attempt_at_most_three"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at__isnull=True) | Q(failed_because="", ended_at__isnull=False),
                name="page_attempt_arrives_or_fails",
            ),
            models.CheckConstraint(condition=Q(deadline_at__gt=F("begun_at")), name="page_attempt_has_time"),
            models.UniqueConstraint(fields=["step", "to", "channel", "number"], name="page_attempt_once"),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], condition=Q(ended_at__isnull=True), name="page_attempt_in_flight"),
            models.Index(fields=["to", "page"], name="page_attempt_to"),
            models.Index(fields=["page", "begun_at"], name="page_attempt_page"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"
