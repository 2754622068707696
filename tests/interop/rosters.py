"""Rosters for tests: a program to bring them into, and what brings them."""

import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from hearthside.interop.actions.import_roster import import_roster
from hearthside.interop.actions.tally import Tally
from hearthside.interop.queries.house import house_of
from hearthside.interop.roster.reading import read_folder
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from tests.builders.clinicians import House

EXAMPLES = Path(__file__).parents[2] / "examples"
WEEKS = Path(__file__).parents[1] / "data" / "rosters"
WEEK = date(2027, 1, 4)
# The Saturday before the week of the samples.
BEFORE = datetime(2027, 1, 2, 15, tzinfo=UTC)


@contextmanager
def on_the_day():
    """The day on which rosters come in."""
    with clock.fixed(BEFORE):
        yield


def bring_in(at: House, folder: Path, *, source: str = "roster", week: date = WEEK, by: Actor | None = None) -> Tally:
    """A coordinator brings this folder in."""
    who = by or at.actor("coordinator")
    with on_the_day(), scope(who):
        house = house_of(at.program, source, week)
        incoming = read_folder(folder, week=week, house=house)
        return import_roster(program=at.program, incoming=incoming, source=source, by=who)


def with_week(folder: Path, sample: str) -> Path:
    """A copy of a sample in `folder`, with its planned week as the published one."""
    shutil.copytree(EXAMPLES / f"sample-{sample}", folder, dirs_exist_ok=True)
    shutil.copytree(WEEKS / f"week-{sample}", folder / "current")
    return folder
