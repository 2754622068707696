"""
A session ends by itself: after some minutes without a page, and after some hours in any case. How many is policy.

What was last seen is written at most once a minute, so that reading pages stays reading.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from hearthside.access import limits
from hearthside.access.actions.ending import end_own_sessions
from hearthside.access.models import Account, RoleHeld
from hearthside.access.roles import STAFF
from hearthside.access.session_age import IDLE, KEY, over
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor

SECONDS_BETWEEN_NOTES = 60


class SessionLimitsMiddleware:
    """Signs out whoever was away too long, before any page runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        account = request.user
        if not isinstance(account, Account):
            return self.get_response(request)
        at = clock.now_if_heard(getattr(request.session, "looked_up_at", None))
        request.began_at = at  # type: ignore[attr-defined]
        kept = request.session.get(KEY) or {}
        if why := over(kept, at):
            return _sign_out(request, account, why, kept)
        if not kept or at.timestamp() - kept["seen"] >= SECONDS_BETWEEN_NOTES:
            try:
                request.session[KEY] = _noted(account, kept, at)
            except limits.NoLimit as refusal:
                logout(request)
                messages.error(request, str(refusal))
                return redirect("account_login")
            key = request.session.session_key
            UserSession.objects.filter(session_key=key).update(last_seen_at=at)
        return self.get_response(request)


def _noted(account: Account, kept: dict[str, float], at: datetime) -> dict[str, float]:
    held = list(RoleHeld.objects.filter(account=account, until_at__isnull=True).values_list("program_id", "role"))
    # Somebody of several programs is bound by the shortest of their times.
    programs: list[UUID | None] = list(dict.fromkeys(program for program, _ in held)) or [None]
    idle = limits.IDLE_STAFF_MINUTES if any(role in STAFF for _, role in held) else limits.IDLE_PATIENT_MINUTES
    return {
        "began": kept.get("began", at.timestamp()),
        "seen": at.timestamp(),
        "idle_minutes": min(limits.number(idle, program) for program in programs),
        "hours": min(limits.number(limits.SESSION_HOURS, program) for program in programs),
    }


def _sign_out(request: HttpRequest, account: Account, why: str, kept: dict[str, float]) -> HttpResponseBase:
    here = list(UserSession.objects.filter(session_key=request.session.session_key, user_id=account.pk))
    by = Actor(account=account.id, request_id=getattr(request, "request_id", ""))
    end_own_sessions(account=account, sessions=here, why=why, by=by)
    logout(request)
    sentence = (
        f"You were signed out after {kept['idle_minutes']:.0f} minutes without a page."
        if why == IDLE
        else f"You were signed out after {kept['hours']:.0f} hours. Please sign in again."
    )
    messages.info(request, sentence)
    # Only a page that was asked for is worth going back to; what a form sent is gone.
    back = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(f"{resolve_url('account_login')}{back}")
