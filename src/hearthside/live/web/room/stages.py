"""
The states of the room that its page explains: a title, a sentence, what happens next, and a way to reach a human.

Nobody sees an unexplained wait. Those of a page that lost the network or its sound are said by the page itself, from
the same list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hearthside.live.words import PET, REST
from hearthside.schedule.said import time_said


@dataclass(frozen=True)
class Stage:
    """One state. `until` is when it ends by itself, as an instant and on their clocks."""

    key: str
    title: str = ""
    sentence: str = ""
    next: str = ""
    until: str = ""
    until_at: str = ""
    is_over: bool = False


GOES_ON = "It goes on by itself once somebody from staff lifts the pause. Nobody hears or sees you until then."
STAFF_GO_ON = "You can speak, and are heard by staff alone. Press “Let the group go on” when it is right."
AFTER = "Come back earlier if you like. When it is over you turn your own microphone on yourself."
STAFF_REST = "Nobody who is treated is heard or seen; they hear and see you."
STAFF_AFTER = "It ends by itself, or when you press “End the break”. Nobody is turned on by it."
GROUP = Stage("group")
ENDED = Stage(
    "ended", "The group is over.", "Thank you for being here today.",
    "You can close this page. Your next session is in your week.", is_over=True,
)  # fmt: skip
# Said by the page itself, when it notices.
BY_THE_PAGE = (
    Stage(
        "offline", "You are offline.", "Your device has no connection to us. Your place is kept.",
        "This page goes on by itself as soon as the connection is back. You need not do anything.",
    ),
    Stage(
        "media-down", "No sound or picture right now.",
        "Everything else on this page works: hand, private help, typed lines.",
        "Sound and picture come back by themselves. If it takes long, ask to be called.",
    ),
    Stage(
        "joining", "Coming in.", "Sound and picture are being connected.", "It usually takes less than five seconds.",
    ),
    Stage(
        "elsewhere", "The room is open on another device or page.", "Only one of them can be in the room at a time.",
        "Press “Use this page” to go on here. The other one stops.",
    ),
    Stage(
        "out", "You are not in the room now.", "This page is not connected to the group any more.",
        "Your place in the group stays yours. The waiting page says what happens next.",
    ),
)  # fmt: skip


def stage_of(room: Mapping[str, Any], zone: str, *, ended: bool, staff: bool = False) -> Stage:
    """The state of the room, for somebody who is in it. A pause and a break never touch staff."""
    if ended or room.get("ended"):
        return ENDED
    if room.get("held"):
        return Stage(
            "held", "The group is paused.", room.get("words") or "Microphones and cameras are off for everybody.",
            STAFF_GO_ON if staff else GOES_ON,
        )  # fmt: skip
    if wind_down := room.get("wind_down_until"):
        return _timed(
            "wind-down", "The group is ending.", "Say goodbye in your own time. The room closes by itself.",
            "Then this page says where to go on.", wind_down, zone,
        )  # fmt: skip
    if room.get("block") in (REST, PET):
        return _rest(room, zone, staff)
    return GROUP


def _rest(room: Mapping[str, Any], zone: str, staff: bool) -> Stage:
    until = room.get("rest_until") or room.get("block_ends_at")
    pet = room.get("block") == PET
    return _timed(
        "pet" if pet else "rest",
        "A pet break." if pet else "A break.",
        STAFF_REST if staff else "Microphones and cameras are off, so that nobody is heard or seen.",
        STAFF_AFTER if staff else AFTER,
        until,
        zone,
    )


def _timed(key: str, title: str, sentence: str, after: str, until: str | None, zone: str) -> Stage:
    at = time_said(datetime.fromisoformat(until), zone) if until else ""
    return Stage(key, title, sentence, after, at, until or "")
