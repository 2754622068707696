"""Scenarios: the list of them, and one with what came of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.placement.actions.scenarios import cancel_scenario
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.solver.change import AddPeople
from hearthside.placement.solver.whatif_changes import AddCouple, LoseClinician, of_values
from hearthside.placement.web import what_if_words as said
from hearthside.placement.web.asking import page
from hearthside.placement.web.lists import find
from hearthside.placement.web.what_if_names import names_of
from hearthside.placement.web.what_if_result import result_of
from hearthside.placement.whatif_values import clinicians_in, everybody_in
from hearthside.placement.words import (
    BEING_MADE,
    CANCELED,
    FAILED,
    QUEUED,
    READY,
    RUNNING,
    SCENARIO_KINDS,
    SCENARIO_STATES,
)
from hearthside.schedule.said import day_said, whole_date_said
from hearthside.ui import listing

FORM = "people/clinicians/form.html"
A_PAGE = 30
SORTS = {
    "name": ("name", "asked_at", "pk"),
    "week": ("week", "asked_at", "pk"),
    "day": ("on_day", "asked_at", "pk"),
    "asked": ("asked_at", "pk"),
}
COLUMNS = {"q": "name__icontains", "kind": "kind", "state": "status"}
TAGS = {QUEUED: "info", RUNNING: "info", READY: "ok", CANCELED: "plain", FAILED: "danger"}


@rule("scenarios")
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """Every scenario that was asked, the last first unless asked otherwise."""
    form = find(request, "Name", kinds=SCENARIO_KINDS, states=SCENARIO_STATES)
    rows = Scenario.objects.visible_to(asker(request)).select_related("asked_by").defer("result", "trail")
    rows = rows.filter(**{column: form.asked[name] for name, column in COLUMNS.items() if name in form.asked})
    ordered = rows.order_by(*listing.order(request.GET, SORTS, default="-asked"))
    shown = listing.page(request.GET, ordered, per_page=A_PAGE)
    zone = program_of(request).zone
    context = {
        "form": form,
        "narrowed": bool(form.asked),
        "page": shown,
        "lines": [_line(row, zone) for row in shown],
        "may_ask": may("scenarios", by_role(asker(request)), WRITE),
    }
    return render(request, "placement/what_if/list.html", context)


def _line(row: Scenario, zone: str) -> dict[str, Any]:
    return {
        "scenario": row,
        "kind": SCENARIO_KINDS[row.kind],
        "week": whole_date_said(row.week),
        "day": whole_date_said(row.on_day),
        "tag": TAGS[row.status],
        "state": SCENARIO_STATES[row.status],
        "who": row.asked_by.name if row.asked_by else "",
        "at": day_said(row.asked_at, zone),
    }


def _one(request: HttpRequest, scenario: UUID) -> Scenario:
    found: Scenario | None = (
        Scenario.objects.visible_to(asker(request)).filter(pk=scenario).select_related("asked_by", "program").first()
    )
    if found is None:
        raise Http404
    return found


@rule("scenarios")
@require_safe
def scenario(request: HttpRequest, scenario: UUID) -> HttpResponse:
    """One scenario: how far it is, or what came of it."""
    found = _one(request, scenario)
    if request.headers.get("HX-Request") and found.status not in BEING_MADE:
        # It has ended while the page looked again: the whole page says what came of it, and nothing else any more.
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    changes = [of_values(each) for each in found.changes]
    asked = {c.clinician for c in changes if isinstance(c, LoseClinician)}
    asked |= {c.like for c in changes if isinstance(c, AddCouple | AddPeople)}
    result = found.result or {}
    names = names_of(request, asked | everybody_in(result) | clinicians_in(result))
    zone = program_of(request).zone
    context = {
        "line": _line(found, zone),
        "scenario": found,
        "made": found.status in BEING_MADE,
        "progress": said.progress_said(found) if found.status in BEING_MADE else "",
        "changes": [said.change_said(c, names, zone) for c in changes],
        "result": result_of(found.kind, result, names, zone) if result else None,
        "aside": said.aside_said(result.get("aside", 0)),
        "may_ask": may("scenarios", by_role(asker(request)), WRITE),
    }
    return render(request, "placement/what_if/show.html", context)


@rule("scenarios", mode="write")
@page
def cancel(request: HttpRequest, scenario: UUID) -> HttpResponse:
    """Stop the work. Asked once."""
    found = _one(request, scenario)
    back = reverse("placement:scenario", args=[found.pk])

    def act(given: dict[str, Any]) -> Scenario:
        return cancel_scenario(scenario=found, by=asker(request))

    context = {
        "heading": f"Stop working on “{found.name}”?",
        "button": "Stop",
        "danger": True,
        "back": {"url": back, "words": found.name},
        "sentences": ["What was found until then is kept."],
    }
    return ask(request, forms.Form(sent(request)), act, done="It stops in a moment.", to=back, template=FORM,
               context=context)  # fmt: skip
