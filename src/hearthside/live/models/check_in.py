"""
What somebody says at the door of a session: each answer is added, and the last one of a question counts.

Where they are stands in a table of its own, because who may treat them hangs on it. That a clinician talks with them
first, and how that ended, does too: it outlives every answer that is changed later.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.base.words import STATES
from hearthside.live.door_words import TALK_OUTCOMES, TICKET_KINDS, TURNED_AWAY_BECAUSE
from hearthside.live.models.rooms import LiveSession
from hearthside.live.rules.check_in import CAUSES, STEPS
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.visible import OfProgramQuerySet, one_person

PHONE = r"^\+[1-9][0-9]{6,14}$"


class CheckIn(models.Model):
    """Somebody comes to the door of a session. One for each person and session, on whatever device they go on."""

    PART = "check-in"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="check_ins")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    began_at = models.DateTimeField()
    # When the last question was answered: from then on they wait.
    ready_at = models.DateTimeField(null=True, blank=True)
    # What was typed and not sent yet, by question: going back loses nothing.
    draft = models.JSONField(default=dict)
    wrong_factors = models.PositiveSmallIntegerField(default=0)
    # The code that staff told them on the telephone, by its hash.
    code_hash = models.CharField(max_length=64, blank=True)
    turned_away_at = models.DateTimeField(null=True, blank=True)
    turned_away_because = models.CharField(max_length=12, blank=True)
    turned_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_check_in"
        constraints = [
            one_person("live_check_in_is_one_person"),
            models.UniqueConstraint(
                fields=["session", "patient", "partner"], nulls_distinct=False, name="live_check_in_once"
            ),
            models.CheckConstraint(
                condition=Q(turned_away_at__isnull=True, turned_away_because="")
                | Q(turned_away_at__isnull=False, turned_away_because__in=list(TURNED_AWAY_BECAUSE)),
                name="live_turned_away_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["program", "session"], name="live_check_in_session")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def who_id(self) -> object:
        """The patient, or the partner without a chart."""
        return self.patient_id or self.partner_id


class CheckInAnswer(models.Model):
    """One answer to one question. Nobody but the person reads it; staff read what it asks for."""

    PART = "check-in"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="answers")
    step = models.CharField(max_length=10)
    facts = models.JSONField()
    at = models.DateTimeField()
    # Staff who wrote it down; nobody where the person answered themselves.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_check_in_answer"
        constraints = [models.CheckConstraint(condition=Q(step__in=STEPS), name="live_answer_step_is_known")]
        indexes = [models.Index(fields=["check_in", "step", "-at"], name="live_answer_last")]

    def __str__(self) -> str:
        return self.step


class CheckInPlace(models.Model):
    """Where somebody is now, and whom to call there. What they said before the doors opened is never used again."""

    PART = "check-in"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="places")
    street = models.CharField(max_length=200)
    # The apartment, and how to come in: a gate's code, the door at the back.
    unit = models.CharField(max_length=100, blank=True)
    entry = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=10, blank=True)
    # As typed; nobody has called it to see who answers.
    local_emergency = models.CharField(max_length=16, blank=True)
    said_at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_check_in_place"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="live_place_state_is_known"),
            models.CheckConstraint(condition=~Q(street="") & ~Q(city=""), name="live_place_can_be_found"),
            models.CheckConstraint(
                condition=Q(local_emergency="") | Q(local_emergency__regex=PHONE), name="live_place_phone_form"
            ),
        ]
        indexes = [models.Index(fields=["check_in", "-said_at"], name="live_place_last")]

    def __str__(self) -> str:
        return str(self.id)


class GroupAgreement(models.Model):
    """Which signature stands for which group, couple or series: the agreement is signed anew for each."""

    PART = "consents"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    # The id of the cohort, the couple, the series or the single session.
    group = models.UUIDField()
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_group_agreement"
        constraints = [
            one_person("live_agreement_is_of_one_person"),
            models.UniqueConstraint(fields=["group", "signature"], name="live_agreement_once"),
        ]
        indexes = [models.Index(fields=["program", "group"], name="live_agreement_group")]

    def __str__(self) -> str:
        return str(self.group)


class TalkFirst(models.Model):
    """A clinician talks with somebody before they come in: why, who was called, and how it ended."""

    PART = "talk-first"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="talks")
    causes = ArrayField(models.CharField(max_length=12))
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    note = models.TextField(blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_talk_first"
        constraints = [
            models.CheckConstraint(
                condition=Q(causes__len__gte=1) & Q(causes__contained_by=list(CAUSES)), name="live_talk_has_causes"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(outcome__in=list(TALK_OUTCOMES), ended_at__gte=F("raised_at"), ended_by__isnull=False),
                name="live_talk_ends_with_an_outcome",
            ),
            models.UniqueConstraint(fields=["check_in"], condition=Q(outcome=""), name="live_talk_one_open"),
        ]
        indexes = [models.Index(fields=["program", "raised_at"], condition=Q(outcome=""), name="live_talk_open")]

    def __str__(self) -> str:
        return str(self.check_in_id)


class SeatTicket(models.Model):
    """A secret that lets one person check in to one session without signing in. Works once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="tickets")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="+", null=True, blank=True)
    # `link` goes to their own phone; `here` is typed on the screen that two people share.
    kind = models.CharField(max_length=4)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # What the device holds once the ticket was used: it opens this check-in and nothing else.
    pass_hash = models.CharField(max_length=64, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfProgramQuerySet.as_manager()

    class Meta:
        db_table = "live_seat_ticket"
        constraints = [
            one_person("live_ticket_is_of_one_person"),
            models.CheckConstraint(condition=Q(kind__in=list(TICKET_KINDS)), name="live_ticket_kind_is_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="live_ticket_expires_later"),
            models.UniqueConstraint(fields=["pass_hash"], condition=~Q(pass_hash=""), name="live_ticket_pass_once"),
        ]
        indexes = [models.Index(fields=["program", "session"], name="live_ticket_session")]

    def __str__(self) -> str:
        return self.kind
