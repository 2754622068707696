"""Somebody says no at the very moment in which whoever leads lets the observer in."""

from dataclasses import dataclass

from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.observing.answering import answer_observing
from hearthside.live.actions.observing.coming import come_to_observe, let_observer_in
from hearthside.live.models.observing import ObserveAsk
from hearthside.live.queries.check_in import Visitor
from hearthside.live.queries.observing import agreed_to, observers_inside
from hearthside.people.actions.grants import behind


@dataclass(frozen=True)
class Contest:
    """Rival 0 lets the observer in, rival 1 says no."""

    ask: ObserveAsk
    visitor: Visitor
    person: Actor
    lead: Actor
    own: Actor

    def prepare(self, _number: int, rival: int) -> None:
        """Everybody agrees again, and nobody observes whom somebody does not want."""
        if rival == 0:
            self.holds()
            self._says(agrees=True)
            with scope(self.own):
                come_to_observe(ask=self.ask, by=self.own)

    def attempt(self, _number: int, rival: int) -> None:
        if rival:
            self._says(agrees=False)
            return
        with scope(self.lead):
            retrying(let_observer_in)(ask=self.ask, by=self.lead)

    def holds(self) -> None:
        with behind(self.ask.program_id, self.lead):
            assert agreed_to([self.ask.pk])[self.ask.pk] or not observers_inside(self.ask.session_id)

    def _says(self, *, agrees: bool) -> None:
        with scope(self.person):
            retrying(answer_observing)(visitor=self.visitor, ask=self.ask.pk, agrees=agrees, by=self.person)
