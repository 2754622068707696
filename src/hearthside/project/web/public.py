"""Pages for everybody: what the program is, in words for somebody who is tired and afraid."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access.models import Program
from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of
from hearthside.ledger import clock
from hearthside.policy.effective import Policy
from hearthside.policy.queries import in_force, today
from hearthside.project.web.context import program_shown
from hearthside.project.web.our_numbers import OurNumbers
from hearthside.project.web.this_month import ThisMonth, planned_now


def _numbers(request: HttpRequest) -> OurNumbers:
    return OurNumbers(_policy(program_shown(request)))


def _policy(program: Program | None) -> Policy:
    """What holds today where the program is; what every program begins with where there is none, or several."""
    if program is None:
        return in_force(on=clock.now().date(), program=None)
    return in_force(on=today(program), program=program.id)


def _beside_this_month(request: HttpRequest) -> dict[str, Any]:
    """Our rules, and what is planned by them this month where there is one program to tell of."""
    program = program_shown(request)
    now = ThisMonth(planned_now(program, actor_of(request))) if program else None
    return {"ours": OurNumbers(_policy(program), now.bars if now else ()), "now": now}


@rule("public", public=True)
def program(request: HttpRequest) -> HttpResponse:
    """What the program is, for somebody who has never heard of it."""
    return render(request, "project/public/program.html", _beside_this_month(request))


@rule("public", public=True)
def groups(request: HttpRequest) -> HttpResponse:
    """How small groups are and how many therapists they have, beside what others publish."""
    return render(request, "project/public/groups.html", _beside_this_month(request))


@rule("public", public=True)
def couples(request: HttpRequest) -> HttpResponse:
    """What is shared and what stays private when two people come together."""
    return render(request, "project/public/couples.html", {"ours": _numbers(request)})


@rule("public", public=True)
def pets(request: HttpRequest) -> HttpResponse:
    """Animals on camera."""
    return render(request, "project/public/pets.html")


@rule("public", public=True)
def technology(request: HttpRequest) -> HttpResponse:
    """What somebody needs at home, and what to try when picture or sound fail."""
    return render(request, "project/public/technology.html")


@rule("public", public=True)
def insurance(request: HttpRequest) -> HttpResponse:
    """What insurance pays, in plain words."""
    return render(request, "project/public/insurance.html")


@rule("public", public=True)
def questions(request: HttpRequest) -> HttpResponse:
    """What people ask before they apply."""
    return render(request, "project/public/questions.html", {"ours": _numbers(request)})


@rule("public", public=True)
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers for a hard moment."""
    return render(request, "project/public/help_now.html")
