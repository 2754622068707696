"""Commands that a person runs: as which account, in which program, with the roles they hold there now."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Q

from hearthside.access.actors import roles_now
from hearthside.access.models import Account, Program
from hearthside.base.ids import new_id
from hearthside.base.refusal import Refusal
from hearthside.ledger import reading
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope


class NoSuchProgram(Refusal):
    """There is no program of this name."""

    def __init__(self, asked: str, there: list[str]) -> None:
        known = f"There is {', '.join(there)}." if there else "There is none yet."
        super().__init__(f"There is no program {asked!a}. {known}")


class NobodyHere(Refusal):
    """Nobody signs in with this address, or they hold no role in the program."""

    def __init__(self, email: str, program: str) -> None:
        super().__init__(f"Nobody with the address {email!a} holds a role in {program}. Name somebody who does.")


@dataclass(frozen=True)
class Acting:
    """Somebody at a command line."""

    program: Program
    actor: Actor


@contextmanager
def acting_as(email: str, program: str, *, route: str) -> Iterator[Acting]:
    """
    Run what is inside in one transaction, as this person in this program (by its short name or its name), with whom
    they were shown written down.

    Raises:
        NoSuchProgram, NobodyHere: one of the two is not known.
    """
    with scope(system_actor("command_line")):
        found = Program.objects.filter(Q(slug=program) | Q(name=program)).first()
        if found is None:
            raise NoSuchProgram(program, list(Program.objects.order_by("slug").values_list("slug", flat=True)[:20]))
        account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
        roles = roles_now(account.pk, found.pk) if account else frozenset()
    if account is None or not roles:
        raise NobodyHere(email, found.name)
    actor = Actor(account.id, program=found.id, roles=roles, request_id=str(new_id()))
    with scope(actor), reading.reading(by=actor, route=route):
        yield Acting(found, actor)
