"""The database's "no" about seats and staff, each with the sentence it means."""

from hearthside.base.refusal import Refusal
from hearthside.schedule.refusals import (
    AlreadyBooked,
    DoorHasOpened,
    GroupFull,
    MayNotShare,
    NotAhead,
    NotLicensed,
    TooFewStaff,
    TwoRoles,
)


def seat_refusals(*, to_staff: bool = True) -> dict[str, Refusal]:
    """Refusals by the constraint they put into words; somebody who is no staff reads nothing of anybody else."""
    return {
        "occupancy_once": AlreadyBooked(),
        "seat_within_cap": GroupFull(),
        "seat_within_ratio": TooFewStaff(),
        "seat_kept_apart": MayNotShare(to_staff=to_staff),
        "session_conflict_of_role": TwoRoles(),
        "session_licensed": NotLicensed(to_staff=to_staff),
        "seat_in_a_session_that_stands": NotAhead(),
        "session_door_opened": DoorHasOpened(),
    }


# Why a seat that somebody gave up, or waits for, cannot be taken by now.
NO_SEAT = tuple(type(refusal) for refusal in seat_refusals().values())
