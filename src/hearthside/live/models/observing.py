"""Somebody may observe one session: who asked for it and why, and what everybody in it says to that, each alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.visible import OfProgramQuerySet, one_person

LONGEST_REASON = 200


class ObserveAsk(models.Model):
    """A clinician would observe one dated session. Everybody in it reads the reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # When whoever observes said that they are there, and waits to be let in.
    here_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_observe_ask"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="live_observe_ask_says_why"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(taken_back_at__gte=F("asked_at")),
                name="live_observe_ask_ends_after",
            ),
            models.UniqueConstraint(
                fields=["session", "clinician"], condition=Q(taken_back_at__isnull=True), name="live_observe_ask_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.session_id)


class ObserveAnswer(models.Model):
    """What one person says to it, as often as they like: the last answer stands, and none is no."""

    PART = "check-in"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    ask = models.ForeignKey(ObserveAsk, models.PROTECT, related_name="answers")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    agrees = models.BooleanField()
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_observe_answer"
        constraints = [one_person("live_observe_answer_is_one_person")]
        indexes = [models.Index(fields=["ask", "at"], name="live_observe_answer_ask")]

    def __str__(self) -> str:
        return str(self.ask_id)
