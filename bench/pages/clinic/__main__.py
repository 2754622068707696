"""A clinic of 240 people with a year of sessions, read by twenty: `python -m bench.pages.clinic [--seconds 120]`."""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

# Before Django: it sets where the database is.
from tests.database import SERVER, running  # isort: skip
import django

from bench.pages.clinic.pages import READ
from bench.pages.reader import Reader, read_all
from bench.pages.table import as_csv, as_markdown

if TYPE_CHECKING:
    from bench.pages.clinic.sign_ins import SignedIn

RESULTS = Path(__file__).parents[1] / "results"
TARGET_MS = 100.0
# As `hearthside up` serves pages.
AS_INSTALLED = ("--workers", "2", "--blocking-threads", "4")
# Not counted: a server that has just started has compiled no page, and its connections know no table.
WARM_SECONDS = 45.0
# As many of each role as read at once, of twenty.
READERS = {"patient": 11, "clinician": 4, "coordinator": 3, "director": 1, "compliance": 1}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-clinic", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long they read (120)")
    asked = parser.parse_args()
    with served() as (address, people):
        readers = [_reader(number, address, who) for number, who in enumerate(people)]
        read_all(readers, WARM_SECONDS)
        for reader in readers:
            reader.timings.clear()
        read_all(readers, asked.seconds)
    times = [timing for reader in readers for timing in reader.timings]
    refused = sorted({f"{t.status}: {t.page}" for t in times if t.status >= 400})
    title = "The pages of caseload and schedule: 240 people, a year of sessions"
    text = as_markdown(times, people=len(readers), seconds=asked.seconds, target_ms=TARGET_MS, title=title)
    (RESULTS / "clinic.md").write_text(text, encoding="utf-8")
    (RESULTS / "clinic.csv").write_text(as_csv(times), encoding="utf-8")
    print(text)
    print("\n".join(refused), file=sys.stderr)
    return 1 if refused or not times else 0


def _reader(number: int, address: str, who: "SignedIn") -> Reader:
    reader = Reader(
        address, {"role": who.role}, random.Random(number), cookies=dict(who.cookies), reads=READ, kinds_in_turn=True
    )
    for page in who.pages:
        reader.meet(page)
    return reader


@contextmanager
def served() -> Iterator[tuple[str, list["SignedIn"]]]:
    """The address of the clinic's pages, and everybody who reads them."""
    django.setup()
    from bench.pages.clinic.sign_ins import signed_in
    from bench.pages.clinic.year import kept, working_on
    from tests.site import serve

    with running():
        database = f"clinic_read_{os.getpid()}"
        SERVER.create_database(database, template=kept())
        try:
            with working_on(database):
                people = list(signed_in(READERS))
            with serve(database, *AS_INSTALLED, HEARTHSIDE_DATABASE_POOL="8") as address:
                yield address, people
        finally:
            SERVER.drop_database(database)


if __name__ == "__main__":
    begun = time.monotonic()
    ending = main()
    print(f"{time.monotonic() - begun:.0f} s in all.", file=sys.stderr)
    sys.exit(ending)
