"""Clinicians of a made-up program, as the program's own actions make them."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.authorities import confirm_authority, record_authority
from hearthside.people.actions.clinicians import add_clinician
from hearthside.people.credentials.facts import Card, Limits, Papers, Right
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician

LONG_AGO = date(2026, 1, 1)


@dataclass(frozen=True)
class House:
    """A program with somebody to act in it."""

    program: Program
    director: Actor

    def actor(self, *roles: str) -> Actor:
        return actor(self.program, *roles)

    @contextmanager
    def seen_by(self, *roles: str):
        """The database as an actor with these roles sees it."""
        who = self.actor(*roles)
        with scope(who):
            yield who


def house() -> House:
    """An empty program and its director."""
    program = Program.objects.create(name="Harbor House IOP", slug=f"p-{new_id()}", zone="America/New_York")
    return House(program, actor(program, "director"))


def account(name: str = "Robin Tate") -> Account:
    return Account.objects.create_user(f"{new_id()}@example.org", name=name)


def actor(program: Program, *roles: str, who: Account | None = None) -> Actor:
    """A person holding these roles in the program, who signs in now."""
    who = who or account()
    for role in roles:
        RoleHeld.objects.create(program=program, account=who, role=role, from_at=clock.now())
    return Actor(account=who.id, program=program.id, roles=frozenset(roles), request_id=str(new_id()))


def clinician(
    at: House,
    name: str = "Dana Reyes",
    *,
    type: str = "lcsw",
    roles: tuple[str, ...] = (),
    tracks: tuple[str, ...] = ("mh",),
    languages: tuple[str, ...] = ("en",),
    works_from: date = LONG_AGO,
    who: Account | None = None,
    papers: Papers | None = None,
    limits: Limits | None = None,
) -> Clinician:
    """Somebody who treats people here, licensed nowhere yet."""
    with scope(at.director):
        return add_clinician(
            program=at.program,
            card=Card(name, languages, "America/New_York", roles=roles, tracks=tracks),
            credential_type=type,
            works_from=works_from,
            account=who,
            papers=papers,
            limits=limits,
            by=at.director,
        )


def license_in(
    at: House, whose: Clinician, state: str = "PA", *, confirmed: bool = True, **unusual: object
) -> PracticeAuthority:
    """A license (or what `kind` says) of the first credential, confirmed by the director."""
    facts = {"kind": "license", "number": f"{state}-EXAMPLE-1", "valid_from": LONG_AGO, **unusual}
    with scope(at.director):
        credential = whose.credentials.first()
        authority = record_authority(credential=credential, right=Right(state=state, **facts), by=at.director)
        if confirmed and authority.status == "active":
            authority = confirm_authority(authority=authority, source="the board's own page", by=at.director)
    return authority
