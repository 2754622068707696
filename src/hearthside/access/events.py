"""What can be said to have happened to accounts, roles and sign-ins: ids and plain words, no address and no name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class ProgramCreated(Event):
    program: UUID
    zone: str


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    invitation: UUID
    roles: tuple[str, ...]
    expires_at: datetime
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    invitation: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """`about` is whom the invitation was for, where somebody above said so: a patient, a clinician."""

    invitation: UUID
    account: UUID
    about: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AccountAdded(Event):
    account: UUID


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Event):
    """`what`: name, email, password."""

    account: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    account: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    account: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class AccessEnded(Event):
    """All roles of the program and every session at once; `everywhere` when no program was left and sign-in closed."""

    account: UUID
    roles: tuple[str, ...]
    sessions: int
    everywhere: bool


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """`why`: asked (by the person), idle, too long, password."""

    account: UUID
    sessions: int
    why: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """`methods`: password, passkey, totp, recovery_codes, webauthn, invitation."""

    account: UUID
    methods: tuple[str, ...]
    device: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    account: UUID


@dataclass(frozen=True, kw_only=True)
class SignInRefused(Event):
    """
    Somebody did not get in. `why`: password, second factor, passkey, locked, ended.

    An address that nobody has an account for is kept as a keyed hash, so that repeated tries show and the address
    does not.
    """

    account: UUID | None
    unknown: str | None
    why: str
    device: str


@dataclass(frozen=True, kw_only=True)
class AccountLocked(Event):
    """Too many wrong answers: no password opens this account until then."""

    account: UUID | None
    unknown: str | None
    minutes: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorAdded(Event):
    account: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    account: UUID
    kind: str
