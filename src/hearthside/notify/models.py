"""
Notices to people, and the mail about them on its way out.

A notice is what somebody can read here; a mail only says that there is one. The outbox keeps no address and no words:
both are looked up when a mail leaves, so that a right that ended, or a new address, counts at once. Mail of the sign-in
itself is the exception: its words come once, sealed, and are gone when it has left.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hearthside.access.models import Account, Program
from hearthside.base.ids import new_id
from hearthside.notify.kinds import SIGN_IN_MAIL

WAITING, SENDING, SENT, DROPPED, GIVEN_UP = "waiting", "sending", "sent", "dropped", "given_up"
STATES = (WAITING, SENDING, SENT, DROPPED, GIVEN_UP)
OPEN_STATES = (WAITING, SENDING)
# The list of kinds is the program's, not the schema's: a release from before still runs where more kinds are known.
WORD = r"^[a-z][a-z_]*$"
OUTCOMES = ("begun", "sent", "failed", "dropped")


class Notice(models.Model):
    """Something that somebody with an account should know. Once for each thing it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="notices")
    program = models.ForeignKey(Program, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    # The entry of the ledger, or the thing, that it tells of.
    about = models.UUIDField()
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_notice"
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "about"], name="notice_once"),
            models.CheckConstraint(condition=Q(kind__regex=WORD), name="notice_kind_is_a_word"),
        ]
        indexes = [models.Index(fields=["account", "-made_at"], name="notice_account_made")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Mail(models.Model):
    """A mail on its way out: to an account about a notice, to an applicant, or of the sign-in itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    about = models.UUIDField()
    notice = models.OneToOneField(Notice, models.PROTECT, null=True, related_name="mail")
    # An application's id: somebody who has no account yet.
    applicant = models.UUIDField(null=True)
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=WAITING)
    # Why it was dropped, or what the last failure was called: one word, never an answer of a server.
    why = models.CharField(max_length=60, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Until then whoever took it is believed to be sending it.
    taken_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_mail"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="mail_state_is_known"),
            models.CheckConstraint(condition=Q(kind__regex=WORD), name="mail_kind_is_a_word"),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, applicant=None, sealed="")
                | Q(notice=None, applicant__isnull=False, sealed="")
                | Q(notice=None, applicant=None, kind=SIGN_IN_MAIL),
                name="mail_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SENT, DROPPED]) | Q(sealed="", ended_at__isnull=False),
                name="mail_forgets_when_it_ends",
            ),
            models.UniqueConstraint(fields=["applicant", "kind", "about"], name="mail_to_applicant_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=OPEN_STATES), name="mail_due"),
            models.Index(fields=["program", "-made_at"], name="mail_program_made"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class MailTry(models.Model):
    """What was done with a mail, and when: added to, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mail = models.ForeignKey(Mail, models.PROTECT, related_name="all_tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "notify_mail_try"
        constraints = [models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="mail_outcome_is_known")]
        indexes = [models.Index(fields=["mail", "at"], name="mail_try_mail_at")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at}"


class Preferences(models.Model):
    """What somebody wants mail about, where, and when not."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="notice_preferences")
    # One of the account's own checked addresses; empty: the one they sign in with.
    email = models.EmailField(max_length=254, blank=True)
    without_mail = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    name_program = models.BooleanField(default=False)

    class Meta:
        db_table = "notify_preferences"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class KeptMail(models.Model):
    """A mail that the demonstration kept instead of sending it: there is no mail server to send it with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_default=models.functions.Now())
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "notify_kept_mail"

    def __str__(self) -> str:
        return str(self.id)
