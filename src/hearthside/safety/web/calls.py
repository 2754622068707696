"""What calls whoever is on duty, and accepting it in one press."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import asker, see_other
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.pages import accept_page, call_again
from hearthside.safety.models.pages import Page
from hearthside.safety.queries.pages import accepted_by, awaiting, calling, known_to
from hearthside.safety.web.saying import said
from hearthside.safety.web.tickets import opened


@rule("calls")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The calls alone, for a page that is open already."""
    answer = render(request, "safety/calls.html", calls_of(asker(request)))
    answer["Cache-Control"] = "no-store"
    return answer


@rule("calls-ringing", public=True)
@require_safe
def ringing(request: HttpRequest, ticket: str) -> HttpResponse:
    """Which calls wait for whoever holds this ticket: ids, and nothing that they mean."""
    found = opened(ticket)
    if found is None:
        raise Http404
    program, duty = found
    with behind(program, asker(request)):
        ids = calling(program, duty)
    if ids is None:
        raise Http404
    answer = JsonResponse({"calls": [str(each) for each in ids]})
    answer["Cache-Control"] = "no-store"
    return answer


@rule("calls", mode="write")
@require_POST
def accept(request: HttpRequest, page: UUID) -> HttpResponse:
    """One comes, and nobody else is called."""
    actor = asker(request)
    try:
        taken = retrying(accept_page)(page=_known(actor, page), by=actor)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return see_other(reverse("safety:duty"))
    messages.success(request, "It is yours. Nobody else is called.")
    return see_other(said(taken).leads_to or reverse("safety:duty"))


@rule("calls", mode="write")
@require_POST
def give_back(request: HttpRequest, page: UUID) -> HttpResponse:
    """One cannot come after all, and others are called at once."""
    actor = asker(request)
    try:
        retrying(call_again)(page=_known(actor, page), by=actor)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Others are called again.")
    return see_other(reverse("safety:duty"))


def calls_of(actor: Actor) -> dict[str, Any]:
    """What calls this person, and what they have accepted."""
    return {
        "calls": [said(page) for page in awaiting(actor)],
        "accepted": [said(page) for page in accepted_by(actor)],
    }


def _known(actor: Actor, page: UUID) -> Page:
    found = known_to(actor).filter(pk=page).first()
    if found is None:
        raise Http404
    return found
