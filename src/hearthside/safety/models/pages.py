"""
Pages: something needs a person now, and people are called until one of them answers.

A page has one row and a row for each step of its ladder. What a page says is neutral: a title that names no person, and
counts. When its steps are due is told by the database's clock alone; the seconds between them are policy's of the
moment at which it was raised.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.safety.models.duty import OfStaffQuerySet
from hearthside.safety.words import LEVELS

# The list of causes, ladders and subjects belongs to the packages above.
WORD = r"^[a-z][a-z_]*$"

OPEN = Q(withdrawn_at__isnull=True, resolved_at__isnull=True)
# Nobody has answered yet: this is called.
CALLING = OPEN & Q(accepted_at__isnull=True)


class Page(models.Model):
    """Somebody is needed: why, for what, and who answered. One at a time for one cause and one thing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    cause = models.CharField(max_length=30)
    ladder = models.CharField(max_length=30)
    # A session, a room: whatever the cause is about.
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    # Whole numbers by their names, such as patients and staff: what whoever is called may know before answering.
    counts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    next_seconds = models.FloatField()
    supervisor_seconds = models.FloatField()
    policy_version = models.CharField(max_length=80)
    # From when the ladder counts: since it was raised, or since whoever accepted turned out not to come.
    calling_from_at = models.DateTimeField()
    # How many steps of the ladder have been taken since then, and when the next is due; none once somebody answered.
    step = models.PositiveIntegerField(default=0)
    next_due_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfStaffQuerySet.as_manager()

    class Meta:
        db_table = "safety_page"
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__regex=WORD, ladder__regex=WORD, subject_kind__regex=WORD), name="page_speaks_words"
            ),
            models.CheckConstraint(
                condition=Q(next_seconds__gt=0, supervisor_seconds__gt=0), name="page_ladder_climbs"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="page_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(accepted_at__isnull=True, resolved_at__isnull=True),
                name="page_accepted_stays",
            ),
            # It never falls silent: as long as nobody answered, a next step is due, and afterwards none is.
            models.CheckConstraint(
                condition=(CALLING & Q(next_due_at__isnull=False)) | (~CALLING & Q(next_due_at__isnull=True)),
                name="page_never_falls_silent",
            ),
            models.UniqueConstraint(
                fields=["program", "cause", "subject_kind", "subject_id"], condition=OPEN, name="page_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["next_due_at"], condition=CALLING, name="page_due"),
            models.Index(fields=["program", "-raised_at"], name="page_program_raised"),
            models.Index(fields=["program", "subject_id"], name="page_program_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.id}"

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.resolved_at is None

    @property
    def is_calling(self) -> bool:
        """Whether people are called: it is open, and nobody has answered."""
        return self.is_open and self.accepted_at is None


class PageStep(models.Model):
    """One step of a page's ladder: when it was due and taken, whom it called, and who was passed over and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, models.PROTECT, related_name="steps")
    # Counted over the whole life of the page: 1 is the first.
    number = models.PositiveIntegerField()
    level = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    called = models.PositiveSmallIntegerField()
    # Pairs of an account's id and a code of the ladder.
    passed_over = models.JSONField(default=list)

    objects: ClassVar = OfStaffQuerySet.as_manager()

    class Meta:
        db_table = "safety_page_step"
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="page_step_level_is_known"),
            models.UniqueConstraint(fields=["page", "number"], name="page_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.page_id}"
