"""Accounts: made, renamed, noted as changed."""

from hearthside.access.cleaning import kept_email, kept_name
from hearthside.access.events import AccountAdded, AccountChanged
from hearthside.access.models import Account
from hearthside.access.require import TRUSTED
from hearthside.base.refusal import Refusal
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing


class EmailTaken(Refusal):
    """Somebody signs in with that address already."""

    def __init__(self) -> None:
        super().__init__("An account with that e-mail address is here already.")


class OwnAccountOnly(Refusal):
    """Only its owner changes an account."""

    def __init__(self) -> None:
        super().__init__("You can only change your own account.")


class ByInvitation(Refusal):
    """Nobody adds accounts by hand."""

    def __init__(self) -> None:
        super().__init__("Accounts come by invitation. Invite the person instead.")


@action
def add_account(*, email: str, name: str, password: str | None = None, by: Actor) -> Account:
    """
    An account that a command of the installation makes; people come by invitation.

    Raises:
        ByInvitation: `by` is a person.
        BadEmail, BadName, EmailTaken: what was given cannot stand.
    """
    if by.system not in TRUSTED:
        raise ByInvitation
    return new_account(email=email, name=name, password=password, by=by)


def new_account(*, email: str, name: str, password: str | None, by: Actor) -> Account:
    """The account itself, within an action that may make one. Without a password it is entered by a passkey."""
    taken = EmailTaken()
    with refusing({"account_email_once": taken, "access_account_email_key": taken}):
        account = Account.objects.create_user(kept_email(email), password, name=kept_name(name))
    record(AccountAdded(account=account.id), by=by)
    return account


@action
def change_name(*, account: Account, name: str, by: Actor) -> None:
    """
    Show this account under another name from now on.

    Raises:
        OwnAccountOnly: `by` is somebody else.
        BadName: the name is empty or too long.
    """
    if by.account != account.id:
        raise OwnAccountOnly
    account.name = kept_name(name)
    account.save(update_fields=["name"])
    record(AccountChanged(account=account.id, what="name"), by=by)
