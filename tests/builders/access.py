"""People who sign in to a made-up program."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.test import Client

from hearthside.access.actions.accounts import add_account
from hearthside.access.actions.roles import give_role
from hearthside.access.models import Account, RoleHeld
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from tests.builders.clinicians import House

PASSWORD = "four plain words of mine"
COMMAND = system_actor("command_line")


@dataclass(frozen=True)
class Somebody:
    """An account of a program with the actor it is when it asks."""

    account: Account
    actor: Actor

    def signed_in(self) -> Client:
        """A browser in which they went through the form of the sign-in page."""
        client = Client(raise_request_exception=False)
        answer = sign_in(client, self.account.email)
        assert answer.status_code == 302, answer.content.decode()
        return client


def somebody(at: House, *roles: str, name: str = "Robin Tate", email: str = "") -> Somebody:
    """An account with a password that holds these roles."""
    account = add_account(email=email or f"{new_id()}@example.org", name=name, password=PASSWORD, by=COMMAND)
    for role in roles:
        give_role(account=account, program=at.program, role=role, by=COMMAND)
    return Somebody(account, Actor(account=account.id, program=at.program.id, roles=frozenset(roles)))


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    """Fill in the form of the sign-in page and send it."""
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def roles_in(account: UUID, program: UUID) -> frozenset[str]:
    """The roles this account holds in this program now."""
    at = clock.now()
    held = RoleHeld.objects.filter(Q(until_at=None) | Q(until_at__gt=at), account=account, program=program)
    return frozenset(held.filter(from_at__lte=at).values_list("role", flat=True))
