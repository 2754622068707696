"""Questions to the coordinator: what the calendar asks and no rule can answer. Answered, never removed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.visible import OfProgramQuerySet
from hearthside.schedule.words import QUESTION_KINDS


class Question(models.Model):
    """Something about a day of a series that a person must decide, such as a start the clock shows twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    series = models.ForeignKey(Series, models.PROTECT, related_name="questions", null=True, blank=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="questions", null=True, blank=True)
    on_day = models.DateField()
    # Whom it is about where it is about somebody: a clinician's or a person's id, told apart by who may see it.
    clinician = models.ForeignKey("people.Clinician", models.PROTECT, related_name="+", null=True, blank=True)
    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_question"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(QUESTION_KINDS)), name="question_kind_is_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(Q(answered_at__isnull=False), ~Q(answer="")),
                name="question_answer_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "series", "on_day", "clinician", "patient"],
                nulls_distinct=False,
                name="question_once",
            ),
        ]
        indexes = [models.Index(fields=["program", "answered_at"], name="question_program_open")]

    def __str__(self) -> str:
        return self.kind
