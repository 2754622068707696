"""When one is free oneself: the week, and single days; the same pages for people and for clinicians."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.availability import record_availability, record_exception, take_back_exception
from hearthside.schedule.models.availability import AvailabilityException
from hearthside.schedule.queries.availability import exceptions_of, week_of
from hearthside.schedule.queries.pages_person import me, week_after
from hearthside.schedule.said import WEEKDAYS, date_said, minute_said, zone_said
from hearthside.schedule.web.asking import own_clinician, today_in
from hearthside.schedule.web.times_forms import DaysForm, WeekTimesForm
from hearthside.schedule.windows import AWAY, Window, WrongWindow

page = require_http_methods(["GET", "HEAD", "POST"])
Whose = Patient | Clinician


def for_own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view whoever asks, as a clinician or as a patient, with the clocks on which they state their times."""

    @wraps(view)
    def asked(request: HttpRequest, **place: Any) -> HttpResponse:
        if "clinician" in asker(request).roles and (own := own_clinician(request)) is not None:
            return view(request, own, own.zone, **place)
        who = me(asker(request), program_of(request))
        if who is None or who.patient is None:
            return render(request, "schedule/patient/nobody.html")
        reading.note(patients=who.charts, part="availability", purpose=reading.ACCESS_REQUEST)
        return view(request, who.patient, who.zone, **place)

    return asked


@rule("own-times")
@require_safe
@for_own
def my_times(request: HttpRequest, whose: Whose, zone: str) -> HttpResponse:
    """The week as it stands, a week that begins later, and the days away and extra that are not over."""
    today = today_in(whose.program.zone, clock.now())
    windows, later = week_of(whose, today), week_after(whose, today)
    context = {
        "zone": zone_said(zone),
        "days": _days(windows),
        "is_known": bool(windows),
        "later": later and {"from": date_said(later), "days": _days(week_of(whose, later))},
        "exceptions": [_line(row) for row in exceptions_of(whose, today)],
        "is_clinician": isinstance(whose, Clinician),
    }
    return render(request, "schedule/times/mine.html", context)


def _days(windows: list[Window]) -> list[dict[str, Any]]:
    """Each day of the week with the times on it."""
    return [
        {
            "name": name,
            "times": [f"{minute_said(w.start)} to {minute_said(w.end)}" for w in windows if w.weekday == day],
        }
        for day, name in enumerate(WEEKDAYS)
    ]


def _line(row: AvailabilityException) -> dict[str, Any]:
    plain = row.plain()
    days = date_said(row.first_on)
    if row.last_on != row.first_on:
        days += f" to {date_said(row.last_on)}"
    times = "" if plain.is_whole_day else f", {minute_said(row.from_minute)} to {minute_said(row.to_minute)}"
    kind, word = ("warn", "Away") if row.kind == AWAY else ("ok", "Free in addition")
    return {"id": row.pk, "said": f"{days}{times}", "kind": kind, "word": word}


def _about(heading: str, button: str, **more: Any) -> dict[str, Any]:
    return {
        "heading": heading, "button": button, "back": {"url": reverse("schedule:my_times"), "words": "When I am free"},
        **more,
    }  # fmt: skip


@rule("own-times", mode="write")
@page
@for_own
def my_week_times(request: HttpRequest, whose: Whose, zone: str) -> HttpResponse:
    """The whole week, said anew."""
    today = today_in(whose.program.zone, clock.now())
    form = WeekTimesForm(sent(request), week=week_of(whose, today), initial={"from_on": today})

    def act(given: dict[str, Any]) -> None:
        try:
            record_availability(whose=whose, windows=form.windows(), from_on=given["from_on"], by=asker(request))
        except WrongWindow as refusal:
            raise form.at_its_box(refusal) from refusal

    context = _about("My weekly times", "Save my week", zone=zone_said(zone))
    done = "Saved. What is planned already stays as it is: if something no longer fits, tell us."
    return ask(
        request, form, act, done=done, to=reverse("schedule:my_times"), template="schedule/times/week.html",
        context=context,
    )  # fmt: skip


@rule("own-times", mode="write")
@page
@for_own
def my_days(request: HttpRequest, whose: Whose, zone: str) -> HttpResponse:
    """Days away, or days on which there is more time."""
    form = DaysForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        record_exception(whose=whose, exception=form.exception(), by=asker(request))

    sentences = [f"Times are on your own clock ({zone_said(zone)}). You need not say why."]
    context = _about("Days that are different", "Save these days", sentences=sentences)
    return ask(
        request, form, act, done="Saved.", to=reverse("schedule:my_times"), template="people/clinicians/form.html",
        context=context,
    )  # fmt: skip


@rule("own-times", mode="write")
@page
@for_own
def take_back_days(request: HttpRequest, whose: Whose, zone: str, exception: UUID) -> HttpResponse:
    """Days that count no more. Asked once."""
    rows = AvailabilityException.objects.visible_to(asker(request)).of(whose)
    row = (
        rows.filter(pk=exception, ended_at__isnull=True)
        .select_related("patient__program", "clinician__program")
        .first()
    )
    if row is None:
        raise Http404
    line = _line(row)

    def act(given: dict[str, Any]) -> None:
        take_back_exception(exception=row, by=asker(request))

    sentences = [f"{line['said']}: {line['word'].lower()}. From now on your usual week counts on these days."]
    if row.kind == AWAY:
        sentences.append("What you gave up for them is not taken again by itself: look at your week.")
    context = _about("Take these days back?", "Take them back", danger=True, sentences=sentences)
    return ask(
        request, forms.Form(sent(request)), act, done="Taken back.", to=reverse("schedule:my_times"),
        template="people/clinicians/form.html", context=context,
    )  # fmt: skip
