"""What can be said of the media server, and of what it told us."""

from collections.abc import Iterator

from hearthside.base.refusal import Refusal
from hearthside.live.media.twirp import is_there
from hearthside.live.push.spool import ENDING
from hearthside.project.doctor.finding import Finding
from hearthside.project.environment import DEMO
from hearthside.project.media import binary
from hearthside.project.up.installation import Installation


def look(installation: Installation) -> Iterator[Finding]:
    """Whether there is one, whether it answers, and whether anything that it told waits on disk."""
    yield _server(installation)
    waiting = len(list((installation.folder.path / "spool").glob(f"*{ENDING}")))
    if waiting:
        yield Finding(
            "video",
            f"Events of the media server wait on disk for the database: {waiting}.",
            "They come in by themselves while the live room's own doors run: say `make up`, and look at the database.",
        )


def _server(installation: Installation) -> Finding:
    given = installation.variables
    if given.get("LIVEKIT_URL"):
        return _named(installation)
    if given["HEARTHSIDE_MODE"] != DEMO:
        return Finding("video", "None: LIVEKIT_URL names no media server. Everything but video works.")
    if given.get("HEARTHSIDE_VIDEO") == "off":
        return Finding("video", "None: HEARTHSIDE_VIDEO is off. Everything but video works.")
    there = binary.found()
    if there is None:
        return Finding("video", "The media server is not on this machine yet.", "Say `hearthside media install`.")
    return Finding("video", f"The media server is {there}.")


def _named(installation: Installation) -> Finding:
    try:
        media = installation.environment.media
    except Refusal as refusal:
        return Finding("video", str(refusal), "Set it in the environment, and start again.")
    assert media
    if is_there(media.url):
        return Finding("video", f"The media server at {media.url} answers.")
    return Finding("video", f"The media server at {media.url} does not answer.", "Start it, or correct LIVEKIT_URL.")
