"""What can be said to have happened at the door: ids and codes, and never an answer."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class CheckInBegan(Event):
    """Somebody came to the door."""

    check_in: UUID
    session: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class CheckInAnswered(Event):
    """A question was answered; which one, and not how."""

    check_in: UUID
    patient: UUID | None
    step: str


@dataclass(frozen=True, kw_only=True)
class IdentityRefused(Event):
    """What somebody typed to show who they are was not theirs."""

    check_in: UUID
    patient: UUID | None


@dataclass(frozen=True, kw_only=True)
class DoorCodeMade(Event):
    """Staff told somebody a code that shows who they are."""

    check_in: UUID
    patient: UUID | None


@dataclass(frozen=True, kw_only=True)
class SeatTicketMade(Event):
    """One person may check in to one session without signing in, once."""

    ticket: UUID
    session: UUID
    patient: UUID | None
    partner: UUID | None
    way: str


@dataclass(frozen=True, kw_only=True)
class SeatTicketUsed(Event):
    """The ticket was used; it works no more."""

    ticket: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class TalkFirstRaised(Event):
    """A clinician talks with somebody before they come in."""

    talk: UUID
    check_in: UUID
    patient: UUID | None
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class TalkFirstEnded(Event):
    """How the talk ended."""

    talk: UUID
    check_in: UUID
    patient: UUID | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LetIn(Event):
    """Somebody was let in at the door."""

    check_in: UUID
    session: UUID
    seat: UUID
    patient: UUID | None
    partner: UUID | None
    overridden: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DoorOverridden(Event):
    """Somebody answers for letting a person in although a rule says no. The reason stands with the override."""

    override: UUID
    session: UUID
    patient: UUID | None
    partner: UUID | None
    rule: str


@dataclass(frozen=True, kw_only=True)
class TurnedAway(Event):
    """Not today: whoever leads said so, and why in one of a few words."""

    check_in: UUID
    session: UUID
    patient: UUID | None
    partner: UUID | None
    because: str


@dataclass(frozen=True, kw_only=True)
class WaitsAgain(Event):
    """Whoever was told "not today" waits to be let in after all."""

    check_in: UUID
    session: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class AskedAlone(Event):
    """Staff asked somebody alone what cannot be asked where another reads along."""

    check_in: UUID
    patient: UUID | None


@dataclass(frozen=True, kw_only=True)
class OutreachOpened(Event):
    """Somebody who was expected did not come; somebody reaches out to them today."""

    outreach: UUID
    session: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class OutreachEnded(Event):
    """How it ended that somebody was missed."""

    outreach: UUID
    patient: UUID | None
    partner: UUID | None
    outcome: str
