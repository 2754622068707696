"""
Grants: who may see which part of whose record, why, from when, until when.

Grants are derived. Whatever makes a relationship (an account linked, two partners linked, a role in the table) says
which grants follow from it, and `actions.grants` writes them; nobody gives or takes one by hand. So the question "who
could open this chart that day" is one query, and `visible_to` is one join.
"""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.access.roles import ROLES
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor

# The parts of the table that are about one patient's record; grants are given for these and no others.
RECORD_PARTS = (
    "demographics display-name shared-couple couple-link couple-wish keep-apart keep-apart-reason safety-screen wishes "
    "pets emergency-contact consents consent-disclosure application status readings-of-record membership treatments "
    "schedule excuse-reason availability hours swaps offer placement-reason place-choices"
).split()
# Roles that see every record of the program, as far as the table lets them.
ROLES_OF_PROGRAM = ("coordinator", "intake", "biller", "on_call", "compliance", "director")


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self, at: datetime | None = None) -> Self:
        """In force at an instant, or now."""
        at = at or clock.now()
        return self.filter(Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at)))

    def held_by(self, actor: Actor) -> Self:
        """Given to this person, or to a role the person holds, in the program the person is in."""
        return self.filter(Q(holder=actor.account) | Q(holder_role__in=actor.roles), program=actor.program)


class Grant(models.Model):
    """One holder may see one part of one patient's record, or of every record of the program."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # None is every record of the program.
    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="grants", null=True, blank=True)
    part = models.CharField(max_length=30)
    # A person, or everybody who holds a role: one of the two.
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    holder_role = models.CharField(max_length=20, blank=True)
    relation = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    # What it follows from: a kind of relationship, and the row that holds it.
    why = models.CharField(max_length=20)
    because = models.UUIDField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        db_table = "people_grant"
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False, holder_role="") | Q(holder__isnull=True, holder_role__in=ROLES),
                name="grant_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="grant_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["program", "part", "patient", "holder", "holder_role", "relation", "why", "because"],
                condition=Q(until_at__isnull=True),
                nulls_distinct=False,
                name="grant_once",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "holder", "part"], name="grant_program_holder_part"),
            models.Index(fields=["program", "holder_role", "part"], name="grant_program_role_part"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.patient_id or 'every record'} as {self.relation}"


# `live().held_by(actor)` of one part: with the program, the part, the present time twice, the account and the roles.
LIVE_AND_HELD = """g.program_id = %s AND g.part = %s AND g.from_at <= %s AND (g.until_at IS NULL OR g.until_at > %s)
 AND (g.holder_id = %s OR g.holder_role = ANY (%s))"""
_OPEN = f"""(EXISTS (SELECT 1 FROM people_grant g WHERE {LIVE_AND_HELD} AND g.patient_id IS NULL)
 OR {{patient}} IN (SELECT g.patient_id FROM people_grant g WHERE {LIVE_AND_HELD} AND g.patient_id IS NOT NULL))"""


class IsOpenTo(models.Func):
    """
    Whether a live grant lets this actor see this part of the patient whose id stands here.

    In words of the database: nearly every page asks it, some five times, and putting it together from its pieces each
    time took longer than its answer.
    """

    output_field = models.BooleanField()

    def __init__(self, patient: str, *, actor: Actor, part: str) -> None:
        super().__init__(patient)
        self.actor, self.part = actor, part

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        patient, of_patient = compiler.compile(self.source_expressions[0])
        at, by = clock.now(), self.actor
        grant = [by.program, self.part, at, at, by.account, sorted(by.roles)]
        return _OPEN.format(patient=patient), [*grant, *of_patient, *grant]
