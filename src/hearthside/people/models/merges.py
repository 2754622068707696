"""Two records of one person made one, with everything needed to make them two again."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.patients import Patient


class Merge(models.Model):
    """The record `gone` turned out to be the same person's as `kept`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_merge"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merge_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MergeMove(models.Model):
    """A row that moved from one record to the other: where it stands and which it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    merge = models.ForeignKey(Merge, models.PROTECT, related_name="moves")
    table = models.CharField(max_length=63)
    row = models.UUIDField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_merge_move"
        constraints = [models.UniqueConstraint(fields=["merge", "table", "row"], name="merge_move_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
