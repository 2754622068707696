"""
What a plan costs the database: `python -m bench.publish [--people 240 1000] [--seconds 60] [--no-publish]`.

For each size a made-up roster is brought into a database of its own; then it is read as the planner sees it, planned
by the job that workers do, kept as a proposal, and published. How good the plans are is measured in `bench/placement`.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

# Before Django: it sets where the database is.
from tests.database import running  # isort: skip
import django

RESULTS = Path(__file__).parent / "results"
TRIES = 3
# Thousands of steps: enough for a week like any other, and the same one every time.
EFFORT = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.publish", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[240, 1000])
    parser.add_argument("--seconds", type=int, help="search for so long, instead of with little effort")
    parser.add_argument("--no-publish", action="store_true", help="read and keep alone")
    asked = parser.parse_args()
    django.setup()
    from tests.apart import apart_database

    with running():
        rows = []
        for people in asked.people:
            with apart_database():
                rows.append(measured(people, seconds=asked.seconds, publishes=not asked.no_publish))
    text = as_table(rows, asked.seconds)
    (RESULTS / ("search.md" if asked.seconds else "publish.md")).write_text(text, encoding="utf-8")
    print(text)


def measured(people: int, *, seconds: int | None, publishes: bool) -> dict[str, Any]:
    """Seconds of every step at this size."""
    from hearthside.ledger.scope import scope
    from hearthside.placement import jobs
    from hearthside.placement.actions.proposing import propose
    from hearthside.placement.models.proposals import Proposal
    from hearthside.placement.queries.snapshot import snapshot

    house, monday, brought = filled(people)
    coordinator = house.actor("coordinator")

    def read() -> Any:
        with scope(coordinator):
            return snapshot(house.program, monday, by=coordinator)

    first, seen = timed(read)
    again = min(timed(read)[0] for _ in range(TRIES))
    with scope(coordinator):
        how: dict[str, Any] = {"seconds": seconds} if seconds else {"effort": EFFORT}
        asked = propose(program=house.program, week=monday, **how, by=coordinator)
    with timing(jobs, "_search") as search, timing(jobs, "_keep") as keep:
        worked, _ = timed(lambda: jobs.plan(proposal=str(asked.pk)))
    row: dict[str, Any] = {
        "people": len(seen.problem.people), "clinicians": len(seen.problem.clinicians), "brought in": brought,
        "read first": first, "read": again, "job": worked, "search": search[0],
        "keep": keep[0], "beside": worked - (seconds or search[0]), "publish": None, "read after": None,
    }  # fmt: skip
    with scope(coordinator):
        answer = Proposal.objects.get(pk=asked.pk).answers.select_related("proposal__program").get()
    row["placed"], row["cohorts"] = answer.figures["placed"], answer.figures["cohorts"]
    if publishes:
        row["publish"] = timed(lambda: published(answer, coordinator))[0]
        row["read after"] = min(timed(read)[0] for _ in range(TRIES))
    return row


def published(answer: Any, by: Any) -> None:
    from hearthside.ledger.scope import scope
    from hearthside.placement.actions.publishing import publish

    with scope(by):
        publish(answer=answer, by=by)


def filled(people: int) -> tuple[Any, Any, float]:
    """A program into which a made-up roster was brought, its next Monday, and the seconds that took."""
    from hearthside.interop.actions.import_roster import import_roster
    from hearthside.interop.queries.house import house_of
    from hearthside.interop.roster.reading import read_folder
    from hearthside.ledger.scope import scope
    from hearthside.placement.roster_maker import make_roster
    from tests import build
    from tests.builders.schedule import next_monday

    house = build.program()
    monday = next_monday(house) + timedelta(days=7)
    by = house.actor("coordinator")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in make_roster(people, 1, week=monday).items():
            (Path(folder) / name).write_text(content, encoding="utf-8")

        def bring() -> None:
            with scope(by):
                facts = house_of(house.program, "roster", monday)
                incoming = read_folder(Path(folder), week=monday, house=facts)
                import_roster(program=house.program, incoming=incoming, source="roster", by=by)

        seconds, _ = timed(bring)
    return house, monday, seconds


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that it took, and what it gave."""
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


@contextmanager
def timing(module: Any, name: str) -> Iterator[list[float]]:
    """How long each call of this function took."""
    work, took = getattr(module, name), []

    def run(*args: Any) -> Any:
        seconds, answer = timed(lambda: work(*args))
        took.append(seconds)
        return answer

    setattr(module, name, run)
    try:
        yield took
    finally:
        setattr(module, name, work)


def as_table(rows: list[dict[str, Any]], seconds: int | None) -> str:
    columns = ("people", "clinicians", "placed", "cohorts", "brought in", "read first", "read", "job", "search", "keep",
               "beside", "publish", "read after")  # fmt: skip
    planned = f"searches for {seconds} s" if seconds else f"plans with {EFFORT} thousand steps, whatever the size"
    lines = [
        "# What a plan costs the database",
        "",
        f"Seconds on this machine; the job {planned}.",
        "",
        f"| {' | '.join(columns)} |",
        f"|{'---|' * len(columns)}",
        *(f"| {' | '.join(_cell(row[name]) for name in columns)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _cell(value: float | int | None) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
