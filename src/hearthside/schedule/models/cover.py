"""Shortages: since when a session lacks staff, why, and who was asked in which order to help out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.visible import OfProgramQuerySet
from hearthside.schedule.words import ANSWERS, RELEASED_BECAUSE, SHORTAGE_ENDED_BECAUSE

# A shortage begins because somebody was released, or because policy now asks for more.
BEGAN_BECAUSE = (*RELEASED_BECAUSE, "policy")


class Shortage(models.Model):
    """A session lacks staff: from when, why, who cannot come, and what ended it. There is no breach without one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="shortages")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="+", null=True, blank=True)
    because = models.CharField(max_length=10)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_shortage"
        constraints = [
            models.CheckConstraint(condition=Q(because__in=BEGAN_BECAUSE), name="shortage_began_for_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=list(SHORTAGE_ENDED_BECAUSE)),
                name="shortage_ended_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at__isnull=True), name="shortage_open_once_a_session"
            ),
        ]
        indexes = [models.Index(fields=["program", "ended_at"], name="shortage_program_open")]

    def __str__(self) -> str:
        return str(self.id)


class CoverOffer(models.Model):
    """A clinician is asked to staff blocks of a short session. Asked in order of `place`; the first yes has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    shortage = models.ForeignKey(Shortage, models.PROTECT, related_name="offers")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="cover_offers")
    place = models.PositiveSmallIntegerField()
    # Nobody is asked before it is their turn.
    offered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, default="open")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "schedule_cover_offer"
        ordering = ["shortage_id", "place"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=list(ANSWERS)), name="cover_answer_is_known"),
            models.CheckConstraint(
                condition=Q(answer="open", answered_at__isnull=True) | Q(~Q(answer="open"), answered_at__isnull=False),
                name="cover_answer_has_its_time",
            ),
            models.UniqueConstraint(fields=["shortage", "clinician"], name="cover_offered_once"),
            models.UniqueConstraint(fields=["shortage", "place"], name="cover_place_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
