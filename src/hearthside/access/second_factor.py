"""
Staff prove twice who they are: whoever holds a staff role and has no second factor reaches nothing but its set-up.

Only the demonstration may switch this off, and then every page says so.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings

from hearthside.access.models import RoleHeld
from hearthside.access.roles import STAFF
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor

# Where somebody without one may go: to get one, and out.
SET_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_missing(actor: Actor) -> bool:
    """The actor is staff of any program and has nothing but a password."""
    if not settings.SECOND_FACTOR or actor.account is None:
        return False
    at = clock.now()
    begun = RoleHeld.objects.filter(account=actor.account, role__in=STAFF, from_at__lte=at)
    is_staff = (begun.filter(until_at__isnull=True) | begun.filter(until_at__gt=at)).exists()
    return is_staff and not Authenticator.objects.filter(user_id=actor.account, type__in=REAL).exists()
