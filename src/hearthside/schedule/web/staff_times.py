"""When a person or a clinician is free, as staff read and record it for them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import parts, subjects
from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.schedule.actions.availability import record_availability, record_exception, take_back_exception
from hearthside.schedule.models.availability import AvailabilityException
from hearthside.schedule.queries.availability import exceptions_of, week_of
from hearthside.schedule.said import WEEKDAYS, date_said, minute_said, zone_said
from hearthside.schedule.web.staff_asking import one
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_person import back_to, patient_of
from hearthside.schedule.web.times_forms import DaysForm, WeekTimesForm
from hearthside.schedule.windows import AWAY, EXTRA, WrongWindow

Whose = Patient | Clinician
KINDS = {AWAY: ("warn", "Away"), EXTRA: ("ok", "Free in addition")}


class Times:
    """Whose times they are, what they are called and on whose clocks, and where their pages are."""

    def __init__(self, request: HttpRequest, whose: Whose) -> None:
        self.whose = whose
        self.is_patient = isinstance(whose, Patient)
        self.prefix = "person" if self.is_patient else "clinician"
        if isinstance(whose, Patient):
            self.zone = PatientDetails.objects.values_list("zone", flat=True).get(pk=whose.pk)
            self.back = back_to(request, whose)
        else:
            self.zone = whose.zone
            self.back = {"url": reverse("people:clinician", args=[whose.pk]), "words": whose.name}
        part, subject = ("availability", "patient") if self.is_patient else ("clinician-availability", "clinician")
        standing = subjects.standing(subject, asker(request), whose.pk, part)
        self.may_change = parts.may(part, standing.relations, parts.WRITE)
        self.today = day_in(whose.program.zone, clock.now())

    @property
    def name(self) -> str:
        return self.back["words"]

    def address(self, page: str = "times", *more: object) -> str:
        return reverse(f"schedule:{self.prefix}_{page}", args=[self.whose.pk, *more])

    def form(self, heading: str, button: str, **more: Any) -> dict[str, Any]:
        back = {"url": self.address(), "words": f"When {self.name} is free"}
        return {"heading": heading, "button": button, "back": back, "zone": zone_said(self.zone), **more}


def _patient(request: HttpRequest, patient: UUID) -> Times:
    return Times(request, patient_of(request, patient, "availability"))


def _clinician(request: HttpRequest, clinician: UUID) -> Times:
    rows = Clinician.objects.visible_to(asker(request)).filter(pk=clinician)
    return Times(request, one(rows.select_related("program")))


def _line(row: AvailabilityException) -> dict[str, Any]:
    plain = row.plain()
    days = date_said(row.first_on)
    if row.last_on != row.first_on:
        days += f" to {date_said(row.last_on)}"
    times = "" if plain.is_whole_day else f", {minute_said(row.from_minute)} to {minute_said(row.to_minute)}"
    kind, word = KINDS[row.kind]
    return {"said": f"{days}{times}", "kind": kind, "word": word, "id": row.pk}


def _show(request: HttpRequest, times: Times) -> HttpResponse:
    windows = week_of(times.whose, times.today)
    lines = [_line(row) for row in exceptions_of(times.whose, times.today)]
    for line in lines:
        line["back"] = times.address("days_back", line["id"])
    context = {
        "times": times,
        "zone": zone_said(times.zone),
        "days": [
            {"name": name, "times": [f"{minute_said(w.start)} to {minute_said(w.end)}" for w in windows
                                     if w.weekday == day]}
            for day, name in enumerate(WEEKDAYS)
        ],
        "is_known": bool(windows),
        "exceptions": lines,
        "change_week": times.address("week_times"),
        "add_days": times.address("days"),
    }  # fmt: skip
    return render(request, "schedule/staff/times.html", context)


def _week(request: HttpRequest, times: Times) -> HttpResponse:
    form = WeekTimesForm(sent(request), week=week_of(times.whose, times.today), initial={"from_on": times.today})
    form.fields["from_on"].help_text = "Until that day their times stay as they are."

    def act(given: dict[str, Any]) -> None:
        try:
            record_availability(whose=times.whose, windows=form.windows(), from_on=given["from_on"], by=asker(request))
        except WrongWindow as refusal:
            raise form.at_its_box(refusal) from refusal

    context = times.form(f"The week of {times.name}", "Save their week")
    done = "Saved. What is planned already stays as it is."
    return ask(request, form, act, done=done, to=times.address(), template="schedule/staff/week_times.html",
               context=context)  # fmt: skip


def _days(request: HttpRequest, times: Times) -> HttpResponse:
    form = DaysForm(sent(request))
    kind = form.fields["kind"]
    assert isinstance(kind, forms.ChoiceField)
    kind.choices = [(code, word) for code, (_, word) in KINDS.items()]

    def act(given: dict[str, Any]) -> None:
        record_exception(whose=times.whose, exception=form.exception(), by=asker(request))

    context = times.form(f"Days that are different for {times.name}", "Save these days")
    return ask(request, form, act, done="Saved.", to=times.address(), template=FORM, context=context)


def _days_back(request: HttpRequest, times: Times, exception: UUID) -> HttpResponse:
    rows = AvailabilityException.objects.visible_to(asker(request)).of(times.whose)
    row = one(rows.filter(pk=exception, ended_at__isnull=True).select_related("patient__program", "clinician__program"))
    line = _line(row)

    def act(given: dict[str, Any]) -> None:
        take_back_exception(exception=row, by=asker(request))

    sentences = [f"{line['said']}: {line['word'].lower()}. From now on their usual week counts on these days. What was "
                 "given up for them is not taken again by itself."]  # fmt: skip
    context = times.form("Take these days back?", "Take them back", danger=True, sentences=sentences)
    return ask(request, forms.Form(sent(request)), act, done="Taken back.", to=times.address(), template=FORM,
               context=context)  # fmt: skip


Page = Callable[..., HttpResponse]


def _of_patient(show: Page, mode: str) -> Page:
    @rule("availability", mode=mode, subject="patient")
    @(require_safe if mode == "read" else page)
    def view(request: HttpRequest, patient: UUID, **more: Any) -> HttpResponse:
        return show(request, _patient(request, patient), **more)

    return view


def _of_clinician(show: Page, mode: str) -> Page:
    @rule("clinician-availability", mode=mode, subject="clinician")
    @(require_safe if mode == "read" else page)
    def view(request: HttpRequest, clinician: UUID, **more: Any) -> HttpResponse:
        return show(request, _clinician(request, clinician), **more)

    return view


person_times, clinician_times = _of_patient(_show, "read"), _of_clinician(_show, "read")
person_week_times, clinician_week_times = _of_patient(_week, "write"), _of_clinician(_week, "write")
person_days, clinician_days = _of_patient(_days, "write"), _of_clinician(_days, "write")
person_days_back, clinician_days_back = _of_patient(_days_back, "write"), _of_clinician(_days_back, "write")
