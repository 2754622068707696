"""
Can a partner tell by the clock what the other said in private? `python -m bench.pages.twins [--times 2000] [--places]`.

Two programs that differ only in what one of two partners said in private are served side by side. Everything that the
other partner, another patient and the biller may ask for is asked for in both, in turn and in an order left to chance,
and for each page the two lists of times are held against each other by ranks. Ctrl-C ends it: what is known by then is
printed, and nothing is written.
"""

import argparse
import http.client
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# Before Django: it sets where the database is.
from tests.database import SERVER, copy, database_server  # isort: skip
from bench.pages.ranks import p_value
from bench.stopping import STOPPED, ended_by_signals

RESULTS = Path(__file__).parent / "results" / "twins.md"
OF_PLACES = RESULTS.with_name("twins-places.md")
CHANCE = 0.001
WARM_UP = 20
# Who asks, for which page, and how long it took in either world.
Row = tuple[str, str, list[float], list[float]]
ASKERS = ("Alex", "Theo", "biller")


@dataclass(frozen=True)
class World:
    """A served program, and who asks in it."""

    address: str
    cookies: dict[str, str]
    pages: dict[str, list[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pages.twins", description=__doc__)
    parser.add_argument("--times", type=int, default=2000, help="how often each page is opened in each world (2000)")
    parser.add_argument("--places", action="store_true", help="only the pages of places, offers and why")
    asked = parser.parse_args(arguments)
    rows: list[Row] = []
    try:
        with ended_by_signals():
            measure(rows, places=asked.places, times=asked.times)
    except KeyboardInterrupt:
        if rows:
            print(as_markdown(rows, asked.times)[0])
        print(f"Stopped: {len(rows) or 'no'} pages were through by then. Nothing was written.")
        return STOPPED
    text, told = as_markdown(rows, asked.times)
    (OF_PLACES if asked.places else RESULTS).write_text(text, encoding="utf-8")
    print(text)
    return 1 if told else 0


def measure(rows: list[Row], *, places: bool, times: int) -> None:
    """Put into `rows` one page after the other, each as soon as it is through."""
    # Once with everything of a record different; once with a week published, for which little may be.
    for others in (3,) if places else (None, 3):
        with two_worlds(others) as worlds:
            for asker in ASKERS:
                for number, page in enumerate(worlds[0].pages[asker]):
                    rows.append((asker, page, *timed(worlds, asker, number, times)))


def timed(worlds: "tuple[World, World]", asker: str, number: int, times: int) -> tuple[list[float], list[float]]:
    """How long this page took in each world, in milliseconds."""
    took: tuple[list[float], list[float]] = ([], [])
    dice = random.Random(f"{asker} {number}")
    with ExitStack() as stack:
        # Closed whatever happens: a server waits for those who are still connected before it ends.
        lines = [stack.enter_context(closing(_line(world))) for world in worlds]
        for turn in range(times + WARM_UP):
            for which in dice.sample((0, 1), 2):
                began = time.perf_counter()
                headers = {
                    "Cookie": f"{worlds[which].cookies[asker]}",
                    "Host": urlsplit(worlds[which].address).netloc,
                }
                lines[which].request("GET", worlds[which].pages[asker][number], headers=headers)
                answer = lines[which].getresponse()
                answer.read()
                if turn >= WARM_UP:
                    took[which].append((time.perf_counter() - began) * 1000)
    return took


def _line(world: World) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(world.address).netloc, timeout=60)


@contextmanager
def two_worlds(others: int | None) -> Iterator[tuple[World, World]]:
    """Both, each on a database and a server of its own; with so many `others` who wait, a week is published in both."""
    import django

    django.setup()
    from tests.whole.test_twin_worlds import in_danger, in_danger_and_moved, quiet

    # Somebody who moved to another state has another place: what is compared is the same place for another reason.
    afraid = in_danger_and_moved if others is None else in_danger
    with ExitStack() as stack:
        stack.enter_context(_server())
        yield tuple(stack.enter_context(_world(name, facts, others)) for name, facts in  # type: ignore[misc]
                    (("quiet", quiet), ("in_danger", afraid)))  # fmt: skip


@contextmanager
def _server() -> Iterator[None]:
    made = database_server.__wrapped__()  # type: ignore[attr-defined] # the fixture's own generator
    next(made)
    try:
        yield
    finally:
        next(made, None)


@contextmanager
def _world(name: str, facts: Any, others: int | None) -> Iterator[World]:
    from django.conf import settings

    from hearthside.ledger import clock
    from tests.cast import harbor_house
    from tests.site import Site, serve
    from tests.whole.test_twin_worlds import AT, publish_a_week, waiting_for_a_plan

    database = f"twin_{name}_{os.getpid()}"
    try:
        copy(database)
        with serve(database) as url:
            with Site(url, database).as_program():
                with clock.fixed(AT):
                    cast = harbor_house()
                    clinic = None if others is None else waiting_for_a_plan(cast, others)
                    facts(cast, cast.sam, cast.alex)
                    if clinic is not None:
                        publish_a_week(clinic)
                clients = {
                    "Alex": cast.client_of("Alex"),
                    "Theo": cast.client_of("Theo"),
                    "biller": cast.client("biller"),
                }
                name = settings.SESSION_COOKIE_NAME
                cookies = {asker: f"{name}={client.cookies[name].value}" for asker, client in clients.items()}
            sam, alex = f"/people/{cast.sam.id}/", f"/people/{cast.alex.id}/"
            pages = {
                "Alex": [
                    alex,
                    f"{alex}sections/couple/",
                    f"{alex}sections/keep-apart/",
                    sam,
                    "/my-partner/",
                    "/home/",
                    "/record/readings/",
                ],
                "Theo": [sam, "/home/"],
                "biller": [sam, "/people/", "/people/?q=sam", f"{sam}sections/safety/"],
            }
            if clinic is not None:
                of_places = [
                    "/my-offer/",
                    "/my-place/",
                    "/my-week/",
                    "/home/",
                    f"{sam}place-in-a-group/",
                    f"{sam}place/",
                ]
                pages = {"Alex": of_places, "Theo": of_places[:2], "biller": []}
            yield World(url, cookies, pages)
    finally:
        SERVER.drop_database(database)


def as_markdown(rows: "list[Row]", times: int) -> tuple[str, list[str]]:
    """The table, and the pages whose times can be told apart after correcting for how many were looked at."""
    bound = CHANCE / len(rows)
    told, lines = [], []
    for asker, address, one, two in rows:
        page, p = _named(address), p_value(one, two)
        if p <= bound:
            told.append(page)
        lines.append(
            f"| {asker} | `{page}` | {statistics.median(one):.2f} | {statistics.median(two):.2f} | {p:.5f} | "
            f"{'told apart' if p <= bound else 'alike'} |"
        )
    head = [
        "# Two worlds by the clock",
        "",
        f"Each page was opened {times:,} times in each of two programs that differ only in what Sam said in private,",
        f"in turn and in an order left to chance. Told apart: a rank test gives p at most {CHANCE:g}, divided by the",
        f"{len(rows)} pages looked at ({bound:.2g}).",
        "",
        "| Who asks | page | median ms, quiet | median ms, in danger | p | |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *lines, "", f"{len(told)} of {len(rows)} can be told apart.", ""]), told


def _named(page: str) -> str:
    """The page without its ids."""
    return "/".join("…" if len(part) == 36 else part for part in page.split("/"))


if __name__ == "__main__":
    sys.exit(main())
