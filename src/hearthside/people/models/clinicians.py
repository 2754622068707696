"""
Clinicians: the card that everybody in the program may see, and the file that only staff may.

They are two tables because row security shows or hides whole rows: a patient's own query finds the card of whoever
treats them and can never reach the file.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import GENDERS, ROLES, TRACKS
from hearthside.ledger.actors import Actor
from hearthside.people.credentials.values import Authority, Credential

WEEK_MINUTES, DAY_MINUTES = 7 * 24 * 60, 24 * 60


class ClinicianQuerySet(models.QuerySet["Clinician"]):
    def visible_to(self, actor: Actor) -> Self:
        """The cards that this actor may see: those of the own program; a part of the system sees its programs'."""
        if actor.is_anonymous:
            return self.none()
        if actor.is_system and actor.program is None:
            return self
        return self.filter(program_id=actor.program)

    def working_on(self, day: date) -> Self:
        """Who works for the program that day."""
        return self.filter(Q(works_from__lte=day) & (Q(works_until__isnull=True) | Q(works_until__gte=day)))


class Clinician(models.Model):
    """Somebody who treats people in a program. They may be known before they have an account, and after it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="clinicians")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="clinicians", null=True, blank=True
    )
    name = models.CharField(max_length=200)
    # The name as it is searched: without accents and case.
    search_name = models.CharField(max_length=400)
    pronouns = models.CharField(max_length=40, blank=True)
    # The letters behind the name, from the credentials that are active.
    titles = models.CharField(max_length=200, blank=True)
    gender = models.CharField(max_length=5)
    languages = ArrayField(models.CharField(max_length=3))
    roles = ArrayField(models.CharField(max_length=11), default=list)
    tracks = ArrayField(models.CharField(max_length=4), default=list)
    zone = models.CharField(max_length=64)
    # Days on the program's clocks, both included.
    works_from = models.DateField()
    works_until = models.DateField(null=True, blank=True)

    objects = ClinicianQuerySet.as_manager()

    # Credentials with the authorities held under them, where `with_rights` read them beside the card.
    rights: tuple[tuple[Credential, tuple[Authority, ...]], ...] | None = None

    class Meta:
        db_table = "people_clinician"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "account"], condition=Q(account__isnull=False), name="clinician_account_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="clinician_has_a_name"),
            models.CheckConstraint(condition=Q(gender__in=GENDERS), name="clinician_gender_is_known"),
            models.CheckConstraint(condition=Q(roles__contained_by=list(ROLES)), name="clinician_roles_are_known"),
            models.CheckConstraint(condition=Q(tracks__contained_by=list(TRACKS)), name="clinician_tracks_are_known"),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="clinician_speaks_a_language"),
            models.CheckConstraint(
                condition=Q(works_until__isnull=True) | Q(works_until__gte=F("works_from")),
                name="clinician_leaves_after_coming",
            ),
        ]
        indexes = [models.Index(fields=["program", "search_name"], name="clinician_program_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name_and_titles(self) -> str:
        return f"{self.name}, {self.titles}" if self.titles else self.name

    def works_on(self, day: date) -> bool:
        return self.works_from <= day and (self.works_until is None or day <= self.works_until)


class ClinicianFile(models.Model):
    """What staff know of a clinician beside the card: the name on papers, identifiers, and how much they work."""

    clinician = models.OneToOneField(Clinician, models.PROTECT, primary_key=True, related_name="file")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    # As it stands on licenses and claims, where it differs from the name people use.
    legal_name = models.CharField(max_length=200, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    taxonomy = models.CharField(max_length=10, blank=True)
    # Where an invitation to sign in would go; somebody who signs in has an address of their own.
    email = models.EmailField(max_length=254, blank=True)
    # Most minutes: of groups and of single sessions a week, of groups a day.
    group_minutes = models.PositiveIntegerField(default=0)
    individual_minutes = models.PositiveIntegerField(default=0)
    day_minutes = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_clinician_file"
        constraints = [
            models.UniqueConstraint(fields=["program", "npi"], condition=~Q(npi=""), name="clinician_npi_once"),
            models.CheckConstraint(condition=Q(npi="") | Q(npi__regex=r"^[12][0-9]{9}$"), name="clinician_npi_form"),
            models.CheckConstraint(
                condition=Q(taxonomy="") | Q(taxonomy__regex=r"^[0-9]{3}[0-9A-Z]{6}X$"), name="clinician_taxonomy_form"
            ),
            models.CheckConstraint(
                condition=Q(group_minutes__lte=WEEK_MINUTES, individual_minutes__lte=WEEK_MINUTES),
                name="clinician_week_has_no_more_minutes",
            ),
            models.CheckConstraint(condition=Q(day_minutes__lte=DAY_MINUTES), name="clinician_day_has_no_more_minutes"),
        ]

    def __str__(self) -> str:
        return str(self.clinician_id)
