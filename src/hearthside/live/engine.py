"""The media server of this installation, as the live room asks it."""

from django.conf import settings

from hearthside.base.refusal import Refusal
from hearthside.live.media.engine import MediaEngine
from hearthside.live.media.livekit import LiveKit


class NoVideo(Refusal):
    """This installation has no media server, or it is not there yet. Everything but sound and pictures works."""

    def __init__(self) -> None:
        super().__init__("Video is not there yet. It comes by itself; everything else on this page works meanwhile.")


def engine() -> MediaEngine:
    """
    Ask it through this.

    Raises:
        NoVideo: none is named in the settings.
    """
    if settings.MEDIA is None:
        raise NoVideo
    return LiveKit(settings.MEDIA)
