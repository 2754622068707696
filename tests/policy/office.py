"""A program with the people that change its policy: Sidney directs, Avery watches over compliance."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor
from hearthside.policy.actions import approve_policy_value, set_policy_value
from hearthside.policy.models import PolicyDecision
from hearthside.policy.queries import today

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """The program and its people as actors, by role."""

    program: Program
    director: Actor
    compliance: Actor
    patient: Actor

    @property
    def today(self) -> date:
        return today(self.program)

    def day(self, number: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=number)

    def ask(self, key: str, value: str, *, day: int = 0, **more: str) -> PolicyDecision:
        """Sidney asks for a value."""
        more.setdefault("source", "Decided by the program's board")
        return set_policy_value(
            program=self.program, key=key, value=value, from_day=self.day(day), by=self.director, **more
        )

    def decide(self, key: str, value: str, *, day: int = 0, **more: str) -> PolicyDecision:
        """Sidney asks for a value, and Avery approves."""
        return approve_policy_value(decision=self.ask(key, value, day=day, **more), by=self.compliance)


def opened(slug: str = "harbor-house") -> Office:
    """Harbor House with a director, a compliance officer and a patient."""
    program = Program.objects.create(name="Harbor House IOP", slug=slug, zone="America/New_York")
    people = {
        role: _somebody(program, role, name)
        for role, name in (("director", "Sidney Marsh"), ("compliance", "Avery Quinn"), ("patient", "Alex Park"))
    }
    return Office(program, **people)


def _somebody(program: Program, role: str, name: str) -> Actor:
    address = f"{name.lower().replace(' ', '.')}.{program.slug}@example.org"
    account = Account.objects.create_user(address, name=name)
    RoleHeld.objects.create(program=program, account=account, role=role, from_at=LONG_AGO)
    return Actor(account=account.id, program=program.id, roles=frozenset({role}), request_id=str(new_id()))
