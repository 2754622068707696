"""The live benchmark: `python -m bench.live [--seconds 180] [--only ID ...]`."""

import argparse
import sys
import time
from pathlib import Path

from bench.live.rows import HEADER
from tests import database

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-live", description=__doc__)
    parser.add_argument("--seconds", type=int, default=180, help="how long each load lasts (180)")
    parser.add_argument("--only", nargs="+", metavar="ID", help="of its parts only those that begin with these targets")
    asked = parser.parse_args()
    import django

    django.setup()
    from bench.live import attendance, gathering, helped, load, lost, media, table, watch, webhooks

    parts = (
        ("P2", watch.measure),
        ("P1", lost.measure),
        ("A1", attendance.measure),
        ("J1", media.measure),
        ("H1", helped.measure),
        ("W1", lambda: webhooks.measure(asked.seconds)),
        ("S2", lambda: load.measure(asked.seconds)),
    )
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", file=sys.stderr, flush=True)

    with database.running():
        measured = gathering.gathered([part for part in parts if not asked.only or part[0] in asked.only], say)
    rows = measured if asked.only else table.whole(measured)
    text = "\n".join([HEADER, *map(str, rows)]) + "\n"
    print(text)
    if asked == parser.parse_args([]):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "live.md").write_text(text, encoding="utf-8")
    return 1 if any(row.verdict.startswith("broken") for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
