"""What happens at the door, written down: who got in, who did not, which locks fell."""

from uuid import UUID

from hearthside.access.events import (
    AccountChanged,
    AccountLocked,
    SecondFactorAdded,
    SecondFactorRemoved,
    SignedIn,
    SignedOut,
    SignInRefused,
)
from hearthside.access.models import Account
from hearthside.access.sealing import keyed_hash
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record


@action
def note_signed_in(*, account: Account, methods: tuple[str, ...], device: str, by: Actor) -> None:
    """This account was signed in, by these methods, from this device."""
    record(SignedIn(account=account.id, methods=methods, device=device), by=by)


@action
def note_signed_out(*, account: Account, by: Actor) -> None:
    """This account signed out."""
    record(SignedOut(account=account.id), by=by)


@action
def note_refused(*, email: str, why: str, device: str, by: Actor) -> None:
    """Somebody tried this address and did not get in. The same work is done whether or not anybody has it."""
    account, unknown = named(email)
    record(SignInRefused(account=account, unknown=unknown, why=why, device=device), by=by)


@action
def note_locked(*, email: str, minutes: int, by: Actor) -> None:
    """Passwords open nothing at this address for so many minutes."""
    account, unknown = named(email)
    record(AccountLocked(account=account, unknown=unknown, minutes=minutes), by=by)


@action
def note_second_factor(*, account: Account, kind: str, added: bool, by: Actor) -> None:
    """A way to prove oneself was added or removed."""
    event = SecondFactorAdded if added else SecondFactorRemoved
    record(event(account=account.id, kind=kind), by=by)


@action
def note_changed(*, account: Account, what: str, by: Actor) -> None:
    """Something of the account itself was changed: its password, its address."""
    record(AccountChanged(account=account.id, what=what), by=by)


def named(email: str) -> tuple[UUID | None, str | None]:
    """The account of an address, or its keyed hash where nobody has it."""
    typed = email.strip().lower()
    hashed = keyed_hash(typed, purpose="unknown address")
    account = Account.objects.filter(email=typed).values_list("id", flat=True).first()
    return (account, None) if account else (None, hashed)
