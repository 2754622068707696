"""Alarms: that calling people is not going as it should, seen by whoever is on duty or answers for the program."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.safety.models.duty import OfStaffQuerySet
from hearthside.safety.models.pages import Page
from hearthside.safety.words import ALARMS


class PageAlarm(models.Model):
    """Something of this kind went wrong with a page, at a step of it. Once for each step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=12)
    step = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects: ClassVar = OfStaffQuerySet.as_manager()

    class Meta:
        db_table = "safety_page_alarm"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(ALARMS)), name="page_alarm_kind_is_known"),
            models.UniqueConstraint(fields=["page", "kind", "step"], name="page_alarm_once_a_step"),
        ]
        indexes = [models.Index(fields=["program", "-at"], name="page_alarm_program")]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id}"
