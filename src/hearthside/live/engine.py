"""The media server of this installation, as the live room asks it."""

import json

from django.conf import settings

from hearthside.base.refusal import Refusal
from hearthside.live.media.engine import MediaEngine
from hearthside.live.media.livekit import LiveKit

RUNS = "runs"


class NoVideo(Refusal):
    """This installation has no media server, or it is not there yet. Everything but sound and pictures works."""

    def __init__(self, how_far: str = "") -> None:
        so_far = f" ({how_far})" if how_far else ""
        super().__init__(
            f"Video is not there yet{so_far}. It comes by itself; everything else on this page works meanwhile."
        )


def engine() -> MediaEngine:
    """
    Ask it through this.

    Raises:
        NoVideo: none is named in the settings.
    """
    if settings.MEDIA is None:
        raise NoVideo
    return LiveKit(settings.MEDIA)


def how_far() -> str | None:
    """How far a media server is that this machine is still getting, in its own words; None where it gets none."""
    try:
        told = json.loads(settings.MEDIA_STATUS.read_text(encoding="utf-8"))
        return None if told["state"] == RUNS else str(told["words"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
