"""
Numbers that access obeys and policy decides: tries before a lock, minutes until a sign-out, days of an invitation.

Policy stands above access, so it hands its reader in. Without one there is no number, and without a number nothing
that needs one goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from hearthside.base.refusal import Refusal

INVITATION_DAYS = "invitation.days"
LOCKOUT_FAILURES, LOCKOUT_MINUTES = "lockout.failures", "lockout.minutes"
IDLE_STAFF_MINUTES, IDLE_PATIENT_MINUTES, SESSION_HOURS = "idle.staff.minutes", "idle.patient.minutes", "session.hours"

# Wrong answers from one address of the network in a minute, whoever they are for: a guard against machines. Whose
# account it is, and for how long, is policy's.
FROM_ONE_PLACE = "10/m/ip"

Reader = Callable[[Sequence[str], UUID | None, date | None], Mapping[str, int]]
_reader: Reader | None = None


class NoLimit(Refusal):
    """Policy has not said how much of this is allowed."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"No policy is in force for {key}, so nothing that needs it goes on. Tell the director.")


def register(reader: Reader | None) -> None:
    """
    Let this function say the numbers in force.

    It is asked for keys, for a program or, with None, the tightest of all, and for a day or, with None, today.
    """
    global _reader
    _reader = reader


def number(key: str, program: UUID | None = None, on: date | None = None) -> int:
    """
    The number in force, today unless told.

    Raises:
        NoLimit: nobody has said one.
    """
    return numbers([key], program, on)[key]


def numbers(keys: Sequence[str], program: UUID | None = None, on: date | None = None) -> Mapping[str, int]:
    """
    The numbers in force, asked for at once.

    Raises:
        NoLimit: nobody has said one.
    """
    if _reader is None:
        raise NoLimit(keys[0])
    return _reader(keys, program, on)


class Rates(Mapping[str, str]):
    """What the sign-in library may let through, read from policy each time it asks; nothing where policy is silent."""

    def __getitem__(self, name: str) -> str:
        if name != "login_failed":
            raise KeyError(name)
        try:
            failures, minutes = number(LOCKOUT_FAILURES), number(LOCKOUT_MINUTES)
        except NoLimit:
            return "0/m/key"
        return f"{FROM_ONE_PLACE},{failures}/{minutes}m/key"

    def __iter__(self) -> Iterator[str]:
        return iter(("login_failed",))

    def __len__(self) -> int:
        return 1
