"""
Each page of the clinic by itself: `python -m bench.pages.clinic.alone [--tries 15]`.

The fastest of some tries, and how many questions the database was asked, in one process without a server: what a page
costs, whatever else the machine does meanwhile.
"""

import argparse
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

# Before Django: it sets where the database is.
from tests.database import running  # isort: skip
import django

from bench.pages.clinic.pages import BEGIN, READ
from bench.pages.reader import LINK, kind_of

RESULTS = Path(__file__).parents[1] / "results" / "clinic-alone.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages.clinic.alone", description=__doc__)
    parser.add_argument("--tries", type=int, default=15, help="how often each page is opened (15)")
    tries = parser.parse_args().tries
    django.setup()
    from bench.pages.clinic.year import kept, working_on

    with running(), working_on(kept()):
        rows = [(kind, role, *_alone(role, path, tries)) for role in BEGIN for kind, path in _one_of_each(role)]
    lines = [
        "# Each page of the clinic by itself",
        "",
        f"The fastest of {tries} tries in milliseconds, how much of it the processor worked on the page, and how many",
        "questions the database was asked.",
        "",
        "| Page | as | ms | of them at work | questions |",
        "|---|---|---|---|---|",
        *(f"| `{kind}` | {role} | {wall:.0f} | {work:.0f} | {asked} |"
          for kind, role, wall, work, asked in sorted(rows, key=lambda row: -row[2])),
    ]  # fmt: skip
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _client(role: str) -> Any:
    from django.test import Client

    from hearthside.access.models import Account

    client = Client()
    client.force_login(Account.objects.get(email=f"{role}-0@example.org"))
    return client


def _one_of_each(role: str) -> Iterator[tuple[str, str]]:
    """One page of each kind that this role finds by following links."""
    client = _client(role)
    to_open, known = list(BEGIN[role]), set(map(kind_of, BEGIN[role]))
    while to_open:
        path = to_open.pop(0)
        answer = client.get(path)
        if answer.status_code == 200:
            yield kind_of(path), path
        for link in LINK.findall(answer.content.decode("utf-8", "replace")):
            found = urljoin(path, unescape(link))
            if READ.fullmatch(found.partition("?")[0]) and kind_of(found) not in known:
                known.add(kind_of(found))
                to_open.append(found)


def _alone(role: str, path: str, tries: int) -> tuple[float, float, int]:
    """(milliseconds, of them at work in this process, questions) of the fastest try."""
    from django.db import connection

    client, found, asked = _client(role), [], []

    def note(execute: Any, *question: Any) -> Any:
        asked.append(question[0])
        return execute(*question)

    client.get(path)
    with connection.execute_wrapper(note):
        client.get(path)
    for _ in range(tries):
        begun, worked = time.perf_counter(), time.process_time()
        client.get(path)
        found.append(((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
    return *min(found), len(asked)


if __name__ == "__main__":
    main()
