"""Pages for what went wrong: what happened, what is safe, what to do next."""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

# Seconds until a browser or a machine may ask again.
TRY_AGAIN_IN = "30"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read, or is more than any form of ours sends."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Shown when the program itself failed: needs no database and no context."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        away = get_template("503.html").render()
        return HttpResponse(away, status=503, headers={"Retry-After": TRY_AGAIN_IN})
    return HttpResponse(get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or from one that was open too long."""
    return render(request, "403_csrf.html", status=403)


class KindlyMiddleware:
    """Gives words to answers that have none: a page that only takes forms, asked in another way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response.content = get_template("405.html").render().encode()
        return response
