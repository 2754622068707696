"""What the parts of one import share."""

from dataclasses import dataclass
from datetime import date

from hearthside.access.models import Program
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

    @property
    def today(self) -> date:
        return day_in(self.program.zone, clock.now())

    def not_taken(self, sentence: str) -> None:
        self.tally.not_taken.append(sentence)
