"""Who is told what, and how the outbox stands."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Count, Q, QuerySet

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.ledger import clock
from hearthside.notify.models import GIVEN_UP, Mail, Notice, Preferences

UTC_ZONE = "UTC"


def unseen(account: UUID) -> int:
    """How many notices somebody has not read yet."""
    return Notice.objects.filter(account_id=account, seen_at=None).count()


def notices_of(account: UUID) -> QuerySet[Notice]:
    """Somebody's notices, the latest first."""
    return Notice.objects.filter(account_id=account).order_by("-made_at", "-id")


def preferences_of(account: Account, program: Program | None) -> Preferences:
    """What somebody wants; what we do for those who have not said: every kind, at any hour, the program not named."""
    chosen = Preferences.objects.filter(account=account).first()
    return chosen or Preferences(account=account, zone=program.zone if program else UTC_ZONE)


def addresses_of(account: Account) -> list[str]:
    """The checked addresses of an account, the one they sign in with first."""
    checked = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
    return [account.email, *sorted({address for address in checked if address != account.email})]


def live_roles(account: UUID, program: UUID) -> frozenset[str]:
    """The roles somebody holds in a program right now."""
    at = clock.now()
    held = RoleHeld.objects.filter(Q(until_at=None) | Q(until_at__gt=at), account_id=account, program_id=program)
    return frozenset(held.filter(from_at__lte=at).values_list("role", flat=True))


def holders_of(program: UUID, roles: frozenset[str]) -> list[UUID]:
    """The active accounts that hold one of these roles in a program right now."""
    at = clock.now()
    held = RoleHeld.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at), program_id=program, role__in=roles, from_at__lte=at
    )
    return list(held.filter(account__is_active=True).values_list("account_id", flat=True).distinct())


def mails_of(program: UUID, state: str = "") -> QuerySet[Mail]:
    """A program's mails, the latest first; of one state where it is given."""
    mails = Mail.objects.filter(program_id=program).order_by("-made_at", "-id")
    return mails.filter(state=state) if state else mails


def outbox_counts(program: UUID) -> dict[str, int]:
    """How many mails of a program stand in each state."""
    counted = Mail.objects.filter(program_id=program).values_list("state").annotate(number=Count("id"))
    return dict(counted.order_by())


def given_up(program: UUID) -> int:
    """How many mails of a program were tried too often and wait for somebody to look."""
    return Mail.objects.filter(program_id=program, state=GIVEN_UP).count()
