"""
An hour of flaky connections, scripted: what really happened, and what a media server and a page would tell of it.

Figures of the real server: it says that somebody joined 0.2 to 2 seconds after they began to connect; a goodbye arrives
within a tenth of a second, a loss after 20.1 to 21.7 seconds; its events carry whole seconds. All instants here are
milliseconds from the hour's start.
"""

import random
from dataclasses import dataclass

HOUR = 3_600_000
MEAN_STAY, MEAN_GAP = 1_000_000, 20_000
GRACEFUL, LOST = "CLIENT_INITIATED", "CONNECTION_TIMEOUT"
POLL_EVERY, BEAT_EVERY = 15_000, 2_000


@dataclass(frozen=True)
class Connected:
    """One connection as it really was: media flowed from `start` to `end`."""

    sid: str
    who: str
    start: int
    end: int
    reason: str
    began_to_connect: int
    joined_told: int
    left_told: int
    beats: tuple[int, ...]


def connected(dice: random.Random, who: str) -> list[Connected]:
    """The connections of one person in one hour, about 4.6 of them; half of the drops come without a goodbye."""
    found: list[Connected] = []
    start = dice.randint(0, 3_000)
    while start < HOUR - 1_000:
        end = start + max(1_000, round(dice.expovariate(1 / MEAN_STAY)))
        stays_on = end >= HOUR
        end = min(end, HOUR)
        reason = GRACEFUL if stays_on or dice.random() < 0.5 else LOST
        found.append(_one(dice, f"{who}-{len(found)}", who, start, end, reason))
        start = end + 1_000 + round(dice.expovariate(1 / MEAN_GAP))
    return found


def _one(dice: random.Random, sid: str, who: str, start: int, end: int, reason: str) -> Connected:
    late = dice.randint(0, 100) if reason == GRACEFUL else dice.randint(20_100, 21_700)
    beats = range(start + dice.randint(0, BEAT_EVERY), end, BEAT_EVERY)
    return Connected(
        sid=sid,
        who=who,
        start=start,
        end=end,
        reason=reason,
        began_to_connect=start - dice.randint(200, 2_000),
        joined_told=_whole_second(start + dice.randint(0, 50)),
        left_told=_whole_second(end + late),
        beats=tuple(beat + dice.randint(20, 150) for beat in beats),
    )


def _whole_second(milliseconds: int) -> int:
    return milliseconds - milliseconds % 1000
