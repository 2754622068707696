"""Who sees to what stands against the rules since something changed: an owner and a day, for each exception."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.rules.exceptions import KINDS


class ExceptionOwned(models.Model):
    """Somebody takes an exception of a cohort on, to be seen to by a day. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="exceptions_owned")
    kind = models.CharField(max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_on = models.DateField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "caseload_exception_owned"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="cohort_exception_kind_is_known"),
        ]
        indexes = [models.Index(fields=["cohort", "kind", "-at"], name="exception_cohort_kind_at")]

    def __str__(self) -> str:
        return self.kind
