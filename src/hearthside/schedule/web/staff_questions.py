"""What the calendar asks a person to decide: what a later date breaks, and what became of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import parts
from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.schedule.actions.questions import OF_A_START, answer_question, hold_all_the_same
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import minute_said, whole_date_said, zone_said
from hearthside.schedule.web.staff_asking import names_of, one
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_fields import StartOnForm
from hearthside.schedule.words import KIND_NAMES, QUESTION_KINDS
from hearthside.ui import listing
from hearthside.ui.forms import Plainly


@rule("schedule-questions")
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, the first day first."""
    rows = (
        Question.objects.visible_to(asker(request))
        .filter(answered_at__isnull=True)
        .select_related("series__cohort", "session__cohort", "clinician")
        .order_by("on_day", "id")
    )
    shown = listing.page(request.GET, rows)
    whose = {row.patient_id for row in shown if row.patient_id}
    names = names_of(request, whose)
    reading.note(patients=sorted(whose), part="schedule")
    context = {
        "page": shown,
        "lines": [question_line(row, names) for row in shown],
        "may_answer": parts.may("schedule-questions", asker(request).roles, parts.WRITE),
    }
    return render(request, "schedule/staff/questions.html", context)


def question_line(row: Question, names: dict[UUID, str]) -> dict[str, Any]:
    """One question in words: what, which day, of what, about whom."""
    series, session = row.series, row.session
    source: Any = series or session
    title = (source.cohort.name if source.cohort else KIND_NAMES[source.kind]) if source else ""
    at = f"{minute_said(source.start_minute)} {zone_said(source.zone)}" if source else ""
    about = row.clinician.name if row.clinician else names.get(row.patient_id, "") if row.patient_id else ""
    return {
        "row": row,
        "asks": QUESTION_KINDS[row.kind],
        "is_of_a_start": row.kind in OF_A_START and row.series_id is not None,
        "day": whole_date_said(row.on_day),
        "week": row.on_day.isoformat(),
        "title": title,
        "at": at,
        "about": about,
    }


class AnswerForm(Plainly, forms.Form):
    """What was decided."""

    answer = forms.CharField(label="What was decided", max_length=300, widget=forms.Textarea({"rows": 3}))


def _question(request: HttpRequest, question: UUID) -> Question:
    rows = Question.objects.visible_to(asker(request)).filter(pk=question)
    row: Question = one(rows.select_related("series__cohort", "series__program", "session__cohort", "clinician"))
    reading.note(patients=[row.patient_id] if row.patient_id else [], part="schedule")
    return row


def _page(request: HttpRequest, row: Question, heading: str, button: str, *sentences: str) -> dict[str, Any]:
    """What the form template shows of a question; one that was answered is answered once."""
    line = question_line(row, names_of(request, [row.patient_id] if row.patient_id else []))
    what = f"{line['title']} on {line['day']}" if line["title"] else line["day"]
    at = f" at {line['at']}" if line["at"] else ""
    about = f" It is about {line['about']}." if line["about"] else ""
    asked = f"{what}{at}: {line['asks'][0].lower()}{line['asks'][1:]}.{about}"
    context: dict[str, Any] = {
        "heading": heading,
        "button": button,
        "back": {"url": reverse("schedule:questions"), "words": "Questions of the calendar"},
        "sentences": [asked, *sentences],
    }
    if row.answered_at is not None and request.method != "POST":
        context |= {"sentences": [asked, f"It was answered: {row.answer}"], "cannot": True}
    return context


@rule("schedule-questions", mode="write")
@page
def answer(request: HttpRequest, question: UUID) -> HttpResponse:
    """Say what was decided; whatever it takes is done on pages of its own."""
    row = _question(request, question)

    def act(given: dict[str, Any]) -> Question:
        return answer_question(question=row, answer=given["answer"], by=asker(request))

    context = _page(
        request, row, "Answer a question", "Save the answer",
        "The answer is kept with your name, and changes nothing by itself: move, cancel or staff a session on its own "
        "page.",
    )  # fmt: skip
    return ask(request, AnswerForm(sent(request)), act, done="Answered.", to=reverse("schedule:questions"),
               template=FORM, context=context)  # fmt: skip


@rule("schedule-questions", mode="write")
@page
def hold(request: HttpRequest, question: UUID) -> HttpResponse:
    """Hold the session whose usual time the clocks skip or show twice: at which time, that day?"""
    row = _question(request, question)
    series = row.series
    if series is None or row.kind not in OF_A_START:
        raise Http404
    form = StartOnForm(row.on_day, series.zone, sent(request), initial={"start": series.start_minute})
    form.fields["start"].label = f"Starts at, {zone_said(series.zone)}"

    def act(given: dict[str, Any]) -> Session:
        with form.asking_why():
            return hold_all_the_same(
                question=row, start_minute=given["start"], which=given["which"],
                outside_hours_because=given["because"], by=asker(request),
            )  # fmt: skip

    context = _page(
        request, row, "Hold it all the same", "Hold it",
        "It is held that day at the time you choose, and everybody in it is told. What repeats goes on as before.",
    )  # fmt: skip
    return ask(
        request, form, act, done="It is held. Everybody in it is told.", template=FORM, context=context,
        to=lambda held: reverse("schedule:staff_session", args=[held.pk]),
    )  # fmt: skip
