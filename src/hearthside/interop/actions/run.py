"""What the parts of one import share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from hearthside.access.models import Program
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.interop.actions.tally import Tally
from hearthside.interop.queries.known import Known
from hearthside.interop.roster.incoming import Incoming
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.credentials.values import day_in


@dataclass(frozen=True)
class Run:
    """One import: what is to come in, from where, by whom; what is known, and what has been done."""

    program: Program
    incoming: Incoming
    source: str
    by: Actor
    known: Known
    tally: Tally
    # Day plans by the ids of the files: the latest version of a key, or an older one that went out under its own id.
    plans: dict[str, DayPlan] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return day_in(self.program.zone, clock.now())

    def plan_keys(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The keys of these day plans, whatever the version."""
        return tuple(sorted({self.plans[each].key if each in self.plans else each for each in ids}))

    def not_taken(self, sentence: str) -> None:
        self.tally.not_taken.append(sentence)
