"""Cohorts: the small groups that people are treated in for some weeks. Ended, never deleted."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hearthside.access.models import Program
from hearthside.access.roles import PATIENT_SIDE
from hearthside.base.ids import new_id
from hearthside.base.words import FOCUSES, SIZE_WISHES, TRACKS
from hearthside.caseload.models.day_plans import KEY, DayPlan
from hearthside.caseload.models.spans import began, on_day
from hearthside.ledger.actors import Actor

ENDINGS = {
    "ran_its_weeks": "It ran its weeks",
    "too_few": "Too few people were left",
    "staffing": "There was nobody to lead it",
    "merged": "It joined another cohort",
    "mistake": "It was opened by mistake",
}


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, actor: Actor) -> Self:
        """Every cohort of the program for its staff; for people their own."""
        if actor.is_anonymous:
            return self.none()
        if actor.is_system:
            return self if actor.program is None else self.filter(program_id=actor.program)
        here = self.filter(program_id=actor.program)
        if actor.roles - set(PATIENT_SIDE):
            return here
        from hearthside.caseload.models.memberships import Membership

        return here.filter(Exists(Membership.objects.visible_to(actor).filter(cohort=OuterRef("pk"))))

    def running_on(self, day: date) -> Self:
        """Cohorts that have begun by this day and have not ended."""
        return self.filter(on_day(day))

    def not_over_by(self, day: date) -> Self:
        """Cohorts that run on this day or later."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day)).filter(began())


class Cohort(models.Model):
    """A group of people who go through the program together, by one day plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="cohorts")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    # Open: people join and leave as they come. Closed: everybody begins together.
    open = models.BooleanField()
    # How the group works, by its name: "CBT skills for mood", "Emotionally Focused Therapy".
    modality = models.CharField(max_length=120, blank=True)
    track = models.CharField(max_length=4)
    language = models.CharField(max_length=3)
    focus = models.CharField(max_length=20, blank=True)
    size_wish = models.CharField(max_length=10, blank=True)
    day_plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="cohorts")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, blank=True)
    # Ran before it came into this program: how many it began with was asked elsewhere.
    began_elsewhere = models.BooleanField(default=False)
    policy_version = models.CharField(max_length=40)

    objects = CohortQuerySet.as_manager()

    class Meta:
        db_table = "caseload_cohort"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="cohort_key_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="cohort_key_form"),
            models.CheckConstraint(condition=~Q(name=""), name="cohort_has_a_name"),
            models.CheckConstraint(condition=Q(track__in=TRACKS), name="cohort_track_is_known"),
            models.CheckConstraint(condition=Q(focus__in=["", *FOCUSES]), name="cohort_focus_is_known"),
            models.CheckConstraint(condition=Q(size_wish__in=["", *SIZE_WISHES]), name="cohort_size_wish_is_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on") - 1),
                name="cohort_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(open=True) | Q(until_on__isnull=False), name="cohort_closed_has_its_last_day"
            ),
            models.CheckConstraint(condition=Q(ended_because__in=["", *ENDINGS]), name="cohort_ending_is_known"),
        ]
        indexes = [models.Index(fields=["program", "until_on"], name="cohort_program_until")]

    def __str__(self) -> str:
        return self.key

    def runs_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)
