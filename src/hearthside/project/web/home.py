"""The first page after sign-in, for each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access.rule import rule


@rule("home")
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody of this role begins."""
    return render(request, "project/home.html")
