"""A small week of a roster whose people are here already, as an import hands it on after it has read the files."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.interop.actions.import_roster import import_roster
from hearthside.interop.queries.known import Known
from hearthside.interop.roster.incoming import Incoming
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.placement.solver.week import Cohort, Session

SOURCE = "contest"


def came_before(program: Program, *, people: Iterable[UUID], clinicians: Iterable[UUID], by: Actor) -> None:
    """An earlier import brought these people and clinicians; the roster calls them by the ids of their records."""
    with scope(by):
        known = Known(program, SOURCE)
        for kind, ids in (("person", people), ("clinician", clinicians)):
            for each in ids:
                known.note(kind, str(each), each, "said before")
        known.keep()


def import_week(
    program: Program, monday: date, *, cohorts: Iterable[Cohort] = (), sessions: Iterable[Session] = (), by: Actor
) -> None:
    """A roster comes in with these cohorts and sessions in its `current/`."""
    incoming = Incoming(monday, (), (), (), cohorts=tuple(cohorts), sessions=tuple(sessions), has_week=True)
    retrying(import_roster)(program=program, incoming=incoming, source=SOURCE, by=by)


def series_key(session: str) -> str:
    """The key under which a session of the roster repeats here."""
    return f"{SOURCE}:{session}"
