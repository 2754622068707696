"""Questions about accounts: who is of a program, who signed in and from where, which devices are signed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from hearthside.access.devices import device_in_words
from hearthside.access.models import Account, Invitation, Program, RoleHeld
from hearthside.access.roles import PATIENT_SIDE, ROLES, STAFF
from hearthside.ledger.models import Entry

AT_THE_DOOR = ("SignedIn", "SignInRefused", "AccountLocked", "SignedOut", "SessionsEnded", "AccessEnded")


@dataclass(frozen=True)
class Person:
    """An account as a program's director sees it."""

    account: Account
    roles: tuple[str, ...]
    second_factors: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_staff(self) -> bool:
        return bool(set(self.roles) & set(STAFF))


def people_of(program: Program, *, staff: bool) -> list[Person]:
    """Everybody who holds a role of this side now, by name, with the roles in their order. Three queries."""
    wanted = STAFF if staff else PATIENT_SIDE
    held = RoleHeld.objects.filter(program=program, until_at__isnull=True)
    accounts = list(
        Account.objects.filter(pk__in=held.filter(role__in=wanted).values("account")).order_by("name", "id")
    )
    return persons(program, accounts)


def persons(program: Program, accounts: Iterable[Account]) -> list[Person]:
    """These accounts with their present roles in the program and their second factors."""
    ids = [account.pk for account in accounts]
    held = RoleHeld.objects.filter(program=program, until_at__isnull=True, account__in=ids)
    roles: dict[UUID, set[str]] = {}
    for account_id, role in held.values_list("account_id", "role"):
        roles.setdefault(account_id, set()).add(role)
    kinds: dict[UUID, set[str]] = {}
    for account_id, kind in Authenticator.objects.filter(user_id__in=ids).values_list("user_id", "type"):
        kinds.setdefault(account_id, set()).add(kind)
    return [
        Person(
            account,
            tuple(role for role in ROLES if role in roles.get(account.pk, ())),
            frozenset(kinds.get(account.pk, ())),
        )
        for account in accounts
    ]


def person_of(program: Program, account_id: UUID) -> Person | None:
    """Somebody who holds or held a role in this program; None for everybody else."""
    held = RoleHeld.objects.filter(program=program)
    account = Account.objects.filter(pk=account_id, pk__in=held.values("account")).first()
    return persons(program, [account])[0] if account else None


def open_invitations(program: Program, *, staff: bool) -> QuerySet[Invitation]:
    """Invitations neither accepted nor taken back, the newest first; the ones that ran out too."""
    found = Invitation.objects.filter(program=program, accepted_at__isnull=True, revoked_at__isnull=True)
    side = Q(roles__contained_by=list(PATIENT_SIDE))
    return (found.exclude(side) if staff else found.filter(side)).order_by("-sent_at").select_related("invited_by")


def at_the_door(accounts: Iterable[UUID], *, unknown: bool = False) -> QuerySet[Entry]:
    """What happened at sign-in with these accounts, the latest first; tries at addresses nobody has, if asked."""
    about = Q(facts__account__in=[str(account) for account in accounts])
    if unknown:
        about |= Q(facts__account=None)
    return Entry.objects.filter(about, kind__in=AT_THE_DOOR).order_by("-at", "-id")


@dataclass(frozen=True)
class Device:
    """A browser that is signed in."""

    id: int
    words: str
    place: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def devices_of(account: Account, this_key: str | None) -> list[Device]:
    """Where this account is signed in now, this browser first."""
    sessions = UserSession.objects.purge_and_list(account)
    found = [
        Device(
            session.pk,
            device_in_words(session.user_agent),
            session.ip,
            session.created_at,
            session.last_seen_at,
            session.session_key == this_key,
        )
        for session in sessions
    ]
    return sorted(found, key=lambda device: (not device.is_this, -device.seen_at.timestamp()))
