"""
Whether the media server's clock and ours are apart, on plain values.

A message is received after it was made, so between the two lies its way, and what the clocks are apart. The way differs
from message to message; the least that lay between, over several, is what the clocks are apart, and at most the second
that the media server leaves off when it says when it made one.
"""

from dataclasses import dataclass

MESSAGES = 5
"""The fewest that say anything: one may have been sent again, and its second may just have begun."""
STAYS_MILLISECONDS = 60_000
"""They are spread over at least this time: messages that were held up all at once say nothing of a clock."""


@dataclass(frozen=True)
class Told:
    """What was received lately: how many messages, over what time, and the least that lay between made and received."""

    messages: int
    over: int
    least: int


def apart_by(told: Told, most: int) -> int | None:
    """
    By how many milliseconds the media server's clock is behind ours, or ahead where negative, if that is more than
    `most`; nothing where it is not; None where too little was told to know.
    """
    if told.messages < MESSAGES or told.over < STAYS_MILLISECONDS:
        return None
    return told.least if abs(told.least) > most else 0
