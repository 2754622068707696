"""News of the sign-in library, written to the ledger."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as second_factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from hearthside.access.actions.signing_in import note_changed, note_refused, note_second_factor, note_signed_out
from hearthside.access.devices import device_in_words
from hearthside.access.models import Account
from hearthside.ledger.actors import Actor, system_actor


def _owner(request: HttpRequest, account: Account) -> Actor:
    """The account itself, within the program it is in."""
    bound = getattr(request, "actor", None)
    if isinstance(bound, Actor) and bound.account == account.id:
        return bound
    return Actor(account=account.id, request_id=getattr(request, "request_id", ""))


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    if isinstance(user, Account):
        note_signed_out(account=user, by=_owner(request, user))


@receiver(second_factor_signals.authenticator_added)
@receiver(second_factor_signals.authenticator_reset)
def second_factor_added(request: HttpRequest, user: Account, authenticator: Authenticator, **kwargs: Any) -> None:
    note_second_factor(account=user, kind=str(authenticator.type), added=True, by=_owner(request, user))


@receiver(second_factor_signals.authenticator_removed)
def second_factor_removed(request: HttpRequest, user: Account, authenticator: Authenticator, **kwargs: Any) -> None:
    note_second_factor(account=user, kind=str(authenticator.type), added=False, by=_owner(request, user))


@receiver(second_factor_signals.authentication_failed)
def second_factor_refused(request: HttpRequest, user: Account, **kwargs: Any) -> None:
    device = device_in_words(request.META.get("HTTP_USER_AGENT", ""))
    by = system_actor("sign_in", request_id=getattr(request, "request_id", ""))
    note_refused(email=user.email, why="second factor", device=device, by=by)


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
@receiver(account_signals.password_reset)
def password_changed(request: HttpRequest, user: Account, **kwargs: Any) -> None:
    note_changed(account=user, what="password", by=_owner(request, user))


@receiver(account_signals.email_changed)
def email_changed(request: HttpRequest, user: Account, **kwargs: Any) -> None:
    note_changed(account=user, what="email", by=_owner(request, user))
