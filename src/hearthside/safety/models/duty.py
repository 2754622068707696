"""Duty: who may be called now, and as what. Ended, never removed."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.access.roles import STAFF
from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor
from hearthside.safety.words import DUTIES


class OfStaffQuerySet(models.QuerySet[Any]):
    """Rows about staff and sessions, of no patient: known to all staff of the program."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's program."""
        if actor.is_system and not actor.is_anonymous:
            return self if actor.program is None else self.filter(program_id=actor.program)
        return self.filter(program_id=actor.program) if actor.roles & set(STAFF) else self.none()


class DutyQuerySet(OfStaffQuerySet):
    def open(self) -> Self:
        """Of whoever is on duty now."""
        return self.filter(ended_at__isnull=True)


class Duty(models.Model):
    """Somebody is on duty from one instant until another: as a floater, a supervisor or the crisis clinician."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=10)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # When their page last could make a sound, and last could show a notification while something else is in front.
    sound_checked_at = models.DateTimeField(null=True, blank=True)
    notification_checked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DutyQuerySet.as_manager()

    class Meta:
        db_table = "safety_duty"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(DUTIES)), name="duty_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="duty_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["program", "account", "kind"], condition=Q(ended_at__isnull=True), name="duty_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "kind"], condition=Q(ended_at__isnull=True), name="duty_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"
