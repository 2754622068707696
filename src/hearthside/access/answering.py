"""A page with one form: shown, refused beside the field with everything typed still there, or done and gone on."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from hearthside.access.models import Program
from hearthside.access.require import NotAllowed
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying


def asker(request: HttpRequest) -> Actor:
    """Who asks."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def program_of(request: HttpRequest) -> Program:
    """The program that the asker is in."""
    return cast(Program, request.program)  # type: ignore[attr-defined]


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, though it were nothing at all; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def see_other(address: str) -> HttpResponse:
    """Go on there: reloading it does nothing twice."""
    answer = HttpResponse(status=303)
    answer["Location"] = address
    return answer


def ask(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    to: str | Callable[[Any], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """
    Show the form; on POST do `act` with what was filled in, say `done`, and go on to `to`.

    Where two changes stood in each other's way, it is tried again. `to` is an address, or makes one of what `act` gave
    back.
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = retrying(act)(form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, done)
            return see_other(to(result) if callable(to) else to)
    refused = form.is_bound and bool(form.errors)
    return render(request, template, {**context, "form": form}, status=422 if refused else 200)
