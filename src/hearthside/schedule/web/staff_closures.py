"""Days on which the program is closed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.ledger import clock
from hearthside.people.credentials.values import day_in
from hearthside.schedule.actions.closures import close_clinic, take_back_closure
from hearthside.schedule.models.closures import Closure
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import whole_date_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import one
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_forms import NothingAsked
from hearthside.schedule.words import AHEAD
from hearthside.ui.forms import DayField, Plainly


def days_said(closure: Closure) -> str:
    first, last = closure.from_on, closure.until_on
    said = whole_date_said(first)
    return said if first == last else f"{said} to {whole_date_said(last)}"


@rule("closures")
@require_safe
def closures(request: HttpRequest) -> HttpResponse:
    """What is closed from today on."""
    program = program_of(request)
    today = day_in(program.zone, clock.now())
    rows = Closure.objects.visible_to(asker(request)).filter(until_on__gte=today, taken_back_at__isnull=True)
    context = {
        "lines": [{"closure": row, "days": days_said(row)} for row in rows.order_by("from_on", "id")],
        "may_close": may("closures", by_role(asker(request)), WRITE),
    }
    return render(request, "schedule/staff/closures.html", context)


class CloseForm(Plainly, forms.Form):
    """Which days, and what people read."""

    from_on = DayField(label="First day")
    until_on = DayField(label="Last day", required=False, help_text="Leave it empty if it is one day.")
    title = forms.CharField(label="What people read", max_length=120, help_text="Such as Thanksgiving.")
    sure = forms.BooleanField(label="Cancel what is planned on these days", required=False)


@rule("closures", mode="write")
@page
def close(request: HttpRequest) -> HttpResponse:
    """Close: what is planned on these days is canceled, and everybody told. Asked once how much that is."""
    program = program_of(request)
    form = CloseForm(sent(request))
    warning = ""
    planned = 0
    if form.is_valid():
        span = day_span(form.cleaned_data["from_on"], _last(form.cleaned_data), program.zone)
        here = Session.objects.visible_to(asker(request)).filter(status__in=AHEAD, starts_at__gt=clock.now())
        planned = here.filter(starts_at__gte=span[0], starts_at__lt=span[1]).count()
        if planned and not form.cleaned_data["sure"]:
            count = words.counted(planned, "session is", "sessions are")
            warning = f"{count} planned on these days and would be canceled. Check the box if that is right."
            form.add_error("sure", warning)

    def act(given: dict[str, Any]) -> Closure:
        return close_clinic(
            program=program, from_on=given["from_on"], until_on=_last(given), title=given["title"], by=asker(request)
        )

    if not planned and not warning:
        form.fields["sure"].widget = forms.HiddenInput()
    context = {
        "heading": "Close the program for some days",
        "button": "Close",
        "back": {"url": reverse("schedule:closures"), "words": "Closed days"},
        "danger": True,
        "sentences": ["Everything planned on these days is canceled and people are told. Nothing is planned on them "
                      "later."],
    }  # fmt: skip
    done = f"Closed. {words.counted(planned, 'session', 'sessions')} canceled, and everybody in them is told."
    return ask(request, form, act, done=done, to=reverse("schedule:closures"), template=FORM, context=context)


def _last(given: dict[str, Any]) -> Any:
    return given["until_on"] or given["from_on"]


@rule("closures", mode="write")
@page
def take_back(request: HttpRequest, closure: UUID) -> HttpResponse:
    """Open on these days after all."""
    row: Closure = one(Closure.objects.visible_to(asker(request)).filter(pk=closure, taken_back_at__isnull=True))

    def act(given: dict[str, Any]) -> None:
        take_back_closure(closure=row, by=asker(request))

    context = {
        "heading": f"Open after all: {row.title}?",
        "button": "Open after all",
        "back": {"url": reverse("schedule:closures"), "words": "Closed days"},
        "sentences": [f"{days_said(row)}. What was canceled stays canceled: people were told, and made other plans. "
                      "Book anew what should take place."],
    }  # fmt: skip
    return ask(request, NothingAsked(sent(request)), act, done="These days are open again.",
               to=reverse("schedule:closures"), template=FORM, context=context)  # fmt: skip
