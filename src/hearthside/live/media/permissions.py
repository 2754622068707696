"""
What each role may do in a room, and what is left of it while the room is held or rests.

Whoever leads moderates through our own pages, so no browser ever holds the server's own rights: nobody administers,
records, or listens unseen. These rights are not in the table because they are never given.
"""

from dataclasses import dataclass

MICROPHONE, CAMERA, SCREEN = "microphone", "camera", "screen_share"

PATIENT, PARTNER = "patient", "partner"
FACILITATOR, FLOATER, LISTENER, CRISIS, CAPTIONS = "facilitator", "floater", "listener", "crisis", "captions"
HELD_ROLES = (PATIENT, PARTNER)
"""Those whom a hold or a rest silences. It never touches staff."""


@dataclass(frozen=True)
class Permission:
    """What one connection may send and receive."""

    role: str
    sources: tuple[str, ...]
    subscribe: bool = True
    data: bool = False
    # A program of ours that people are told of, and that takes nobody's place.
    agent: bool = False

    @property
    def can_publish(self) -> bool:
        return bool(self.sources)


_USUAL = {
    PATIENT: Permission(PATIENT, (MICROPHONE, CAMERA)),
    PARTNER: Permission(PARTNER, (MICROPHONE, CAMERA)),
    FACILITATOR: Permission(FACILITATOR, (MICROPHONE, CAMERA, SCREEN), data=True),
    FLOATER: Permission(FLOATER, (MICROPHONE, CAMERA, SCREEN), data=True),
    CRISIS: Permission(CRISIS, (MICROPHONE, CAMERA), data=True),
    # Shown to everybody like anybody else; only, they do not count in the ratio.
    LISTENER: Permission(LISTENER, ()),
    CAPTIONS: Permission(CAPTIONS, (), agent=True),
}


def permission(role: str, *, held: bool = False, resting: bool = False) -> Permission:
    """
    What this role may do now. Held, patients neither send nor receive; resting, they receive only.

    Raises:
        KeyError: there is no such role.
    """
    usual = _USUAL[role]
    if role not in HELD_ROLES or not (held or resting):
        return usual
    return Permission(role, (), subscribe=not held)
