"""Whatever sequence of proposals, changes by hand and publishes: what runs in the end breaks no rule."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from hearthside.base.refusal import Refusal
from hearthside.interop.actions.export_roster import export_roster
from hearthside.ledger import reading
from hearthside.ledger.scope import scope
from hearthside.placement.actions.editing import edit_proposal
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.proposal_refusals import NoLongerHolds
from hearthside.placement.solver.check import check
from hearthside.placement.solver.edits import MovePerson
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from tests import build
from tests.builders import availability, schedule
from tests.interop.test_export_roster import written
from tests.kept import begins_with
from tests.placement.waiting_room import BY_DAY, WaitingRoom, waiting_room

pytestmark = begins_with(waiting_room)

STEPS, LONG = 6, 30
MORE = ("Max Lind", "Casey Wren", "Robin Tate", "Morgan Ellis")
WEEK = timedelta(days=7)


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


def exported(room: WaitingRoom, monday: date, folder: Path) -> Problem:
    """The folder that the program gives away for this week, read as anybody reads it."""
    with scope(room.coordinator), reading.reading(by=room.coordinator, route="test"):
        files = export_roster(program=room.house.program, week=monday, source="roster", by=room.coordinator)
    return read_roster(written(folder / str(monday), files), week=monday).problem


def broken_after(dice: Dice, steps: int, folder: Path) -> list[object]:
    """What `check` has against each of the exported weeks, once so many things have happened."""
    room = dice.room
    dice.propose()
    for _ in range(steps):
        dice.step()
    found = []
    for monday in sorted({room.monday, room.monday + WEEK, dice.week}):
        problem = exported(room, monday, folder)
        found += [each for each in check(problem, problem.current or Week(), figures=False).values() if each]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_what_runs_in_the_end_breaks_no_rule(kept, seed, tmp_path):
    dice = Dice(kept, seed)

    broken = broken_after(dice, STEPS, tmp_path)

    assert broken == [], dice.done
    seen = kept.seen(dice.week)
    assert not any(check(seen.problem, seen.running, figures=False).values()), dice.done


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 112))
def test_what_runs_after_a_long_sequence_in_a_larger_program_breaks_no_rule(kept, seed, tmp_path):
    for name in ("Pat Ekman", "Noor Haddad", "Mia Sorel"):
        clinician = kept.staff[name.split()[0]] = schedule.able(kept.house, name)
        availability.free(kept.house, clinician, **BY_DAY)
    for number, person in enumerate(build.people(kept.house, 30)):
        availability.free(kept.house, person, **BY_DAY)
        kept.people[f"more {number}"] = person
    dice = Dice(kept, seed)

    broken = broken_after(dice, LONG, tmp_path)

    assert broken == [], dice.done
