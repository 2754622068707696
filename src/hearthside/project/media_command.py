"""`hearthside media`: get the media server for this machine, or say how it stands with it."""

import argparse
import sys
import time

from hearthside.project.endings import BAD_INPUT, DONE
from hearthside.project.media import binary
from hearthside.project.media.getting import get

SAID_EVERY_SECONDS = 5.0


class Said:
    """Progress on the error stream, because the output is the program's path alone; on a terminal line over line."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self, words: str) -> None:
        now = time.monotonic()
        every = 0.2 if sys.stderr.isatty() else SAID_EVERY_SECONDS
        if now - self.at < every:
            return
        self.at = now
        start, end = ("\r", "\033[K") if sys.stderr.isatty() else ("", "\n")
        print(f"{start}Media server: {words}", end=end, file=sys.stderr, flush=True)


def run(arguments: argparse.Namespace) -> int:
    """
    Print the path of a media server that works here, getting one first with `install`.

    Raises:
        NoMediaServer: it could not be had; each way says why.
    """
    if arguments.kind == "install":
        began = time.monotonic()
        was_here = binary.found()
        program = was_here or get(Said())
        if was_here is None:
            took = time.monotonic() - began
            size = program.stat().st_size / 1e6
            print(f"\nThe media server is here: {size:.0f} MB, after {took:.0f} s.", file=sys.stderr)
        print(program)
        return DONE
    there = binary.found()
    if there is None:
        print("The media server is not on this machine. `hearthside media install` gets it.", file=sys.stderr)
        return BAD_INPUT
    version = binary.version_of(there) or ()
    print(f"{there} ({'.'.join(map(str, version))})")
    return DONE
