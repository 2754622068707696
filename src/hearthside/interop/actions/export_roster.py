"""The whole roster goes out, with the week it is in; what leaves is written down for everybody in it."""

from dataclasses import dataclass
from datetime import date

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.interop.events import RosterExported
from hearthside.interop.queries.keys import Keys
from hearthside.ledger import reading
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.placement.folder.roster_out import roster_files
from hearthside.placement.queries.roster_out import roster_of

# What a roster shows of each person.
PARTS = ("demographics", "wishes", "availability", "pets", "keep-apart", "shared-couple", "membership", "hours")


class NotAMonday(Refusal):
    """A week begins on a Monday."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is a {day:%A}; a week begins on a Monday.")


@dataclass(frozen=True)
class Exported:
    """The files by their path below the folder, how many people are in them, and what was left out, in words."""

    files: dict[str, bytes]
    people: int
    clinicians: int
    cohorts: int
    sessions: int
    left_out: tuple[tuple[str, int], ...]


@action
def export_roster(*, program: Program, week: date, source: str, by: Actor) -> Exported:
    """
    Write the roster of the week that begins on this Monday: the pattern in force, as plan, check and import read it.

    People who came from `source` have its ids, everybody else the id of their record.

    Raises:
        NotAllowed: `by` may not take the roster of this program out.
        NotAMonday: the week begins on another day.
    """
    require(by, Permission.EXPORT_ROSTER, within=program.id)
    if week.weekday() != 0:
        raise NotAMonday(week)
    out = roster_of(program, week, Keys(program, source), by=by)
    for part in PARTS:
        reading.note(patients=out.patients, part=part, purpose=reading.OPERATIONS)
    record(RosterExported(program=program.id, week=week, patients=out.patients), by=by)
    tables = list(out.rows.values())
    return Exported(
        files=roster_files(out.rows, out.week, out.open_cohorts),
        people=len(tables[0]),
        clinicians=len(tables[1]),
        cohorts=len(out.week.cohorts),
        sessions=len(out.week.sessions),
        left_out=tuple(sorted(out.left_out.items())),
    )
