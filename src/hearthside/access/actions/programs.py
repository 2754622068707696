"""Programs: made once, by the installation itself."""

import re

from hearthside.access.cleaning import kept_name
from hearthside.access.events import ProgramCreated
from hearthside.access.models import Program
from hearthside.access.require import TRUSTED
from hearthside.base import zones
from hearthside.base.refusal import Refusal
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class BadSlug(Refusal):
    """The short name would not do in an address."""

    def __init__(self) -> None:
        super().__init__("Write the short name in small letters, digits and single hyphens, at most 60: harbor-house.")


class SlugTaken(Refusal):
    """Another program of this installation has the short name."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(f"A program with the short name {slug} is here already. Choose another one.")


class UnknownZone(Refusal):
    """No time zone is called so."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        super().__init__(f"No time zone is called {zone!a}. Write it like America/New_York.")


class OnlyHere(Refusal):
    """Programs are made by this installation's own commands."""

    def __init__(self) -> None:
        super().__init__("A program is made with `hearthside program create` on the machine that runs Hearthside.")


@action
def create_program(*, name: str, slug: str, zone: str, on_call_number: str = "", by: Actor) -> Program:
    """
    Open a program: the tenant, and the scope of every role. Its first director comes by invitation.

    Raises:
        OnlyHere: `by` is a person; programs are made by commands.
        BadName, BadSlug, SlugTaken, UnknownZone: what was given cannot stand.
    """
    if by.system not in TRUSTED:
        raise OnlyHere
    if len(slug) > 60 or not SLUG.match(slug):
        raise BadSlug
    if zone not in zones.names():
        raise UnknownZone(zone)
    program = Program(name=kept_name(name), slug=slug, zone=zone, on_call_number=on_call_number)
    with refusing({"access_program_slug_key": SlugTaken(slug)}):
        program.save()
    record(ProgramCreated(program=program.id, zone=zone), by=by)
    return program
