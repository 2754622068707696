"""
What else happens when an invitation is accepted: packages above say so, and it happens in the same transaction.

The invitation carries whom it was for (`about`); who knows what that is, a patient or a clinician, ties the account to
it here.
"""

from collections.abc import Callable

from hearthside.access.models import Account, Invitation
from hearthside.ledger.actors import Actor

Welcome = Callable[[Invitation, Account, Actor], None]
_welcomes: list[Welcome] = []


def register(welcome: Welcome) -> None:
    """Call this with the invitation, the account that accepted it and the actor."""
    if welcome not in _welcomes:
        _welcomes.append(welcome)


def welcome(invitation: Invitation, account: Account, by: Actor) -> None:
    """Let everybody who asked know."""
    for each in _welcomes:
        each(invitation, account, by)
