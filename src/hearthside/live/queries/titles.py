"""What a live session is called by whoever works here: its group's name, or its kind. Never a person's name."""

from hearthside.live.models.rooms import LiveSession
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import KIND_NAMES


def title(live: LiveSession) -> str:
    """The session's name."""
    return named(live.session)


def named(session: Session) -> str:
    """The same, of a session whose door may never have opened."""
    cohort = session.cohort
    return (cohort.name if cohort is not None else "") or KIND_NAMES[session.kind]
