"""Accounts, programs, and the roles that people hold in them."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
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
        account = self.model(email=self.normalize_email(email), **values)
        account.set_password(password)
        account.save(using=self._db)
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
