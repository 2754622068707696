"""The media server among the parts: our own on this machine in the demonstration, somebody else's where it is named."""

import sys
from dataclasses import dataclass, field

from hearthside.project.environment import DEMO
from hearthside.project.media import status
from hearthside.project.media.configuration import HERE, OwnServer, own_server
from hearthside.project.up.installation import Installation
from hearthside.project.up.part import Part
from hearthside.project.up.ports import is_free, udp_is_free

HOOK = "/hooks/livekit"


@dataclass
class Video:
    """What runs, what the other parts must be told, and how far it is."""

    parts: list[Part] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    teller: status.Teller | None = None
    own: OwnServer | None = None
    hook_url: str = ""

    def news(self, now: float) -> str | None:
        """A line about it that is worth saying, or None."""
        return self.teller.news(now) if self.teller else None

    def chosen_anew(self, part: Part) -> dict[str, str]:
        """
        What the other parts must be told before this one starts, if it is the media server and another program has
        taken one of its ports since they were chosen: it may have taken minutes to get it. Nothing otherwise.
        """
        own = self.own
        if own is None or part not in self.parts or (is_free(own.port) and udp_is_free(own.udp_port)):
            return {}
        self.own = own_server(own.folder)
        self.own.write(self.hook_url)
        self.variables |= self.own.variables
        return self.own.variables


def video(installation: Installation, *, hook_port: int) -> Video:
    """
    The media server of this installation; it tells what happens in rooms at this port of ours, where raw doors are.

    Only the demonstration has one of its own, which nobody beyond this machine can reach: for production LIVEKIT_URL
    says where it is. HEARTHSIDE_VIDEO=off is for whoever wants none here.
    """
    given = installation.variables
    if given.get("LIVEKIT_URL") or given["HEARTHSIDE_MODE"] != DEMO or given.get("HEARTHSIDE_VIDEO") == "off":
        return Video()
    folder = installation.folder
    own = own_server(folder.path / "media")
    hook_url = f"http://{HERE}:{hook_port}{HOOK}"
    own.write(hook_url)
    told = folder.run / "media.json"  # as settings.MEDIA_STATUS
    told.unlink(missing_ok=True)
    command = [sys.executable, "-m", "hearthside.project.media.run", str(own.file), str(told)]
    part = Part("media", command, dict(given), folder.path, folder.logs / "media.log")
    # Browsers reach it through our own doors, which let nobody through who was put out.
    variables = {**own.variables, "LIVEKIT_PUBLIC_URL": f"ws://localhost:{hook_port}"}
    return Video([part], variables, status.Teller(told), own, hook_url)
