"""
Publishings: an answer of a proposal on its way to hold, which takes a worker seconds, or a minute of a large program.

The week is published in one transaction or not at all. What stands here is how far that is, and what came of it; it is
written beside that transaction, so that whoever looks on sees it while nothing of the week is there yet.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.visible import ForPlannersQuerySet
from hearthside.placement.words import BEING_PUBLISHED, FAILED, PUBLISHING_STATES, QUEUED, REFUSED


class Publishing(models.Model):
    """One press of "Publish", who pressed it, and what became of it."""

    PART = "proposals"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="publishings")
    answer = models.ForeignKey(ProposalAnswer, models.PROTECT, related_name="+")
    # What is taken out first, because it did not hold any more when it was tried before.
    items = models.JSONField(default=list)
    status = models.CharField(max_length=10, default=QUEUED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The last sign of life of whoever works on it.
    beat_at = models.DateTimeField(null=True, blank=True)
    # How often it was begun: more than once where a worker was stopped in the middle.
    begun = models.PositiveSmallIntegerField(default=0)
    # What whoever works on it is doing, and how much of that is done.
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    # What does not hold any more: [item, rule, sentence], in ids alone.
    lost = models.JSONField(default=list)
    because = models.TextField(blank=True)

    objects: Any = ForPlannersQuerySet.as_manager()

    class Meta:
        db_table = "placement_publishing"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(PUBLISHING_STATES)), name="publishing_status_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=BEING_PUBLISHED, ended_at__isnull=True)
                | Q(~Q(status__in=BEING_PUBLISHED), ended_at__isnull=False),
                name="publishing_end_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(REFUSED, FAILED)) & ~Q(because="")
                | ~Q(status__in=(REFUSED, FAILED)) & Q(because=""),
                name="publishing_no_has_its_sentence",
            ),
            # The second of two would only find what the first one left.
            models.UniqueConstraint(
                fields=["program"], condition=Q(status__in=BEING_PUBLISHED), name="publishing_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["proposal", "-asked_at"], name="publishing_proposal_asked")]

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.status}"
