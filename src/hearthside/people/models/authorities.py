"""Credentials, the authorities to practice held under them, and supervision: dated, ended, never deleted."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import AUTHORITY_KINDS, STATES
from hearthside.people.credentials.types import AUTHORITY_STATUSES, CREDENTIAL_STATUSES, CREDENTIAL_TYPES
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.ranges import UuidRangeField


def _days(first: str, last: str) -> Func:
    """Both days included; without a last one it has no end."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


def _same(*columns: str) -> Func:
    """A range that holds one value made of these columns: equal columns, equal value."""
    parts = [Func(F(column), function="", template="(%(expressions)s)::text") for column in columns]
    joined = parts[0]
    for part in parts[1:]:
        joined = Func(joined, Value(" "), part, arg_joiner=" || ", template="%(expressions)s")
    key = Func(joined, template="md5(%(expressions)s)::uuid", output_field=models.UUIDField())
    return Func(key, key, Value("[]"), function="uuidrange", output_field=UuidRangeField())


class Credential(models.Model):
    """A profession that somebody holds: what they are, which decides what they may do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="credentials")
    type = models.CharField(max_length=20)
    status = models.CharField(max_length=10, default="active")
    # Where a body that is no state gives a number of its own, such as a national certification.
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_credential"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=list(CREDENTIAL_TYPES)), name="credential_type_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=list(CREDENTIAL_STATUSES)), name="credential_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="credential_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["clinician", "type"], condition=~Q(status="given_up"), name="credential_type_once"
            ),
        ]

    def __str__(self) -> str:
        return CREDENTIAL_TYPES[self.type]


class PracticeAuthority(models.Model):
    """A right to practice in one state under one credential. It counts only once somebody confirmed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="authorities")
    kind = models.CharField(max_length=25)
    state = models.CharField(max_length=2)
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, default="active")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    compact = models.CharField(max_length=20, blank=True)
    home_state = models.CharField(max_length=2, blank=True)
    # Where and when somebody here saw that it is so.
    source = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(max_length=20, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_practice_authority"
        ordering = ["state", "kind", "-valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AUTHORITY_KINDS), name="authority_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="authority_state_is_known"),
            models.CheckConstraint(condition=Q(status__in=list(AUTHORITY_STATUSES)), name="authority_status_is_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="authority_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind="exception") | Q(valid_to__isnull=False), name="exception_has_a_last_day"
            ),
            models.CheckConstraint(
                # Until both are known it is as good as applied for.
                condition=~Q(kind="compact_privilege")
                | Q(status="pending")
                | (~Q(compact="") & Q(home_state__in=STATES)),
                name="privilege_has_a_home_state",
            ),
            models.CheckConstraint(
                condition=Q(home_state="") | (Q(home_state__in=STATES) & ~Q(home_state=F("state"))),
                name="home_state_is_another_state",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | (Q(verified_at__isnull=False) & ~Q(source="")),
                name="confirmed_with_a_source",
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | ~Q(kind="license") | ~Q(number=""), name="active_license_has_a_number"
            ),
            # An application for the renewal may run beside what it renews; two that count may not.
            ExclusionConstraint(
                name="authority_once_at_a_time",
                expressions=[
                    (_same("credential", "state", "kind"), RangeOperators.OVERLAPS),
                    (_days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status__in=["pending", "mistake"]),
            ),
        ]
        indexes = [
            models.Index(fields=["program", "valid_to"], name="authority_program_ends"),
            models.Index(fields=["program", "state"], name="authority_program_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Supervision(models.Model):
    """One clinician answers for another's work, both days included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(Clinician, models.PROTECT, related_name="supervisions")
    supervisor = models.ForeignKey(Clinician, models.PROTECT, related_name="supervises")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_supervision"
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(supervisee=F("supervisor")), name="nobody_supervises_themselves"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="supervision_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="supervision_once_at_a_time",
                expressions=[
                    (_same("supervisee", "supervisor"), RangeOperators.OVERLAPS),
                    (_days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id} supervises {self.supervisee_id}"


class ExpiryNoted(models.Model):
    """That a mark before (or after) a last day was recorded, so that a second night does not repeat it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # The authority, credential or supervision.
    subject = models.UUIDField()
    ends_on = models.DateField()
    # Days before the last day; 0 says that it has passed.
    mark = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_expiry_noted"
        constraints = [
            models.UniqueConstraint(fields=["subject", "ends_on", "mark"], name="expiry_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.ends_on} {self.mark}"
