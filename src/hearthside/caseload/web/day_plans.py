"""Day plans of the program, and which of them suit somebody."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import parts, subjects
from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.caseload.actions.day_plans import choose_day_plans, make_day_plan
from hearthside.caseload.models.day_plans import DayPlan, PatientDayPlan
from hearthside.caseload.web import forms
from hearthside.caseload.web.asking import FORM, names_of, one, page, patient_of
from hearthside.caseload.web.words import days_allowed_in_words
from hearthside.caseload.words import BLOCK_WORDS


@rule("day-plans")
@require_safe
def day_plans(request: HttpRequest) -> HttpResponse:
    """What a treatment week may be made of."""
    rows = DayPlan.objects.in_use().filter(program=program_of(request)).prefetch_related("blocks").order_by("key")
    plans = [
        {
            "plan": plan,
            "days": days_allowed_in_words(plan),
            "blocks": [(BLOCK_WORDS[block.kind], block.minutes) for block in plan.blocks.all()],
            "week": plan.countable_minutes * plan.days_per_week,
        }
        for plan in rows
    ]
    may_keep = parts.may("day-plans", subjects.by_role(asker(request)), parts.WRITE)
    return render(request, "caseload/day_plans.html", {"plans": plans, "may_keep": may_keep})


@rule("day-plans", mode="write")
@page
def new(request: HttpRequest) -> HttpResponse:
    """A day plan with a key of its own."""
    form = forms.DayPlanForm(sent(request))
    return _made(request, form, "A new day plan", "Make this day plan", [])


@rule("day-plans", mode="write")
@page
def change(request: HttpRequest, key: str) -> HttpResponse:
    """A new version of a day plan."""
    rows = DayPlan.objects.in_use().filter(program=program_of(request), key=key).prefetch_related("blocks")
    plan: DayPlan = one(rows)
    form = forms.DayPlanForm(sent(request), initial=forms.DayPlanForm.filled(plan))
    form.fields["key"].disabled = True
    sentences = ["Cohorts that run by it keep the version they began with. Cohorts opened from now on take this one."]
    return _made(request, form, f"Change {plan.name}", "Save as a new version", sentences)


def _made(
    request: HttpRequest, form: forms.DayPlanForm, heading: str, button: str, sentences: list[str]
) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        make_day_plan(
            program=program_of(request), key=given["key"], title=given["title"], plan=form.plan(), by=asker(request)
        )

    to = reverse("caseload:day_plans")
    back = {"url": to, "words": "Day plans"}
    context = {"heading": heading, "button": button, "back": back, "sentences": sentences}
    return ask(request, form, act, done="Saved.", to=to, template=FORM, context=context)


@rule("wishes", mode="write", subject="patient")
@page
def suit(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Which day plans suit somebody."""
    who = patient_of(request, patient, "wishes")
    plans = DayPlan.objects.in_use().filter(program=program_of(request)).order_by("key")
    chosen = list(PatientDayPlan.objects.visible_to(asker(request)).filter(patient=who).values_list("key", flat=True))
    form = forms.SuitsForm(sent(request), plans=plans, initial={"day_plans": chosen})

    def act(given: dict[str, Any]) -> None:
        choose_day_plans(patient=who, keys=given["day_plans"], by=asker(request))

    back = {"url": reverse("people:patient", args=[who.pk]), "words": names_of(request, [who.pk])[who.pk]}
    context = {"heading": "Which day plans suit?", "button": "Save", "back": back}
    return ask(request, form, act, done="Saved.", to=back["url"], template=FORM, context=context)
