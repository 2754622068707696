"""
Checking in with a ticket: without an account, and beside whoever is signed in on the same device.

The device holds a secret in a cookie of its own, which these pages alone are sent. Giving the device back ends it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import asker, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import system_actor
from hearthside.live.actions.door_tickets import MadeTicket, give_back, use_ticket
from hearthside.live.queries.door_tickets import held_ticket, visitor_by
from hearthside.live.web.door import questions, wait
from hearthside.live.web.door.way import Way, note_looking
from hearthside.people.actions.grants import behind
from hearthside.ui.forms import Plainly

COOKIE, PATH = "hearthside_ticket", "/by-ticket/"
page = require_http_methods(["GET", "HEAD", "POST"])


class TicketForm(Plainly, forms.Form):
    """The code that staff read out."""

    ticket = forms.CharField(
        label="Your code", max_length=20, help_text="Ten letters and numbers. Capitals and gaps do not matter.",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


@rule("ticket", mode="write", public=True)
@never_cache
@page
def enter(request: HttpRequest) -> HttpResponse:
    """The code is typed, on the screen that two people share."""
    form = TicketForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _holding(request, use_ticket(secret=form.cleaned_data["ticket"], by=_visitor(request)))
        except Refusal as refusal:
            form.add_error("ticket", str(refusal))
    refused = form.is_bound and bool(form.errors)
    return render(request, "live/door/ticket.html", {"form": form}, status=422 if refused else 200)


@rule("ticket", mode="write", public=True)
@never_cache
@page
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The link, on one's own phone. It is used by a press, so that whatever looks ahead at links uses none up."""
    form = forms.Form(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _holding(request, use_ticket(secret=token, by=_visitor(request)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    refused = form.is_bound and bool(form.errors)
    answer = render(request, "live/door/ticket_link.html", {"form": form}, status=422 if refused else 200)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _visitor(request: HttpRequest) -> Any:
    """Whoever holds a ticket uses it as nobody, whoever else is signed in here."""
    return system_actor("visitor", request_id=asker(request).request_id)


def _holding(request: HttpRequest, made: MadeTicket) -> HttpResponse:
    answer = see_other(reverse("live:ticket_check_in"))
    answer.set_cookie(
        COOKIE, made.secret, path=PATH, httponly=True, secure=request.is_secure(), samesite="Strict",
        expires=made.ticket.expires_at,
    )  # fmt: skip
    return answer


def by_ticket(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the way of whoever this device's ticket is for; without one, to where a ticket is typed."""

    @wraps(view)
    def asked(request: HttpRequest, **place: Any) -> HttpResponse:
        ticket = held_ticket(request.COOKIES.get(COOKIE, ""))
        found = None
        if ticket is not None:
            by = system_actor("door", program=ticket.program_id, request_id=asker(request).request_id)
            with behind(ticket.program_id, by):
                found = visitor_by(ticket)
                if found is not None:
                    note_looking(found)
        if ticket is None or found is None:
            return redirect("live:ticket")
        return view(request, Way(found, by, "ui/plain.html", ticket), **place)

    return never_cache(page(asked))


@rule("ticket", mode="write", public=True)
@by_ticket
def go_on(request: HttpRequest, way: Way) -> HttpResponse:
    """Where they were."""
    return questions.go_on(request, way)


@rule("ticket", mode="write", public=True)
@by_ticket
def question(request: HttpRequest, way: Way, step: str) -> HttpResponse:
    """One question."""
    return questions.question(request, way, step)


@rule("ticket", mode="write", public=True)
@by_ticket
def waiting(request: HttpRequest, way: Way) -> HttpResponse:
    """Waiting, or handing the device back."""
    return wait.waiting(request, way)


@rule("ticket", mode="write", public=True)
@by_ticket
def need_help(request: HttpRequest, way: Way) -> HttpResponse:
    """ "I need help now"."""
    return wait.need_help(request, way) if request.method == "POST" else see_other(way.go_on)


@rule("ticket", mode="write", public=True)
@by_ticket
def give_device_back(request: HttpRequest, way: Way) -> HttpResponse:
    """The device is another's again."""
    if request.method != "POST" or way.ticket is None:
        return see_other(way.go_on)
    give_back(ticket=way.ticket, by=way.by)
    answer = render(request, "live/door/given_back.html")
    answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return answer
