"""
A program's week kept in memory, so that a question about one person takes milliseconds.

Each process keeps its own copies, by program, Monday and whether it is for planning again. Where the ledger stood when
one was read is asked each time, in the asker's own transaction: a copy is never used past it. It is read behind the
scenes and holds everybody; what somebody may see of an answer is asked when the answer is shown.

Ask before anything is written in the same transaction: a copy of what is undone later would be a lie.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.rings import no_ring_search
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.placement.queries.position import unchanged_since
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.solver.desk_change import DeskChanges
from hearthside.placement.solver.edit_tried import Editing
from hearthside.placement.solver.place import PlaceDesk
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Week

# A program at work is asked about next week, and about one that is planned; each copy takes some ten megabytes.
MOST_KEPT = 6
Key = tuple[UUID, date, bool]


@dataclass
class Warm:
    """One week in memory: as of when, how many seconds that took, and everything prepared for questions about it."""

    snapshot: Snapshot
    read_at: datetime
    reasons: Reasons
    seconds: float = 0
    # Why somebody moves in a proposed week, in words, by the week and the person: worked out once.
    moved_because: dict[object, str] = field(default_factory=dict)

    @property
    def week(self) -> Week:
        """The pattern in force."""
        return self.snapshot.problem.current or Week()

    @cached_property
    def desk(self) -> PlaceDesk:
        """Places for those who wait, in the pattern in force."""
        return PlaceDesk(self.snapshot.problem, self.week, self.reasons.bits.starts)

    @cached_property
    def helps(self) -> DeskChanges:
        """What would help those who fit nowhere, each worked out once."""
        return DeskChanges(self.desk, self.reasons)

    @cached_property
    def editing(self) -> Editing:
        """Changes by hand in a proposed week, and what each would break."""
        return Editing(self.snapshot.problem, self.reasons)


_kept: OrderedDict[Key, Warm] = OrderedDict()
# Two who ask at once wait for one copy, instead of reading the same roster twice.
_reading = threading.Lock()


def warm(program: Program, monday: date, *, by: Actor, replan: bool = False, desk: bool = False) -> Warm:
    """
    The week that begins on this Monday, read anew where anything has happened since it was; with `desk` ready to place.

    Raises:
        RosterUnfit: there is nobody to plan for, or something that is recorded cannot be planned with.
    """
    key = (program.pk, monday, replan)
    with _reading:
        found = _kept.get(key)
        if found is None or not unchanged_since(program.pk, found.snapshot.position, by=by):
            found = _kept[key] = _read(program, monday, replan, desk, by)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return found


def forget() -> None:
    """Keep nothing: for whoever undoes what the ledger said."""
    with _reading:
        _kept.clear()


# Nothing that is read here refers to itself in a ring.
@no_ring_search()
def _read(program: Program, monday: date, replan: bool, desk: bool, by: Actor) -> Warm:
    began = time.perf_counter()
    at = clock.now()
    taken = snapshot(program, monday, by=by, replan=replan)
    found = Warm(taken, at, Reasons(taken.problem, StartBits(taken.problem)))
    if desk:
        found.desk.desk.prepare()
    found.seconds = time.perf_counter() - began
    return found
