"""
Pages while a plan is made beside them: `python -m bench.pages.while_planning [--people 1000] [--seconds 60]`.

A roster of 1,000, in the third week of its plan, is planned again by a real worker, as `hearthside up` runs one, on the
machine that serves the pages. The same twenty people read the same pages before that and meanwhile.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# Before Django: it sets where the database is.
from tests.database import ROOT, SERVER, copy, running  # isort: skip
import django

from bench.pages.clinic.pages import READ
from bench.pages.reader import Reader, Timing, read_all
from bench.pages.table import as_markdown, percentile

RESULTS = Path(__file__).parent / "results"
TARGET_MS = 100.0
# As `hearthside up` serves pages.
AS_INSTALLED = ("--workers", "2", "--blocking-threads", "4")
# Not counted: a server that has just started has compiled no page, and its connections know no table.
WARM_SECONDS = 45.0
# As many of each role as read at once, of twenty.
READERS = {"patient": 11, "clinician": 4, "coordinator": 3, "director": 1, "compliance": 1}
# So much longer than they read: the week is still being searched for when the last page is opened.
LONGER_SECONDS = 30
# How long ago the roster came in; its sessions begin the Monday after.
WEEKS_BEFORE = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pages.while_planning", description=__doc__)
    parser.add_argument("--people", type=int, default=1000, help="how many people the roster has (1000)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they read, without and with a plan (60)")
    asked = parser.parse_args()
    django.setup()
    from bench.pages.clinic.year import working_on

    database = f"while_planning_{os.getpid()}"
    with running():
        copy(database)
        try:
            with working_on(database):
                people, plan = filled(asked.people)
            settled(database)
            with served(database) as address, working_on(database):
                readers = [reader(number, address, who) for number, who in enumerate(people)]
                read_all(readers, WARM_SECONDS)
                alone = read(readers, asked.seconds)
                proposal = plan(round(asked.seconds) + LONGER_SECONDS)
                beside = read(readers, asked.seconds)
                still = proposal.now()
        finally:
            SERVER.drop_database(database)
    text = as_text(asked.people, asked.seconds, alone, beside, still)
    (RESULTS / "while-planning.md").write_text(text, encoding="utf-8")
    print(text)
    refused = sorted({f"{t.status}: {t.page}" for t in (*alone, *beside) if t.status >= 400})
    print("\n".join(refused), file=sys.stderr)
    return 1 if refused or still.status != "running" else 0


class Planned:
    """The plan that is being made."""

    def __init__(self, row: Any, by: Any) -> None:
        self.row, self.by = row, by

    def now(self) -> Any:
        from hearthside.ledger.scope import scope
        from hearthside.placement.models.proposals import Proposal

        with scope(self.by):
            return Proposal.objects.get(pk=self.row.pk)


def filled(people: int) -> tuple[list[Any], Callable[[int], Planned]]:
    """A roster with its planned week: whoever reads, and how it is planned again, until the search has begun."""
    from bench.pages.clinic.sign_ins import signed_in
    from bench.pages.clinic.year import SLUG, accounts
    from bench.placement.desk import bring_in
    from hearthside.access.models import Program
    from hearthside.ledger import clock
    from hearthside.ledger.scope import scope
    from hearthside.placement.actions.proposing import propose
    from hearthside.placement.queries.place_one import next_monday

    # So that today lies in a week like any other: pages of this week are not empty.
    with clock.fixed(datetime.now(UTC) - timedelta(weeks=WEEKS_BEFORE)):
        by = bring_in(people)
    program = Program.objects.get(slug=SLUG)
    accounts(program, READERS)

    def plan(seconds: int) -> Planned:
        with scope(by):
            row = propose(program=program, week=next_monday(program), seconds=seconds, replan=True, by=by)
        made = Planned(row, by)
        while (now := made.now()).status == "queued" or not now.trail:
            time.sleep(0.2)
        return made

    return list(signed_in(READERS)), plan


def settled(database: str) -> None:
    """
    What is over was held; and what the database does by itself within the hour in which so much came in: it looks at
    what it holds.
    """
    import psycopg

    from hearthside.project.up.embedded import SUPERUSER

    with psycopg.connect(SERVER.url(SUPERUSER, database), autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("UPDATE schedule_session SET status = 'held' WHERE ends_at < now() AND status <> 'canceled'")
        server.execute("VACUUM ANALYZE")


@contextmanager
def served(database: str) -> Iterator[str]:
    """The address of the pages, with a worker beside them."""
    from hearthside.project.up.embedded import APP_ROLE
    from tests.site import serve

    environment = {**os.environ, "DATABASE_URL": SERVER.url(APP_ROLE, database)}
    with serve(database, *AS_INSTALLED, HEARTHSIDE_DATABASE_POOL="8") as address:
        worker = subprocess.Popen([sys.executable, "-m", "hearthside.project.up.worker"], env=environment, cwd=ROOT,
                                  stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            yield address
        finally:
            worker.kill()
            worker.wait()


def reader(number: int, address: str, who: Any) -> Reader:
    made = Reader(
        address, {"role": who.role}, random.Random(number), cookies=dict(who.cookies), reads=READ, kinds_in_turn=True
    )
    for page in who.pages:
        made.meet(page)
    return made


def read(readers: Sequence[Reader], seconds: float) -> list[Timing]:
    for each in readers:
        each.timings.clear()
    read_all(readers, seconds)
    return [timing for each in readers for timing in each.timings]


def as_text(people: int, seconds: float, alone: Sequence[Timing], beside: Sequence[Timing], planned: Any) -> str:
    def line(what: str, times: Sequence[Timing]) -> str:
        took = [t.milliseconds for t in times if t.status < 300]
        p50, p95, p99 = (percentile(took, share) for share in (0.5, 0.95, 0.99))
        met = "met" if p95 <= TARGET_MS else "missed"
        return f"| {what} | {len(took)} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {max(took):.0f} | {met} |"

    reached = planned.trail[-1] if planned.trail else [0, 0, None]
    title = f"Pages while a week of {people:,} people is planned"
    table = as_markdown(beside, people=sum(READERS.values()), seconds=seconds, target_ms=TARGET_MS, title=title)
    heading, _, rest = table.partition("\n\n")
    both = [
        "| All pages | opened | p50 ms | p95 ms | p99 ms | longest | target |",
        "|---|---|---|---|---|---|---|",
        line("with nothing else to do", alone),
        line("while a worker plans", beside),
    ]
    work = (
        f"When the last page was opened the planner had searched for {reached[0]:.0f} s, one thread at low priority, "
        f"and was at {reached[1]:,.0f} points."
    )
    return "\n".join([heading, "", *both, "", work, "", "## Page by page, while it is planned", "", rest])


if __name__ == "__main__":
    sys.exit(main())
