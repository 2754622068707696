"""Duty and pages of a made-up program, as the program's own actions make them."""

from dataclasses import dataclass, field
from uuid import UUID

from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import Subject, raise_page
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.words import FLOATER, NEXT, SUPERVISOR
from tests.builders import clinicians
from tests.builders.clinicians import House

# A ladder that the tests decide: who stands on it, and who may not come.
LADDER = "tests"


@dataclass
class Line:
    """Who stands on the tests' ladder, in order; who supervises; and who may not come, with a code."""

    floaters: list[UUID] = field(default_factory=list)
    supervisors: list[UUID] = field(default_factory=list)
    not_these: dict[UUID, str] = field(default_factory=dict)

    def register(self) -> "Line":
        """Let the tests' ladder be this."""
        ladders.register(Ladder(LADDER, self._next, self._objection, {"kept_away": "you may not meet."}))
        return self

    def _next(self, page, level, called) -> Choice:
        of_level = {NEXT: [f for f in self.floaters if f not in called], SUPERVISOR: self.supervisors}
        there = of_level.get(level, [*self.floaters, *self.supervisors])
        fit = [account for account in there if account not in self.not_these]
        called_now = fit[:1] if level == NEXT else fit
        passed = tuple((account, self.not_these[account]) for account in there if account in self.not_these)
        return Choice(tuple(Candidate(account) for account in called_now), passed)

    def _objection(self, page, account) -> str:
        return self.not_these.get(account, "")


def on_duty(at: House, kind: str = FLOATER, *, name: str = "Kim Osei") -> Actor:
    """Somebody who works here and has just started duty."""
    who = clinicians.account(name)
    role = "clinician" if kind == FLOATER else "on_call"
    if kind == FLOATER:
        clinicians.clinician(at, name, who=who)
    actor = clinicians.actor(at.program, role, who=who)
    with scope(actor):
        start_duty(program=at.program.pk, kind=kind, by=actor)
    return actor


def watch(at: House) -> Actor:
    """What watches the rooms of this program."""
    return system_actor("live", program=at.program.pk)


def called_for(at: House, *, subject: UUID | None = None, title: str = "Evening group", cause: str = "staff_missing",
               ladder: str = LADDER, of: str = "session", **counts: int) -> Page:  # fmt: skip
    """A page that calls people for a session."""
    with scope(watch(at)):
        return raise_page(
            program=at.program.pk, cause=cause, ladder=ladder, subject=Subject(of, subject or new_id()),
            title=title, counts=counts, by=watch(at),
        )  # fmt: skip
