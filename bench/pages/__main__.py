"""The pages benchmark: `python -m bench.pages [--seconds 120] [--people 20]`."""

import argparse
import random
import sys
from pathlib import Path

from bench.pages.demo import running_demo
from bench.pages.reader import Reader, read_all
from bench.pages.table import as_csv, as_markdown

RESULTS = Path(__file__).parent / "results"
TARGET_MS = 100.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-pages", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long they read (120)")
    parser.add_argument("--people", type=int, default=20, help="how many read at once (20)")
    asked = parser.parse_args()
    with running_demo() as (address, sign_ins):
        readers = [Reader(address, sign_ins[n % len(sign_ins)], random.Random(n)) for n in range(asked.people)]
        for reader in readers:
            reader.sign_in()
        # The first seconds warm connections and templates; people do not open the first page of a cold server twice.
        read_all(readers, asked.seconds)
    times = [timing for reader in readers for timing in reader.timings]
    failures = [timing for timing in times if timing.status >= 500]
    RESULTS.mkdir(exist_ok=True)
    text = as_markdown(times, people=asked.people, seconds=asked.seconds, target_ms=TARGET_MS)
    (RESULTS / "pages.md").write_text(text, encoding="utf-8")
    (RESULTS / "pages.csv").write_text(as_csv(times), encoding="utf-8")
    print(text)
    for failed in failures:
        print(f"Failed with {failed.status}: {failed.page}", file=sys.stderr)
    return 1 if failures or not times else 0


if __name__ == "__main__":
    sys.exit(main())
