"""
How this machine gets the media server: one that is here already, the official release, or built from its source.

Each way is tried in turn; the last one needs nothing but Python and a registry of packages. Only the program itself is
kept. One process gets it while the others wait.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from hearthside.base.refusal import Refusal
from hearthside.project.media import binary, building, release
from hearthside.project.media.unavailable import NotThisWay
from hearthside.project.up.lock import held

Say = Callable[[str], None]
"""Told how far it is, a line at a time."""

Way = Callable[[Path, Say], None]
WAYS: Sequence[tuple[str, Way]] = (
    ("the official release", release.download),
    ("building it", building.build),
)


class NoMediaServer(Refusal):
    """Video cannot run on this machine; everything else can."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            f"The media server is not here and could not be had ({'; '.join(reasons)}). Install {binary.COMMAND} "
            f"{binary.LEAST[0]}.{binary.LEAST[1]} or newer and name it in {binary.NAMED}, or set LIVEKIT_URL to one "
            "that somebody else runs."
        )


def get(say: Say) -> Path:
    """
    The program, got if it is not here yet.

    Raises:
        NoMediaServer: no way led to it; each says why.
    """
    if there := binary.found():
        return there
    target = binary.cached()
    target.parent.mkdir(parents=True, exist_ok=True)
    with held(target.parent / "getting"):
        # Whoever waited finds what the other got.
        if there := binary.found():
            return there
        building.clear(target.parent)
        reasons = []
        for name, way in WAYS:
            try:
                way(target, say)
            except NotThisWay as why:
                reasons.append(f"{name}: {why}")
                continue
            if binary.is_usable(target):
                return target
            target.unlink(missing_ok=True)
            reasons.append(f"{name}: what came does not start here")
    raise NoMediaServer(reasons)
