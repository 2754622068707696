"""Accounts, programs, and the roles that people hold in them."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from hearthside.access.roles import ROLES
from hearthside.base.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; sign-in finds them by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "Account":
        account = self.model(email=email.strip().lower(), **values)
        account.set_password(password)
        account.save(using=self._db)
        # Accounts come by invitation, and the invitation came by this address: the sign-in library may trust it.
        from allauth.account.models import EmailAddress

        EmailAddress.objects.create(user=account, email=account.email.lower(), verified=True, primary=True)
        return account


class Account(AbstractBaseUser):
    """
    Somebody who signs in. What they are to a program is a role; what they are as a patient stands in people.

    Ended, never deleted: an entry of the ledger must name somebody for ever.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=models.functions.Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    # Nobody is above the rules: there is no superuser and no staff flag.
    is_staff = False
    is_superuser = False

    objects = AccountManager()

    class Meta:
        db_table = "access_account"
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return str(self.id)

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own permissions are not used; `access.require` is."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Program(models.Model):
    """A clinic's program: the tenant, and the scope of every role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    # Days of the program (policy, expiries, dates of service) are days in this zone.
    zone = models.CharField(max_length=64)
    on_call_number = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        db_table = "access_program"

    def __str__(self) -> str:
        return self.name


class RoleHeld(models.Model):
    """An account holds a role within a program from one instant until another. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="roles_held")
    account = models.ForeignKey(Account, models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_role_held"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="role_is_known"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="role_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["program", "account", "role"], condition=Q(until_at__isnull=True), name="role_held_once"
            ),
        ]
        indexes = [models.Index(fields=["account", "program"], name="role_account_program")]

    def __str__(self) -> str:
        return f"{self.role} {self.account_id}"


class Invitation(models.Model):
    """
    A one-time way in for somebody at an address: whoever opens the link there gets these roles.

    Only the link's hash is kept, so a copy of the database lets nobody in. Revoked or used, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=20))
    # Whom it is for where a package above knows them already: a patient, a clinician. Handed back when it is accepted.
    about = models.UUIDField(null=True, blank=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    # Empty when a command of the installation itself invited.
    invited_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="invitations_sent")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="invitations_accepted")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_invitation"
        constraints = [
            models.UniqueConstraint(
                F("program"),
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0, roles__contained_by=list(ROLES)), name="invitation_roles_are_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
