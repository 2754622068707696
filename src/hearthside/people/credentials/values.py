"""What the rule of practice authority is asked with, and what it answers: plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from hearthside.base.zones import zone as rules_of
from hearthside.people.credentials.reasons import Reason


@dataclass(frozen=True)
class Authority:
    """
    A right to practice in one state: license, compact privilege, telehealth registration or exception.

    Days are inclusive; without `valid_to` it is open-ended. `confirmed` is true once somebody at the program has seen
    it at its source. `home_state` is where the license is on which a privilege or registration rests.
    """

    kind: str
    state: str
    valid_from: date
    valid_to: date | None = None
    status: str = "active"
    confirmed: bool = False
    compact: str = ""
    home_state: str = ""


@dataclass(frozen=True)
class Supervision:
    """A supervisor's responsibility for somebody's work, days inclusive."""

    starts_on: date
    ends_on: date | None
    supervisor: "Credential"
    supervisor_authorities: tuple[Authority, ...]

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True)
class Credential:
    """A profession somebody holds, and who supervises them in it."""

    type: str
    status: str = "active"
    issued_on: date | None = None
    expires_on: date | None = None
    supervisions: tuple[Supervision, ...] = ()


@dataclass(frozen=True)
class Allowed:
    """Yes: by this authority, and until when nothing that we know of ends it."""

    authority: Authority
    until: date | None

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refused:
    """No: the reason by its name, and as sentences what is missing and what would help."""

    reason: Reason
    sentence: str
    remedy: str

    def __bool__(self) -> bool:
        return False


def day_in(zone: str, at: datetime) -> date:
    """The day of this instant on the clocks of the program's zone, in which all days of licenses are meant."""
    return at.astimezone(rules_of(zone)).date()
