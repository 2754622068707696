"""What each seat may do in the session's main room now, as its role, a hold and a rest together say."""

from collections.abc import Iterable, Mapping

from hearthside.live.media import permissions as p
from hearthside.live.models.room_seats import SeatHold
from hearthside.live.models.rooms import LiveBlock, LiveRoom
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.words import FACILITATOR, OBSERVER, PARTNER, PATIENT, PET, REST, TECHNICAL

# Who shares a device counts by whoever may do least: a patient's seat is never anybody's way around a hold.
_STRICTEST_FIRST = (PATIENT, PARTNER, OBSERVER, TECHNICAL, FACILITATOR)
_AS = {PATIENT: p.PATIENT, PARTNER: p.PARTNER, FACILITATOR: p.FACILITATOR, OBSERVER: p.LISTENER, TECHNICAL: p.CAPTIONS}


def rights_in(room: LiveRoom) -> Mapping[str, p.Permission]:
    """Identity -> what it may do, for every seat that was let in and not put out."""
    seats = Seat.objects.filter(session=room.session_id, admitted_at__isnull=False, revoked_at__isnull=True)
    roles: dict[str, set[str]] = {}
    rows = SeatOccupant.objects.filter(seat__in=seats).values_list("seat__identity", "role")
    for identity, role in rows:
        roles.setdefault(identity, set()).add(role)
    rests, held = is_resting(room), set(_held_now(room))
    return {
        identity: p.permission(media_role(found), held=room.held_at is not None, resting=rests or identity in held)
        for identity, found in roles.items()
    }


def _held_now(room: LiveRoom) -> Iterable[str]:
    """Identities whose microphone and camera staff hold."""
    rows = SeatHold.objects.filter(seat__session=room.session_id, until_at__isnull=True)
    return rows.values_list("seat__identity", flat=True)


def media_role(roles: set[str]) -> str:
    """The role on the media server of a seat at which people of these roles sit, or have sat."""
    return _AS[next(role for role in _STRICTEST_FIRST if role in roles)]


def is_resting(room: LiveRoom) -> bool:
    """Whether a break or a pet break is on, in which nobody who is treated is heard or seen."""
    return LiveBlock.objects.filter(session=room.session_id, ended_at__isnull=True, kind__in=(REST, PET)).exists()
