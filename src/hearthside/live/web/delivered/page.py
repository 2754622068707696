"""What was really delivered, for everybody: a page, the same as JSON, and the schema that the JSON keeps to."""

import json
from functools import cache
from importlib import resources
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.models import Program
from hearthside.access.rule import rule
from hearthside.live.queries.delivered_told import told_months
from hearthside.live.web.delivered.said import SaidMonth, over_time
from hearthside.ui.made_up import mark

FEED, VERSION = "hearthside-delivered", 1


@rule("public", public=True)
@require_safe
def delivered(request: HttpRequest) -> HttpResponse:
    """What was delivered by the one program there is; of several, where each tells it."""
    programs = list(Program.objects.order_by("name"))
    if len(programs) == 1:
        return _page(request, programs[0])
    return render(request, "live/delivered/programs.html", {"programs": programs})


@rule("public", public=True)
@require_safe
def of_program(request: HttpRequest, program: str) -> HttpResponse:
    """What this program delivered, month by month."""
    return _page(request, _named(program))


@rule("public", public=True)
@require_safe
def feed(request: HttpRequest, program: str) -> JsonResponse:
    """The same for machines: docs/reference/delivered-feed.md."""
    found = _named(program)
    months = told_months(found, asker(request))
    told = {
        "feed": FEED,
        "version": VERSION,
        **mark(),
        "schema": request.build_absolute_uri(reverse("live:delivered_schema")),
        "page": request.build_absolute_uri(reverse("live:delivered_by", args=[found.slug])),
        "program": {"slug": found.slug, "name": found.name},
        "months": [{**month.told, "told_at": month.told_at.isoformat()} for month in months],
    }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    # Nobody's data: any page of anybody may read it.
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@rule("public", public=True)
@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """What the feed of this version has, as JSON Schema."""
    return JsonResponse(_schema(), content_type="application/schema+json")


def _page(request: HttpRequest, program: Program) -> HttpResponse:
    months = told_months(program, asker(request))
    said = [SaidMonth(month) for month in months]
    context: dict[str, Any] = {
        "of_program": program,
        "latest": said[0] if said else None,
        "earlier": said[1:],
        "over_time": over_time(months),
    }
    return render(request, "live/delivered/delivered.html", context)


def _named(slug: str) -> Program:
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise Http404
    return program


@cache
def _schema() -> dict[str, Any]:
    text = (resources.files("hearthside.live.delivered") / "feed-1.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
