"""
Patients: a card that a group may see, and behind it the parts of the record, each a table with its own wall.

Row security shows or hides whole rows, so what different people may see stands in different tables: the chosen first
name on the card; names, address and contacts in the details; what is asked of placement in the wishes.
"""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import FOCUSES, GENDER_WISHES, SIZE_WISHES, STATES, TIME_WISHES, TRACKS
from hearthside.ledger.actors import Actor
from hearthside.people.models.grants import IsOpenTo

ACUITIES = (1, 2, 3)


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, actor: Actor, part: str = "demographics") -> Self:
        """The patients of whom this actor may see this part: the only way a page obtains a patient."""
        if actor.is_anonymous:
            return self.none()
        if actor.is_system:
            return self if actor.program is None else self.filter(program_id=actor.program)
        return self.filter(IsOpenTo("pk", actor=actor, part=part), program_id=actor.program)

    def standing(self) -> Self:
        """Without the ones that turned out to be somebody who is here already."""
        return self.filter(merged_into__isnull=True)


class Patient(models.Model):
    """Somebody the program treats. Never deleted; what they are to the program is their status."""

    PART = "display-name"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="patients")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="patients", null=True, blank=True
    )
    # What a group calls them: the name they chose, and nothing more.
    chosen_name = models.CharField(max_length=100)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True, blank=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        db_table = "people_patient"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "account"],
                condition=Q(account__isnull=False, merged_into__isnull=True),
                name="patient_account_once",
            ),
            models.CheckConstraint(condition=~Q(chosen_name=""), name="patient_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="patient_not_merged_into_self"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AboutPatientQuerySet(models.QuerySet[Any]):
    """Rows about patients: seen by whoever may see their part of that patient's record."""

    def visible_to(self, actor: Actor) -> Self:
        part: str = self.model.PART
        return self.filter(patient__in=Patient.objects.visible_to(actor, part))


class PatientDetails(models.Model):
    """Names, birth date, where they are, and how to reach them."""

    PART = "demographics"

    patient = models.OneToOneField(Patient, models.PROTECT, primary_key=True, related_name="details")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # As on papers. Not everybody has a last name, and names come in every script.
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    # Unknown until somebody says it: a roster need not tell.
    born_on = models.DateField(null=True, blank=True)
    # Where they are when they are treated, which decides who may treat them.
    state = models.CharField(max_length=2)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=64)
    languages = ArrayField(models.CharField(max_length=3))
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    # Whether a message may be left there, where somebody else could hear it.
    may_leave_message = models.BooleanField(default=False)
    # Every name, without accents and case, as it is searched.
    search_name = models.CharField(max_length=900)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_patient_details"
        constraints = [
            models.CheckConstraint(condition=~Q(first_name=""), name="details_have_a_name"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="details_state_is_known"),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="details_have_a_language"),
            models.CheckConstraint(
                condition=Q(born_on__gte="1900-01-01") & Q(born_on__lt="2100-01-01"), name="details_birth_is_a_day"
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="details_phone_form"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "search_name"], name="details_program_name"),
            models.Index(fields=["program", "born_on"], name="details_program_born"),
        ]

    def __str__(self) -> str:
        return str(self.patient_id)

    @property
    def full_name(self) -> str:
        """The name on papers."""
        return f"{self.first_name} {self.last_name}".strip()


class PatientWishes(models.Model):
    """What placement needs to know: the track, how urgent it is, and what the person would like."""

    PART = "wishes"

    patient = models.OneToOneField(Patient, models.PROTECT, primary_key=True, related_name="wishes")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    track = models.CharField(max_length=4)
    acuity = models.PositiveSmallIntegerField(default=1)
    waiting_since = models.DateField()
    focuses = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    size_wish = models.CharField(max_length=10, blank=True)
    time_wish = models.CharField(max_length=10, blank=True)
    gender_wish = models.CharField(max_length=10, blank=True)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_patient_wishes"
        constraints = [
            models.CheckConstraint(condition=Q(track__in=TRACKS), name="wishes_track_is_known"),
            models.CheckConstraint(condition=Q(acuity__in=ACUITIES), name="wishes_acuity_is_known"),
            models.CheckConstraint(condition=Q(focuses__contained_by=list(FOCUSES)), name="wishes_focuses_are_known"),
            models.CheckConstraint(condition=Q(size_wish__in=["", *SIZE_WISHES]), name="wishes_size_is_known"),
            models.CheckConstraint(condition=Q(time_wish__in=["", *TIME_WISHES]), name="wishes_time_is_known"),
            models.CheckConstraint(condition=Q(gender_wish__in=["", *GENDER_WISHES]), name="wishes_gender_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.patient_id)


class StatusChange(models.Model):
    """What a patient became to the program, from which day, and who said so. Added to, never changed."""

    PART = "status"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=12)
    since_on = models.DateField()
    # The day somebody on leave is expected back.
    expected_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_status_change"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "admitted", "on_leave", "discharged", "died"]),
                name="status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(expected_on__isnull=True) | Q(status="on_leave", expected_on__gt=F("since_on")),
                name="status_leave_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status="discharged") | ~Q(reason=""), name="status_discharge_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["patient", "-at", "-id"], name="status_patient_at")]

    def __str__(self) -> str:
        return self.status
