"""What a live session is called by whoever works here: its group's name, or its kind. Never a person's name."""

from hearthside.live.models.rooms import LiveSession
from hearthside.schedule.words import KIND_NAMES


def title(live: LiveSession) -> str:
    """The session's name."""
    cohort = live.session.cohort
    return (cohort.name if cohort is not None else "") or KIND_NAMES[live.session.kind]
