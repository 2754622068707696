"""What can be said to have happened to notices and preferences. Ids and kinds, never an address."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class NoticeMade(Event):
    """Somebody was told something: here, and by mail if they want it."""

    notice: UUID
    account: UUID
    kind: str
    about: UUID


@dataclass(frozen=True, kw_only=True)
class MailQueued(Event):
    """A mail to somebody without an account, or of the sign-in itself, waits to leave."""

    mail: UUID
    kind: str
    about: UUID


@dataclass(frozen=True, kw_only=True)
class MailEnded(Event):
    """A mail left, was dropped because its reason was gone, or was given up; after how many tries."""

    mail: UUID
    kind: str
    state: str
    tries: int


@dataclass(frozen=True, kw_only=True)
class MailRevived(Event):
    """Somebody asked that a mail that was given up is tried again."""

    mail: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class NoticesSeen(Event):
    """Somebody has read what was new."""

    account: UUID
    notices: int


@dataclass(frozen=True, kw_only=True)
class NoticePreferencesChanged(Event):
    """Somebody chose what to get mail about, where and when."""

    account: UUID
    fields: tuple[str, ...]
