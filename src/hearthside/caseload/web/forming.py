"""Cohorts are opened, changed and closed: each a plain form."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.caseload.actions.cohorts import change_cohort, close_cohort
from hearthside.caseload.actions.opening import open_cohort
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.rules.cohorts import Group
from hearthside.caseload.rules.spans import Days
from hearthside.caseload.web import forms
from hearthside.caseload.web.asking import FORM, cohort_of, page
from hearthside.caseload.web.offering import chosen_of, offer
from hearthside.policy.queries import in_force


def address(cohort: Cohort) -> str:
    return reverse("caseload:cohort", args=[cohort.pk])


def back_to(cohort: Cohort) -> dict[str, str]:
    return {"url": address(cohort), "words": cohort.name}


@rule("cohorts", mode="write")
@page
def new(request: HttpRequest) -> HttpResponse:
    """First what the cohort is to be, in the address; then who begins it, of those who fit."""
    plans = DayPlan.objects.in_use().filter(program=program_of(request)).order_by("key")
    facts = forms.OpenForm(request.GET if request.GET else None, plans=plans, initial={"open": "yes", "language": "en"})
    back = {"url": reverse("caseload:board"), "words": "Cohorts"}
    if not facts.is_valid():
        context = {"form": facts, "back": back, "plans": bool(facts.plans)}
        return render(request, "caseload/new_cohort.html", context)
    given = facts.cleaned_data
    plan = facts.plans[given["day_plan"]]
    group = Group(given["track"], given["language"], plan.key, Days(given["from_on"]), given["focus"])
    offered = offer(request, group, given["from_on"])
    form = forms.PeopleForm(sent(request), choices=offered.choices)

    def act(chosen: dict[str, Any]) -> Cohort:
        return open_cohort(
            program=program_of(request),
            day_plan=plan,
            track=given["track"],
            language=given["language"],
            from_on=given["from_on"],
            open=given["open"] == "yes",
            patients=chosen_of(request, chosen["patients"]),
            about=facts.about(),
            by_hand=True,
            by=asker(request),
        )

    least = in_force(given["from_on"], program_of(request).pk).whole("cohort.min")
    most = in_force(given["from_on"], program_of(request).pk).whole("cohort.cap")
    context = {
        "heading": "Who begins this cohort?",
        "button": "Open the cohort",
        "back": {"url": reverse("caseload:new_cohort"), "words": "Open a cohort"},
        "lead": f"From {least} to {most} people begin it.",
        "offered": offered,
    }
    return ask(request, form, act, done="Opened.", to=address, template="caseload/choose.html", context=context)


@rule("cohorts", mode="write")
@page
def change(request: HttpRequest, cohort: UUID) -> HttpResponse:
    """What is said of a cohort, and a last day further off."""
    found = cohort_of(request, cohort)
    initial = {name: getattr(found, name) for name in ("name", "modality", "focus", "size_wish", "until_on")}
    form = forms.ChangeForm(sent(request), initial=initial, closed=found.until_on is not None)

    def act(given: dict[str, Any]) -> None:
        change_cohort(cohort=found, about=form.about(), until_on=given.get("until_on"), by=asker(request))

    context = {"heading": "Change this cohort", "button": "Save", "back": back_to(found)}
    return ask(request, form, act, done="Saved.", to=address(found), template=FORM, context=context)


@rule("cohorts", mode="write")
@page
def close(request: HttpRequest, cohort: UUID) -> HttpResponse:
    """The end of a cohort, and of every place in it. Asked once."""
    found = cohort_of(request, cohort)
    form = forms.CloseForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        close_cohort(cohort=found, by=asker(request), **given)

    context = {
        "heading": "Close this cohort?",
        "button": "Close it",
        "back": back_to(found),
        "danger": True,
        "sentences": [
            "Everybody who is in it then has this day as their last in it. Sessions after it are canceled, and people "
            "are told in neutral words."
        ],
    }
    return ask(
        request, form, act, done="The cohort has its last day.", to=address(found), template=FORM, context=context
    )
