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


# A worker looks what would come in, or brings it in.
LOOKING, BRINGING = "looking", "bringing"
# It may come in; it is in; something is to be put right first; our own mistake.
LOOKED, BROUGHT, WRONG, FAILED = "looked", "brought", "wrong", "failed"
UNDER_WAY = (LOOKING, BRINGING)
UPLOAD_STATES = (*UNDER_WAY, LOOKED, BROUGHT, WRONG, FAILED)


class Upload(models.Model):
    """
    What somebody sent, how far whoever looks at it is, and what came of it: kept for a day at the most.

    All of it comes in, in one transaction, or nothing. What stands here is written beside that transaction. Seen by
    whoever sent it and nobody else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=60)
    week = models.DateField(null=True, blank=True)
    # The files themselves, as long as they may still be needed.
    packed = models.BinaryField()
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=LOOKING)
    # On whose clock people live whose address leaves it open, by the ids of the bundle.
    zones = models.JSONField(default=dict)
    # What a worker found: sentences, questions to answer first, and what to put right as [where, what].
    lines = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    wrong = models.JSONField(default=list)
    # How many those are in all: of a file that is another thing altogether, the first tell enough.
    wrong_in_all = models.PositiveIntegerField(default=0)
    because = models.TextField(blank=True)
    # What a worker is doing, its last sign of life, and how often it was begun.
    stage = models.CharField(max_length=12, blank=True)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    begun = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "interop_upload"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UPLOAD_STATES), name="upload_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=FAILED) & ~Q(because="") | ~Q(state=FAILED) & Q(because=""),
                name="upload_failure_has_its_sentence",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="upload_sent")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.source}"
