"""What can be said to have happened between people in a room: ids and codes, never a word that somebody wrote."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class HandRaised(Event):
    """Somebody raised a hand."""

    session: UUID
    hand: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class HandLowered(Event):
    """A hand is down again."""

    session: UUID
    hand: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class HelpAsked(Event):
    """Somebody asked for help in private; for what stands with the call."""

    session: UUID
    call: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class HelpSeen(Event):
    """Somebody who can help has seen that help was asked for."""

    call: UUID
    patient: UUID | None
    partner: UUID | None
    after_seconds: int


@dataclass(frozen=True, kw_only=True)
class HelpEscalated(Event):
    """Nobody saw in time that somebody asked for help: others are called."""

    call: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class FlagRaised(Event):
    """Whoever leads worries about somebody, so much."""

    session: UUID
    flag: UUID
    patient: UUID | None
    partner: UUID | None
    level: int


@dataclass(frozen=True, kw_only=True)
class FlagEnded(Event):
    """A flag was taken away, or another level took its place."""

    flag: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class LineWritten(Event):
    """Whoever leads wrote a line about somebody for each other."""

    session: UUID
    line: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class LeavingSaid(Event):
    """Somebody said by when they must go, or took it back."""

    session: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class CallAsked(Event):
    """Somebody said where to call them, or that nobody should."""

    session: UUID
    call: UUID
    patient: UUID | None
    partner: UUID | None
    wants: bool


@dataclass(frozen=True, kw_only=True)
class Silenced(Event):
    """Staff turned off microphones or cameras. Whose they are turns them on again themselves."""

    session: UUID
    seats: tuple[UUID, ...]
    patients: tuple[UUID, ...]
    what: str


@dataclass(frozen=True, kw_only=True)
class SeatHeld(Event):
    """Staff hold somebody's microphone and camera."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SeatLifted(Event):
    """Somebody may be heard and seen again."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnedToWaiting(Event):
    """Somebody waits at the door again, with their place held."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PutOut(Event):
    """Somebody was put out of a room by whoever leads. Why stands with the removal."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class WentAway(Event):
    """One of those who share a screen stepped away from it."""

    session: UUID
    seat: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class WaitsToComeBack(Event):
    """Whoever stepped away says that they are back; something stands in the way, and whoever leads is told."""

    session: UUID
    seat: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class CameBack(Event):
    """Whoever stepped away is back before the screen."""

    session: UUID
    seat: UUID
    patient: UUID | None
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class TookPartByPhone(Event):
    """Whoever leads says that somebody took part by telephone for a while."""

    session: UUID
    amendment: UUID
    patient: UUID | None
    partner: UUID | None
