"""Weeks that are planned: the list of them, and asking for another."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.placement.actions.proposing import LONGEST_SECONDS, SECONDS, propose
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.web.lists import find
from hearthside.placement.words import (
    BEING_MADE,
    BEING_PUBLISHED,
    CANCELED,
    FAILED,
    OUTDATED,
    PLAN,
    PROPOSAL_KINDS,
    PROPOSAL_STATES,
    PUBLISHED,
    PUBLISHING_STATES,
    QUEUED,
    READY,
    REPLAN,
    RUNNING,
)
from hearthside.policy.queries import today
from hearthside.schedule.said import day_said, time_said, whole_date_said
from hearthside.ui import listing
from hearthside.ui.forms import Plainly

FORM = "people/clinicians/form.html"
A_PAGE = 30
WEEKS_OFFERED = 12
SORTS = {"week": ("week", "asked_at", "pk"), "asked": ("asked_at", "pk")}
COLUMNS = {"kind": "kind", "state": "status"}
TAGS = {
    QUEUED: "info", RUNNING: "info", READY: "ember", CANCELED: "plain", FAILED: "danger", PUBLISHED: "ok",
    OUTDATED: "plain",
}  # fmt: skip

page = require_http_methods(["GET", "HEAD", "POST"])


class ProposeForm(Plainly, forms.Form):
    """Which week, in which way, and how long to search."""

    week = forms.TypedChoiceField(label="From which Monday on", coerce=date.fromisoformat)
    kind = forms.ChoiceField(
        label="What to plan",
        widget=forms.RadioSelect,
        initial=PLAN,
        choices=[
            (PLAN, "Place waiting people. Whoever has a place keeps it, with the same staff and sessions."),
            (REPLAN, "Plan again. People who have a place may move where that serves more people; you see each move."),
        ],
    )
    seconds = forms.IntegerField(
        label="Search for how many seconds",
        initial=SECONDS,
        min_value=1,
        max_value=LONGEST_SECONDS,
        help_text="A minute is enough for most programs. You can stop earlier and keep the best so far.",
    )

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = after + timedelta(days=7 - after.weekday())
        mondays = [first + timedelta(weeks=n) for n in range(WEEKS_OFFERED)]
        self.fields["week"].choices = [(monday.isoformat(), whole_date_said(monday)) for monday in mondays]  # type: ignore[attr-defined]


@rule("proposals")
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Every week that was planned, the last first unless asked otherwise."""
    form = find(request, "Asked or published by", kinds=PROPOSAL_KINDS, states=PROPOSAL_STATES)
    rows = _found(Proposal.objects.visible_to(asker(request)), form.asked)
    rows = (
        rows.select_related("asked_by", "published_by")
        .annotate(under_way=_under_way())
        .order_by(*listing.order(request.GET, SORTS, default="-asked"))
    )
    shown = listing.page(request.GET, rows, per_page=A_PAGE)
    zone = program_of(request).zone
    context = {
        "form": form,
        "narrowed": bool(form.asked),
        "page": shown,
        "lines": [_line(row, zone) for row in shown],
        "may_plan": may("proposals", by_role(asker(request)), WRITE),
    }
    return render(request, "placement/proposals.html", context)


def _found(rows: Any, asked: dict[str, str]) -> Any:
    if "q" in asked:
        rows = rows.filter(Q(asked_by__name__icontains=asked["q"]) | Q(published_by__name__icontains=asked["q"]))
    return rows.filter(**{column: asked[name] for name, column in COLUMNS.items() if name in asked})


@rule("proposals", mode="write")
@page
def new(request: HttpRequest) -> HttpResponse:
    """Have a week planned."""
    program = program_of(request)
    form = ProposeForm(sent(request), after=today(program))

    def act(given: dict[str, Any]) -> Proposal:
        return propose(
            program=program, week=given["week"], seconds=given["seconds"], replan=given["kind"] == REPLAN,
            by=asker(request),
        )  # fmt: skip

    context = {
        "heading": "Have a week planned",
        "button": "Plan",
        "back": {"url": reverse("placement:proposals"), "words": "Plans"},
        "sentences": ["Nothing changes for anybody until you publish."],
    }

    def to(made: Proposal) -> str:
        return reverse("placement:proposal", args=[made.pk])

    return ask(request, form, act, done="The week is being planned.", to=to, template=FORM, context=context)


def _under_way() -> Exists:
    return Exists(Publishing.objects.filter(proposal=OuterRef("pk"), status__in=BEING_PUBLISHED))


def _line(row: Any, zone: str) -> dict[str, Any]:
    by = row.published_by if row.status == PUBLISHED else row.asked_by
    at = row.published_at if row.status == PUBLISHED else row.asked_at
    return {
        "proposal": row,
        "week": whole_date_said(row.week),
        "kind": PROPOSAL_KINDS[row.kind],
        "tag": "info" if row.under_way else TAGS[row.status],
        "state": PUBLISHING_STATES[RUNNING] if row.under_way else PROPOSAL_STATES[row.status],
        "made": row.status in BEING_MADE,
        "who": by.name if by else "",
        "at": f"{day_said(at, zone)}, {time_said(at, zone)}" if at else "",
    }
