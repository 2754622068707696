"""
The edge: what every answer carries, and what no request may hold.

A request gets an id that ties together its lines in the ledger and its lines in the log. Addresses and forms with
characters that cannot be kept are refused here, before any page looks at them.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from hearthside.base.ids import new_id


class EdgeMiddleware:
    """Gives the request its id, refuses what cannot be kept, and keeps answers out of other people's caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.request_id = str(new_id())  # type: ignore[attr-defined]
        if _cannot_be_kept(request):
            return bad_request(request)
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            # A page about somebody must never come out of a shared cache, nor back after signing out.
            response["Cache-Control"] = "no-store, private"
        return response


def bad_request(request: HttpRequest) -> HttpResponse:
    """The page for a request that cannot be read."""
    return render(request, "400.html", status=400)


def _cannot_be_kept(request: HttpRequest) -> bool:
    texts = [request.path]
    texts += [text for key in request.GET for text in (key, *request.GET.getlist(key))]
    return any("\x00" in text or any(0xD800 <= ord(c) <= 0xDFFF for c in text) for text in texts)
