"""
One act in a room: a form that is sent, by a script or without one.

Without a script the answer leads back to the room, or shows the form again with what is wrong beside it. A script says
that it is one, and gets no page: nothing where it is done, or the one sentence why not.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access.answering import asker, program_of, see_other, sent
from hearthside.access.require import NotAllowed
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.room_state import sitting
from hearthside.people.actions.grants import behind

BY_SCRIPT = "X-Hearthside-Room"
DONE, REFUSED = 204, 422
FORM = "people/clinicians/form.html"


def live_of(request: HttpRequest, live_session: UUID) -> LiveSession:
    """The session that the rule let somebody into."""
    with behind(program_of(request).pk, asker(request)):
        live: LiveSession = LiveSession.objects.select_related("session__cohort").get(pk=live_session)
        return live


def act_in_room(
    request: HttpRequest,
    live: LiveSession,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    button: str,
    done: str = "",
    danger: bool = False,
    sentences: Sequence[str] = (),
    about_somebody: bool = False,
) -> HttpResponse:
    """Do `act` with what the form says, and lead back to the room; `done` is said there, if anything is to be said."""
    if request.method == "POST" and form.is_valid():
        try:
            retrying(act)(form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            if request.headers.get(BY_SCRIPT):
                return HttpResponse(status=DONE)
            if done:
                messages.success(request, done)
            return see_other(reverse("live:room", args=[live.pk]))
    refused = request.method == "POST"
    if refused and request.headers.get(BY_SCRIPT):
        return JsonResponse({"says": _first(form)}, status=REFUSED)
    name = _named(request, live) if about_somebody else ""
    context = {
        "form": form, "heading": heading, "button": button, "danger": danger,
        "sentences": [*([f"This is about {name}."] if name else []), *sentences],
        "back": {"url": reverse("live:room", args=[live.pk]), "words": "The room"},
    }  # fmt: skip
    return render(request, FORM, context, status=REFUSED if refused else 200)


def filled(request: HttpRequest, form: type[forms.Form]) -> forms.Form:
    """The form as it was sent; while it is only looked at, about whom the address says."""
    data = sent(request)
    return form(data) if data is not None else form(initial=request.GET.dict())


def _named(request: HttpRequest, live: LiveSession) -> str:
    """Whom a form is about, by the name that the room shows; nothing where nobody there is meant."""
    sitter = request.POST.get("sitter") or request.GET.get("sitter")
    with behind(live.program_id, asker(request)):
        seated = sitting([live], clock.now()).get(live.pk, [])
    return next((one.name for one in seated if str(one.sitter) == sitter), "")


def _first(form: forms.Form) -> str:
    """One sentence: the first that is wrong."""
    return next((str(each) for listed in form.errors.values() for each in listed), "")
