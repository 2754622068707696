"""What the watch decides: said here, carried out by whoever asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RaisePage:
    """Call a stand-in. `state` says whether somebody may be gone, or is."""

    room: str
    cause: str
    state: str
    patients: int
    staff: int
    needed: int


@dataclass(frozen=True)
class WithdrawPage:
    """Nobody is needed any more, and nobody has said that they come. A flap was over nearly at once."""

    room: str
    cause: str
    flap: bool


@dataclass(frozen=True)
class ResolvePage:
    """Whoever accepted, or somebody else, is there: enough staff."""

    room: str
    cause: str


@dataclass(frozen=True)
class TakeLead:
    """This clinician leads from now on."""

    clinician: str
    because: str


@dataclass(frozen=True)
class Hold:
    """Pause the group: patients' microphones and cameras."""

    room: str


@dataclass(frozen=True)
class Lift:
    """Somebody who may lead is there again."""

    room: str


@dataclass(frozen=True)
class OpenCard:
    """Somebody is missing since this instant."""

    identity: str
    person: str
    lost_at: int


@dataclass(frozen=True)
class CloseCard:
    """They are back by themselves."""

    identity: str
    person: str


@dataclass(frozen=True)
class CallForCard:
    """They have been missing for so long that whoever is on call must know."""

    identity: str
    person: str


@dataclass(frozen=True)
class StateChanged:
    """A room's ratio stands otherwise than a second ago."""

    room: str
    before: str
    after: str
    patients: int
    staff: int
    needed: int
    unit: str


@dataclass(frozen=True)
class SizeChanged:
    """A room began to hold more people than it may, or no longer does."""

    room: str
    over: bool
    patients: int
    cap: int


Decision = (
    RaisePage
    | WithdrawPage
    | ResolvePage
    | TakeLead
    | Hold
    | Lift
    | OpenCard
    | CloseCard
    | CallForCard
    | StateChanged
    | SizeChanged
)
