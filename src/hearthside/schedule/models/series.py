"""
Series: what repeats every week, stated on the clocks of the program's zone, from a day to a day.

A change of pattern ends a series and starts another that follows it, so that what was agreed for any past week can be
read. Its occurrences are rows of `sessions`, made ahead.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import PARTS
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfPersonQuerySet, OfProgramQuerySet, one_person
from hearthside.schedule.words import PROGRAM_DAY, SERIES_ENDED_BECAUSE, SERIES_KINDS, WEEKDAYS


class SeriesQuerySet(OfProgramQuerySet):
    def running(self) -> "SeriesQuerySet":
        """Series that nothing has ended."""
        return self.filter(ended_because="")

    def not_over_by(self, day: date) -> "SeriesQuerySet":
        """Series that have a day on or after this one, ended or not."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=Greatest(Value(day), F("from_on"))))


class Series(models.Model):
    """A cohort's program day, or one weekly session. Both days are included; without a last one it goes on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14)
    cohort = models.ForeignKey("caseload.Cohort", models.PROTECT, related_name="series", null=True, blank=True)
    # A program day is made of this version of its day plan; a single kind lasts `minutes`.
    day_plan = models.ForeignKey("caseload.DayPlan", models.PROTECT, related_name="+", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    weekdays = ArrayField(models.CharField(max_length=3))
    # Minutes past midnight on the clocks of `zone`.
    start_minute = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    # Occurrences are made up to and including this day.
    made_until = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, related_name="followed_by", null=True, blank=True)
    # Its id in a roster that was imported; a series that follows keeps it.
    key = models.CharField(max_length=64, blank=True)
    ended_because = models.CharField(max_length=14, blank=True)
    policy_version = models.CharField(max_length=80)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        db_table = "schedule_series"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SERIES_KINDS), name="series_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=PROGRAM_DAY, cohort__isnull=False, day_plan__isnull=False, minutes__isnull=True)
                | Q(~Q(kind=PROGRAM_DAY), cohort__isnull=True, day_plan__isnull=True, minutes__gte=1),
                name="series_is_a_program_day_or_single",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=list(WEEKDAYS)), name="series_days_are_known"
            ),
            models.CheckConstraint(condition=Q(start_minute__lt=1440), name="series_starts_on_its_day"),
            # A series that is ended before its first day keeps an empty span: it never had an occurrence.
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")) | ~Q(ended_because=""),
                name="series_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_because="") | Q(ended_because__in=list(SERIES_ENDED_BECAUSE), until_on__isnull=False),
                name="series_ends_for_a_reason",
            ),
            models.UniqueConstraint(fields=["follows"], name="series_followed_once"),
            models.UniqueConstraint(
                fields=["program", "key"], condition=~Q(key="") & Q(ended_because=""), name="series_key_once"
            ),
        ]
        indexes = [models.Index(fields=["program", "until_on"], name="series_program_until")]

    def __str__(self) -> str:
        return str(self.id)


class SeriesStaff(models.Model):
    """Who staffs a block of a series (0: all of a single session), from a day to a day, both included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="staff")
    block = models.PositiveSmallIntegerField()
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="series_staff")
    part = models.CharField(max_length=4)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_series_staff"
        constraints = [
            models.CheckConstraint(condition=Q(part__in=PARTS), name="series_staff_part_is_known"),
            models.UniqueConstraint(
                fields=["series", "block", "clinician"],
                condition=Q(until_on__isnull=True),
                name="series_staff_once_a_block",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.clinician_id}"


class SeriesSeat(models.Model):
    """Who has a seat in every session of a single series, both days included. Seats of cohorts follow memberships."""

    PART = "schedule"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="seats")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="series_seats", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar = OfPersonQuerySet.as_manager()

    class Meta:
        db_table = "schedule_series_seat"
        constraints = [
            one_person("series_seat_is_one_person"),
            models.UniqueConstraint(
                fields=["series", "patient", "partner"],
                condition=Q(until_on__isnull=True),
                nulls_distinct=False,
                name="series_seat_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.patient_id or self.partner_id)
