"""
Sessions: one dated occurrence of a series, or a single one; its blocks; and who staffs each of them.

The instants decide. The local start and its zone are kept beside them, because the law may move the instant: when the
rules of a zone change, the start is worked out again from these.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import PARTS
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.visible import OfProgramQuerySet, is_staff
from hearthside.schedule.words import (
    AHEAD,
    CANCELED,
    KINDS_OF_BLOCK,
    OPEN,
    PLANNED,
    PROGRAM_DAY,
    RELEASED_BECAUSE,
    SERIES_KINDS,
    SESSION_CANCELED_BECAUSE,
    SHORT,
    STATUSES,
)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor) -> Self:
        """Sessions of the program for its staff; for anybody else those in which they see a seat."""
        if actor.is_anonymous:
            return self.none()
        here = self if actor.program is None else self.filter(program_id=actor.program)
        if is_staff(actor):
            return here
        from hearthside.schedule.models.seats import Seat

        return here.filter(Exists(Seat.objects.visible_to(actor).filter(session=OuterRef("pk"))))

    def ahead(self) -> Self:
        """Still to be held: planned, or short of staff."""
        return self.filter(status__in=AHEAD)

    def standing(self) -> Self:
        """Whatever was not canceled."""
        return self.exclude(status=CANCELED)

    def staffed_by(self, clinician: Clinician) -> Self:
        """Sessions with a block that this clinician staffs."""
        own = Staffing.objects.filter(block__session=OuterRef("pk"), clinician=clinician, released_at__isnull=True)
        return self.filter(Exists(own))


# What a change that calendars show writes beside itself.
COUNTED = ("sequence", "changed_at")


class Session(models.Model):
    """Something that people come to at a time: planned, short of staff, open, held or canceled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="sessions", null=True, blank=True)
    cohort = models.ForeignKey("caseload.Cohort", models.PROTECT, related_name="sessions", null=True, blank=True)
    kind = models.CharField(max_length=14)
    # Which occurrence of its series this is, whenever it is held.
    occurrence_on = models.DateField(null=True, blank=True)
    on_day = models.DateField()
    start_minute = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    # Of a start that the clock shows twice, whether the second is meant.
    second_of_two = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=8, default=PLANNED)
    canceled_because = models.CharField(max_length=14, blank=True)
    # Held at another time than its series says, or staffed otherwise: changes of the staff of a series leave it alone.
    moved = models.BooleanField(default=False)
    # Somebody answered for opening it although it is short of staff.
    override_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    override_at = models.DateTimeField(null=True, blank=True)
    override_reason = models.TextField(blank=True)
    # Why it is right to hold it outside the hours that somebody in it recorded.
    outside_hours_because = models.TextField(blank=True)
    policy_version = models.CharField(max_length=80)
    # Grows with every change of time or state, for calendars that take updates.
    sequence = models.PositiveIntegerField(default=0)
    # When it last grew; nothing until it does.
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        db_table = "schedule_session"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SERIES_KINDS), name="session_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=list(STATUSES)), name="session_status_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(kind=PROGRAM_DAY, cohort__isnull=False) | Q(~Q(kind=PROGRAM_DAY), cohort__isnull=True),
                name="session_of_a_cohort_is_a_program_day",
            ),
            models.CheckConstraint(
                condition=Q(status=CANCELED, canceled_because__in=list(SESSION_CANCELED_BECAUSE))
                | Q(~Q(status=CANCELED), canceled_because=""),
                name="session_canceled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(override_at__isnull=True, override_by__isnull=True, override_reason="")
                | Q(Q(override_at__isnull=False, override_by__isnull=False), ~Q(override_reason="")),
                name="session_override_has_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, occurrence_on__isnull=True)
                | Q(series__isnull=False, occurrence_on__isnull=False),
                name="session_of_a_series_is_an_occurrence",
            ),
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="session_made_once"),
        ]
        indexes = [
            models.Index(fields=["program", "starts_at"], name="session_program_starts"),
            models.Index(fields=["program", "on_day"], name="session_program_day"),
            models.Index(fields=["cohort", "starts_at"], name="session_cohort_starts"),
            models.Index(
                fields=["program", "starts_at"], condition=Q(status__in=[SHORT, OPEN]), name="session_short_or_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def count_change(self) -> None:
        """Its time or state is another now; whoever saves it saves COUNTED too."""
        self.sequence, self.changed_at = self.sequence + 1, clock.now()


class Block(models.Model):
    """A stretch of a session: one kind of work, which asks for its own number of staff. Numbers begin at 1."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="blocks")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    # The policy key of the people one clinician may have; without one, one clinician is enough for all.
    ratio_key = models.CharField(max_length=30, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_block"
        ordering = ["session_id", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS_OF_BLOCK), name="block_kind_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="block_ends_after_it_begins"),
            models.UniqueConstraint(fields=["session", "number"], name="block_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Staffing(models.Model):
    """A clinician staffs a block, from when until they were released; released for a reason, never removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    block = models.ForeignKey(Block, models.PROTECT, related_name="staffing")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="staffing")
    part = models.CharField(max_length=4)
    from_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_because = models.CharField(max_length=10, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_staffing"
        constraints = [
            models.CheckConstraint(condition=Q(part__in=PARTS), name="staffing_part_is_known"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_because="")
                | Q(released_at__isnull=False, released_because__in=list(RELEASED_BECAUSE)),
                name="staffing_released_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["block", "clinician"], condition=Q(released_at__isnull=True), name="staffing_once_a_block"
            ),
        ]
        indexes = [models.Index(fields=["clinician", "block"], name="staffing_clinician_block")]

    def __str__(self) -> str:
        return f"{self.part} {self.clinician_id}"
