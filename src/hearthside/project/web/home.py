"""The first page after sign-in, for each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access.rule import rule
from hearthside.access.web.asking import account_of, actor_of
from hearthside.ledger import clock
from hearthside.project.web.demonstration import guide_for
from hearthside.project.web.home_cards import cards


@rule("home")
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody of this role begins."""
    at = clock.now()
    return render(
        request,
        "project/home.html",
        {
            "cards": list(cards(request)),
            "guide": guide_for(actor_of(request)),
            "name": account_of(request).name,
            "at": at,
            "roles": actor_of(request).roles,
        },
    )
