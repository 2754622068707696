"""
Proposals: a week that the planner worked out, to be looked at, changed, and published or not.

An answer is a whole week as plain values (`week_json`), in ids alone. What people change in it by hand stands beside it
in order, so that the last change can be taken back, and `edited` is the week with all of them applied.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.placement.models.visible import ForPlannersQuerySet
from hearthside.placement.words import (
    ANSWERS,
    BEING_MADE,
    FAILED,
    PROPOSAL_KINDS,
    PROPOSAL_STATES,
    PUBLISHED,
    QUEUED,
)


class Proposal(models.Model):
    """One run of the planner for the week that begins on a Monday, and what became of it."""

    PART = "proposals"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    week = models.DateField()
    kind = models.CharField(max_length=8)
    status = models.CharField(max_length=10, default=QUEUED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The last sign of life of whoever works on it.
    beat_at = models.DateTimeField(null=True, blank=True)
    # How often it was begun: more than once where a worker was stopped in the middle.
    begun = models.PositiveSmallIntegerField(default=0)
    # How long to search; or how many thousand steps, where the answer must be the same every time.
    seconds = models.PositiveIntegerField(null=True, blank=True)
    effort = models.PositiveIntegerField(null=True, blank=True)
    seed = models.PositiveIntegerField(default=1)
    # What whoever works on it is doing: "compiling" the planner, "reading" the roster, "searching".
    stage = models.CharField(max_length=10, blank=True)
    cancel_asked = models.BooleanField(default=False)
    # [seconds, best score, bound or null], about once a second.
    trail = models.JSONField(default=list)
    failed_because = models.TextField(blank=True)
    # Where the ledger stood when the roster was read: a warm copy is never used past it.
    position = models.CharField(max_length=200, blank=True)
    chosen = models.ForeignKey("ProposalAnswer", models.PROTECT, related_name="+", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: Any = ForPlannersQuerySet.as_manager()

    class Meta:
        db_table = "placement_proposal"
        constraints = [
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="proposal_begins_on_a_monday"),
            models.CheckConstraint(condition=Q(kind__in=list(PROPOSAL_KINDS)), name="proposal_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=list(PROPOSAL_STATES)), name="proposal_status_is_known"),
            models.CheckConstraint(
                condition=Q(seconds__isnull=False, effort__isnull=True) | Q(seconds__isnull=True, effort__isnull=False),
                name="proposal_has_seconds_or_effort",
            ),
            models.CheckConstraint(
                condition=Q(status=FAILED) & ~Q(failed_because="") | ~Q(status=FAILED) & Q(failed_because=""),
                name="proposal_failure_has_its_sentence",
            ),
            models.CheckConstraint(
                condition=Q(status=PUBLISHED, published_at__isnull=False, chosen__isnull=False)
                | Q(~Q(status=PUBLISHED), published_at__isnull=True, chosen__isnull=True),
                name="proposal_published_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=BEING_MADE, ended_at__isnull=True)
                | Q(~Q(status__in=BEING_MADE), ended_at__isnull=False),
                name="proposal_end_has_its_time",
            ),
            # Two at once would take each other's processor, and propose the same people twice.
            models.UniqueConstraint(
                fields=["program"], condition=Q(status__in=BEING_MADE), name="proposal_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["program", "-asked_at"], name="proposal_program_asked")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.week}"


class ProposalAnswer(models.Model):
    """One week that a proposal offers: the only one of a plan, or one of the two of a re-plan."""

    PART = "proposals"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers")
    which = models.CharField(max_length=4)
    # The week as it ran when this one was planned: cohorts and sessions alone.
    before = models.JSONField()
    # As the planner left it: cohorts, sessions, who waits and why, gaps, warnings and figures.
    week = models.JSONField()
    # With every change by hand applied; without one, nothing.
    edited = models.JSONField(null=True, blank=True)
    figures = models.JSONField(default=dict)
    # Who took whom out of it, and when: by the id of whoever waits instead.
    taken_out = models.JSONField(default=dict)

    objects: Any = ForPlannersQuerySet.as_manager()

    class Meta:
        db_table = "placement_proposal_answer"
        constraints = [
            models.CheckConstraint(condition=Q(which__in=list(ANSWERS)), name="proposal_answer_which_is_known"),
            models.UniqueConstraint(fields=["proposal", "which"], name="proposal_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.which} of {self.proposal_id}"


class ProposalEdit(models.Model):
    """One change by hand, in the order in which they were made; taking the last back removes it."""

    PART = "proposals"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    answer = models.ForeignKey(ProposalAnswer, models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    what = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    objects: Any = ForPlannersQuerySet.as_manager()

    class Meta:
        db_table = "placement_proposal_edit"
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="proposal_edit_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
