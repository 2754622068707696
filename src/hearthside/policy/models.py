"""
Decisions about policy, and the baselines they were measured against.

A decision says: from this day on, this key has this value. It is proposed by one person and approved by another, and
never changed after that: the next decision ends it by beginning. So two values of one key never overlap, and policy as
it was known on any day can be told for ever.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Account, Program
from hearthside.base.ids import new_id
from hearthside.policy.rules import PROGRAM, SCOPES, Decision

PROPOSED, APPROVED, DECLINED, WITHDRAWN = "proposed", "approved", "declined", "withdrawn"
STATES = (PROPOSED, APPROVED, DECLINED, WITHDRAWN)


class BaselineRelease(models.Model):
    """A baseline file that this installation used, from an instant on. The last one is in use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=12)
    used_from = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        db_table = "policy_baseline_release"

    def __str__(self) -> str:
        return self.digest


class BaselineValue(models.Model):
    """A line of a baseline file, as it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(BaselineRelease, models.PROTECT, related_name="values")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    value = models.CharField(max_length=64)
    number = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    direction = models.CharField(max_length=10)
    unit = models.CharField(max_length=32)
    section = models.CharField(max_length=16)
    planner = models.BooleanField()
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "policy_baseline_value"
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="policy_baseline_key_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"


class DecisionQuerySet(models.QuerySet["PolicyDecision"]):
    def approved(self) -> "DecisionQuerySet":
        """Decisions that a second person approved, in the order of their approval."""
        return self.filter(state=APPROVED).order_by("revision")

    def proposed(self) -> "DecisionQuerySet":
        """Decisions that wait for a second person, the oldest first."""
        return self.filter(state=PROPOSED).order_by("proposed_at")


class PolicyDecision(models.Model):
    """From a day on, a key has a value, or (without one) the value before it ends. Written by actions alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="policy_decisions")
    key = models.CharField(max_length=64)
    scope = models.CharField(max_length=10)
    scope_name = models.CharField(max_length=40, blank=True)
    from_day = models.DateField()
    value = models.CharField(max_length=64, null=True)  # NULL: the value before it ends
    number = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    source = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default=PROPOSED)
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(null=True)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        db_table = "policy_decision"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="policy_state_is_known"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="policy_scope_is_known"),
            models.CheckConstraint(
                condition=Q(scope=PROGRAM, scope_name="") | (~Q(scope=PROGRAM) & ~Q(scope_name="")),
                name="policy_scope_has_its_name",
            ),
            models.CheckConstraint(
                condition=Q(state=PROPOSED, answered_by=None, answered_at=None)
                | (~Q(state=PROPOSED) & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="policy_answer_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[APPROVED, DECLINED]) | ~Q(answered_by=F("proposed_by")),
                name="policy_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state=APPROVED, revision__isnull=False) | (~Q(state=APPROVED) & Q(revision=None)),
                name="policy_approved_has_revision",
            ),
            models.UniqueConstraint(fields=["program", "revision"], name="policy_revision_once"),
            models.UniqueConstraint(
                fields=["program", "key", "scope", "scope_name", "from_day"],
                condition=Q(state=APPROVED),
                name="policy_one_value_a_day",
            ),
            models.UniqueConstraint(
                fields=["program", "key", "scope", "scope_name"],
                condition=Q(state=PROPOSED),
                name="policy_one_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value or 'ends'} from {self.from_day}"

    def plain(self) -> Decision:
        """The decision as the rules take it."""
        assert self.revision is not None
        return Decision(
            id=self.id,
            key=self.key,
            scope=self.scope,
            scope_name=self.scope_name,
            from_day=self.from_day,
            text=self.value,
            source=self.source,
            revision=self.revision,
            approved_by=self.answered_by_id,
        )
