"""
Applications: what somebody sent in from the public form, what intake asked in private, and how it was answered.

The safety screen is asked alone and stands in a table of its own: it belongs to one person and to nobody's partner.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import STATES
from hearthside.ledger.actors import Actor
from hearthside.people.models.grants import Grant
from hearthside.people.models.patients import Patient

DECISIONS = {"open": "New", "accepted": "Accepted", "declined": "Declined", "withdrawn": "Withdrawn"}
COMING = {
    "alone": "On my own",
    "together": "With my partner, in the same groups",
    "apart": "With my partner, in different groups",
    "unsure": "With my partner; I would like to talk first",
}
# How somebody who was declined came to know why. Words go by telephone or on paper, never by mail.
TOLD = {
    "spoken": "We talked",
    "letter": "By letter, as they asked",
    "unreached": "We tried several times and did not reach them",
}
CONCLUSIONS = {"none": "No concern", "concern": "Concern: plan before placing", "urgent": "Urgent: act today"}


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> Self:
        """The applications to this actor's program, if the actor may see any."""
        if actor.is_anonymous:
            return self.none()
        if actor.is_system:
            return self if actor.program is None else self.filter(program_id=actor.program)
        grants = Grant.objects.live().held_by(actor).filter(part="application", patient__isnull=True)
        return self.filter(program_id=actor.program) if grants.exists() else self.none()

    def to_be_told(self) -> Self:
        """Those whose no nobody has told them yet."""
        return self.filter(decision="declined", told_at__isnull=True)


class Application(models.Model):
    """Somebody asked to be treated here. Whoever is accepted becomes a patient with this very id."""

    PART = "application"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="applications")
    sent_at = models.DateTimeField()
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100, blank=True)
    chosen_name = models.CharField(max_length=100, blank=True)
    born_on = models.DateField()
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=16)
    may_leave_message = models.BooleanField(default=False)
    state = models.CharField(max_length=2)
    # The form does not ask for it; a record brought in from elsewhere may say it.
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=64)
    languages = ArrayField(models.CharField(max_length=3))
    words = models.TextField(blank=True)
    coming = models.CharField(max_length=10, default="alone")
    partner_name = models.CharField(max_length=200, blank=True)
    partner_email = models.EmailField(max_length=254, blank=True)
    # Every name, without accents and case, as it is searched.
    search_name = models.CharField(max_length=900)
    decision = models.CharField(max_length=10, default="open")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    # What the applicant is told. Mail only says that there is an answer; somebody says it, and then it is kept how.
    answer = models.TextField(blank=True)
    told_how = models.CharField(max_length=10, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    patient = models.OneToOneField(Patient, models.PROTECT, related_name="application", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        db_table = "people_application"
        constraints = [
            models.CheckConstraint(condition=~Q(first_name=""), name="applicant_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="applicant_state_is_known"),
            models.CheckConstraint(condition=Q(coming__in=list(COMING)), name="applicant_coming_is_known"),
            models.CheckConstraint(
                condition=Q(decision="open", decided_at__isnull=True, patient__isnull=True)
                | Q(decision="accepted", decided_at__isnull=False, patient__isnull=False)
                | Q(decision__in=["declined", "withdrawn"], decided_at__isnull=False, patient__isnull=True),
                name="application_is_open_or_decided",
            ),
            models.CheckConstraint(
                condition=Q(told_how="", told_at__isnull=True)
                | Q(told_how__in=list(TOLD), told_at__isnull=False, decision="declined"),
                name="applicant_told_of_a_no",
            ),
        ]
        indexes = [models.Index(fields=["program", "decision", "sent_at"], name="application_program_sent")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_to_be_told(self) -> bool:
        """Whether a no waits for somebody to say it."""
        return self.decision == "declined" and self.told_at is None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class SafetyScreen(models.Model):
    """What somebody answered when asked alone. A later screen is another row."""

    PART = "safety-screen"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # The applicant's id, which is the patient's own once they are accepted: the screen stays theirs without a change.
    person = models.UUIDField()
    asked_alone = models.BooleanField()
    feels_safe = models.CharField(max_length=10)
    afraid_of_somebody = models.CharField(max_length=10)
    thoughts_of_suicide = models.CharField(max_length=10)
    needs_medical_care = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    conclusion = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_safety_screen"
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["person", "-asked_at"], name="screen_person_at")]
        constraints = [
            models.CheckConstraint(condition=Q(conclusion__in=list(CONCLUSIONS)), name="screen_conclusion_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FormSent(models.Model):
    """
    That the public form was sent from somewhere, to count how often; kept for a day.

    `sender` is a keyed hash of the network address, so that this table tells nobody who applied.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_form_sent"
        indexes = [models.Index(fields=["sender", "at"], name="form_sent_sender_at")]

    def __str__(self) -> str:
        return str(self.id)
