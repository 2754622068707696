"""
Who may listen: asked with Django's own sessions and the program's own rules, off the loop that serves streams.

Asked in full when a stream opens, and again for all open streams together every few seconds.
"""

import asyncio
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session as StoredSession
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from hearthside.access import second_factor
from hearthside.access.actors import who_asks
from hearthside.access.models import Account
from hearthside.access.session_age import KEY as LIMITS
from hearthside.access.session_age import over
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.push.hub import Listener
from hearthside.live.queries.relations import NOBODY, tie, ties

NOT_SIGNED_IN, NOT_THEIRS = 401, 404

T = TypeVar("T")


async def aside(question: Callable[..., T], *given: Any) -> T:
    """Ask this off the loop, with a connection to the database that is known to work."""

    def ask() -> T:
        close_old_connections()
        try:
            return question(*given)
        finally:
            close_old_connections()

    return await asyncio.to_thread(ask)


def admit(cookies: str, session: UUID) -> Listener | int:
    """Whoever comes with these cookies, as somebody who may listen to this session; or the status that says no."""
    with scope(system_actor("sign_in")):
        request = _request(cookies)
        account = request.user
        if not isinstance(account, Account) or not account.is_active:
            return NOT_SIGNED_IN
        actor, _ = who_asks(request)
        if second_factor.is_missing(actor) or over(request.session.get(LIMITS) or {}, clock.now()):
            return NOT_SIGNED_IN
        heard = tie(account.pk, session).audiences
        # An id that never was and one that is somebody else's get one answer.
        return Listener(session, str(request.session.session_key), account.pk, heard) if heard else NOT_THEIRS


def still_admitted(listeners: Sequence[Listener]) -> list[tuple[Listener, frozenset[str]]]:
    """For each of these streams what it may hear from now on; nothing where its right has ended."""
    with scope(system_actor("sign_in")):
        live = _live_sessions({listener.session_key for listener in listeners})
        found = ties([(each.account, each.session) for each in listeners])
    return [
        (each, found.get((each.account, each.session), NOBODY).audiences if each.session_key in live else frozenset())
        for each in listeners
    ]


def _live_sessions(keys: set[str]) -> set[str]:
    """Those of these sign-ins that have neither been ended nor lasted too long."""
    at = clock.now()
    rows = StoredSession.objects.filter(session_key__in=keys, expire_date__gt=at).values_list(
        "session_key", "session_data"
    )
    store = _store()()
    return {key for key, data in rows if not over(store.decode(data).get(LIMITS) or {}, at)}


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore


def _request(cookies: str) -> HttpRequest:
    """As much of a request as sign-in and roles are asked with."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(cookies)
    request.session = _store()(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.request_id = str(new_id())  # type: ignore[attr-defined]
    request.user = get_user(request)
    return request
