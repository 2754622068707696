"""
The part of `up` that is the media server: `python -m hearthside.project.media.run CONFIGURATION STATUS`.

It gets the program first where this machine has none, and becomes it then. How far it is stands in the file STATUS, so
that pages and the terminal can say it. Where it cannot be had this process stays, says why, and tries again now and
then: video comes alive by itself as soon as it can.
"""

import os
import signal
import sys
import time
from pathlib import Path

from hearthside.project.media import status
from hearthside.project.media.getting import NoMediaServer, get

TRIES_AGAIN_AFTER_SECONDS = 900.0


def main(configuration: Path, told: Path) -> None:
    """Get it, then be it; never returns."""
    program = None
    while program is None:
        try:
            program = get(lambda words: _say(told, words))
        except NoMediaServer as refusal:
            status.write(told, status.NONE, str(refusal))
            print(refusal, flush=True)
            time.sleep(TRIES_AGAIN_AFTER_SECONDS)
    status.write(told, status.RUNS, "")
    os.execv(program, [str(program), "--config", str(configuration)])


def _say(told: Path, words: str) -> None:
    print(words, flush=True)
    status.write(told, status.COMES, words)


if __name__ == "__main__":
    # A build that is stopped in the middle takes its gigabytes with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main(Path(sys.argv[1]), Path(sys.argv[2]))
