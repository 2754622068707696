"""
The gate: no page runs without a rule, and none for somebody whom its rule does not let in.

A request is one transaction in one actor's scope. A refusal or a failure undoes all of it; that somebody was refused
is then written on its own, or the line would vanish with the rest.
"""

import logging
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone

from hearthside.access import parts, second_factor, subjects
from hearthside.access.actors import who_asks
from hearthside.access.rule import Rule, rule_of
from hearthside.base.zones import zone
from hearthside.ledger import reading
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import Line, append
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.access")


class AccessMiddleware:
    """Binds the actor, asks the rule, runs the page in one transaction, writes who was shown what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            match = None
        actor, program = who_asks(request)
        request.actor, request.program = actor, program  # type: ignore[attr-defined]
        # Times on pages are those of the program's clocks.
        with scope(actor), timezone.override(zone(program.zone if program else "UTC")):
            route = match.route if match else "unknown"
            with reading.reading(by=actor, route=route) as readings:
                refused = self._refusal(request, match) if match else None
                response = refused or self.get_response(request)
                if response.status_code in (403, 404) or response.status_code >= 500:
                    # Nothing that a refused or failed request read or wrote leaves or stays.
                    transaction.set_rollback(True)
                    readings.shown.clear()
        if response.status_code in (403, 404) and match is not None:
            self._note_refusal(actor, match.route, request, response.status_code)
        return response

    def _refusal(self, request: HttpRequest, match: Any) -> HttpResponseBase | None:
        """The answer to somebody whom the rule does not let in; None for whoever may go on."""
        stated = rule_of(match.func, match.view_name)
        if stated is None:
            log.error("No rule is stated for %s; it answers nobody.", match.route)
            return render(request, "403.html", status=403)
        if stated.public:
            return None
        actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
        if actor.is_anonymous:
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{resolve_url('account_login')}?{back}")
        if match.view_name not in second_factor.SET_UP and second_factor.is_missing(actor):
            return redirect("mfa_index")
        if stated.subject is None:
            allowed = parts.may(stated.part, subjects.by_role(actor), stated.mode)
            return None if allowed else render(request, "403.html", status=403)
        return self._refusal_about(request, match, stated, actor)

    def _refusal_about(self, request: HttpRequest, match: Any, stated: Rule, actor: Actor) -> HttpResponseBase | None:
        subject = cast(str, stated.subject)
        subject_id: UUID = match.kwargs[cast(str, stated.keyword)]
        standing = subjects.standing(subject, actor, subject_id, stated.part)
        if not parts.may(stated.part, standing.relations, stated.mode):
            # As for an id that never was: who may not see must not learn that there is something to see.
            return render(request, "404.html", status=404)
        if standing.patients:
            reading.note(patients=standing.patients, part=stated.part, purpose=stated.purpose)
        return None

    def _note_refusal(self, actor: Actor, route: str, request: HttpRequest, status: int) -> None:
        with scope(actor):
            facts = {"route": route, "method": request.method, "result": "refused", "status": status}
            append("reading", [Line("refused", (), facts)], by=actor)


def unseen() -> Http404:
    """What a view raises for a row that its reader may not see."""
    return Http404()
