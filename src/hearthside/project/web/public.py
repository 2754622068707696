"""Pages for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access.rule import rule


@rule("public", public=True)
def welcome(request: HttpRequest) -> HttpResponse:
    """What the program is, for somebody who has never heard of it."""
    return render(request, "project/public/welcome.html")
