"""What our views have on their request beside Django's own."""

from typing import cast

from django.http import Http404, HttpRequest

from hearthside.access.models import Account, Program
from hearthside.ledger.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def account_of(request: HttpRequest) -> Account:
    """The account that is signed in; the page's rule has seen to it that one is."""
    return cast(Account, request.user)


def program_of(request: HttpRequest) -> Program:
    """
    The program somebody is in.

    Raises:
        Http404: they are in none.
    """
    program = cast("Program | None", request.program)  # type: ignore[attr-defined]
    if program is None:
        raise Http404
    return program
