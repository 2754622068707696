"""Whatever sequence of proposals, changes by hand and publishes: what runs in the end breaks no rule."""

import random
from datetime import timedelta

import pytest

from hearthside.base.refusal import Refusal
from hearthside.ledger.scope import scope
from hearthside.placement.actions.editing import edit_proposal
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.proposal_refusals import NoLongerHolds
from hearthside.placement.solver.check import check
from hearthside.placement.solver.edits import MovePerson
from tests.builders import availability
from tests.kept import begins_with
from tests.placement.waiting_room import WaitingRoom, waiting_room

pytestmark = begins_with(waiting_room)

STEPS = 6
MORE = ("Max Lind", "Casey Wren", "Robin Tate", "Morgan Ellis")
WEEK = timedelta(days=7)
ANY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), "8:00-20:00")


class Dice:
    """A sequence of things that coordinators do, thrown by a seed."""

    def __init__(self, room: WaitingRoom, seed: int) -> None:
        self.room, self.dice, self.week, self.proposal = room, random.Random(seed), room.monday, None
        self.done: list[str] = []

    def step(self) -> None:
        does = self.dice.choice(
            (self.propose, self.propose_again, self.edit, self.publish, self.publish, self.arrives, self.hours_change)
        )
        self.done.append(f"{does.__name__}: {does()}")

    def propose(self, replan: bool = False) -> str:
        self.proposal = self.room.proposed(week=self.week, replan=replan)
        return str(self.proposal.status)

    def propose_again(self) -> str:
        self.week += WEEK
        return self.propose(replan=True)

    def edit(self) -> str:
        """Somebody is moved by hand, to wait or to another cohort; what would break a rule is refused."""
        if self.proposal is None or not (answers := self.room.answers(self.proposal)):
            return "nothing to change"
        answer = answers[self.dice.choice(sorted(answers))]
        cohorts = (answer.edited or answer.week)["cohorts"]
        people = sorted(str(p.pk) for p in self.room.people.values())
        move = MovePerson(self.dice.choice(people), self.dice.choice(["", *(c["id"] for c in cohorts)]))
        with scope(self.room.coordinator):
            try:
                edit_proposal(answer=answer, edit=move, by=self._by)
            except Refusal as refusal:
                return type(refusal).__name__
        return "moved"

    def publish(self) -> str:
        """Publish some answer, changed by hand; what does not hold any more is taken out."""
        if self.proposal is None or not (answers := self.room.answers(self.proposal)):
            return "nothing to publish"
        answer = answers[self.dice.choice(sorted(answers))]
        with scope(self.room.coordinator):
            try:
                if self.dice.random() < 0.5:
                    people = [f"person:{m}" for c in answer.week["cohorts"] for m in c["members"]]
                    answer = take_out(answer=answer, items=self.dice.sample(people, min(1, len(people))), by=self._by)
                publish(answer=answer, by=self._by)
            except NoLongerHolds as refusal:
                return self._without(answer, refusal)
            except Refusal as refusal:
                return type(refusal).__name__
        return "published"

    def _without(self, answer, refusal: NoLongerHolds) -> str:
        left = take_out(answer=answer, items=[each.item for each in refusal.lost], by=self._by)
        try:
            publish(answer=left, by=self._by)
        except NoLongerHolds as again:
            raise AssertionError(f"What was left does not hold: {again.lost}") from again
        except Refusal as nothing:
            return f"taken out, {type(nothing).__name__}"
        return "taken out and published"

    def arrives(self) -> str:
        name = next((n for n in MORE if n.split()[0] not in self.room.people), None)
        if name:
            self.room.arrives(name)
        return str(name)

    def hours_change(self) -> str:
        """Somebody who waits, or whose place is not published yet, is free at other times."""
        running = self.room.seen(self.week).running.cohort_of()
        free = sorted(n for n, p in self.room.people.items() if str(p.pk) not in running)
        if not free:
            return "nobody"
        name = self.dice.choice(free)
        hours = self.dice.choice(
            ({"mon": "9:00-20:00", "sun": "9:00-12:00"}, dict.fromkeys(("tue", "thu"), "8:00-20:00"))
        )
        availability.free(self.room.house, self.room.people[name], **hours)
        return name

    @property
    def _by(self):
        return self.room.coordinator


@pytest.mark.parametrize("seed", range(6))
def test_what_runs_in_the_end_breaks_no_rule(kept, seed):
    dice = Dice(kept, seed)
    dice.propose()

    for _ in range(STEPS):
        dice.step()

    for monday in (kept.monday, kept.monday + WEEK, dice.week):
        seen = kept.seen(monday)
        assert not any(check(seen.problem, seen.running, figures=False).values()), dice.done
