"""What was brought in, by the ids of where it came from: so that a second import knows everything again."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id

KINDS = ("person", "clinician", "day_plan", "cohort", "session", "applicant")
# The ids of a roster, or of a resource.
LONGEST_KEY = 200


class Imported(models.Model):
    """
    That a thing of a source (a name that whoever imports gives it) is this record here.

    `digest` is of what the source said of it when it was last brought in, by which what did not change is passed over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=LONGEST_KEY)
    object_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "interop_imported"
        constraints = [
            models.UniqueConstraint(fields=["program", "source", "kind", "key"], name="imported_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="imported_kind_is_known"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(key=""), name="imported_has_a_name"),
        ]
        indexes = [models.Index(fields=["program", "object_id"], name="imported_program_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Upload(models.Model):
    """
    What somebody sent and has not brought in yet: kept until they do or do not, a day at the most.

    Seen by whoever sent it and nobody else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=60)
    week = models.DateField(null=True, blank=True)
    packed = models.BinaryField()
    sent_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "interop_upload"
        indexes = [models.Index(fields=["sent_at"], name="upload_sent")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.source}"
