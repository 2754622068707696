"""A place for one person: every cohort they could join with what their coming does, or why none and what would help."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import ask, asker, program_of
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger import reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.people.queries.names import names_shown
from hearthside.placement.actions.giving import give_place, mark_of
from hearthside.placement.queries.place_one import Answer, Choice, place_one
from hearthside.placement.queries.reasons import place_of, tried_by_planner
from hearthside.placement.queries.warm import Warm
from hearthside.placement.refusals import RosterUnfit
from hearthside.placement.report import change_words
from hearthside.placement.solver.change import NotAChange, parse
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.web import place_one_words as words
from hearthside.schedule.said import time_said, whole_date_said, zone_said

TEMPLATE = "placement/place_one.html"
GIVING = (Permission.FORM_COHORTS, Permission.KEEP_SCHEDULE, Permission.ASSIGN_TREATMENTS)
PART_SHOWS = 3


class GiveForm(forms.Form):
    """Which place, and what of it was seen."""

    cohort = forms.UUIDField(error_messages={"required": "Choose a place.", "invalid": "Choose a place of the list."})
    seen = forms.RegexField(
        r"^[0-9a-f]{20}$", error_messages={"required": "Choose a place.", "invalid": "Choose a place of the list."}
    )


@rule("place-choices", subject="patient")
@require_safe
def place(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Every place there is for somebody; the first few alone where a page gathers them."""
    who = _patient(request, patient)
    context = _page(request, who)
    part = request.headers.get("HX-Request")
    return render(request, "placement/place_one_part.html" if part else TEMPLATE, context)


@rule("place-choices", mode="write", subject="patient")
@require_POST
def give(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Give one of them."""
    who = _patient(request, patient)

    def act(given: dict[str, Any]) -> Any:
        return give_place(program=program_of(request), patient=who.pk, by=asker(request), **given)

    done = "They have the place from Monday on, and are told. Whose first place it is, is asked whether they take it."
    to = reverse("people:patient", args=[who.pk])
    form = GiveForm(request.POST)
    # What was wrong is said above the list as it is now.
    return ask(request, form, act, done=done, to=to, template=TEMPLATE, context=_page(request, who))


def _patient(request: HttpRequest, patient: UUID) -> Patient:
    rows = Patient.objects.visible_to(asker(request), "place-choices").standing().select_related("program")
    who: Patient | None = rows.filter(pk=patient).first()
    if who is None:
        raise Http404
    reading.note(patients=[who.pk], part="place-choices")
    return who


def _page(request: HttpRequest, who: Patient) -> dict[str, Any]:
    names = names_shown(asker(request), [who.pk])
    context: dict[str, Any] = {
        "patient": who,
        "name": names.get(who.pk, who.chosen_name),
        "back": reverse("people:patient", args=[who.pk]),
        "may_give": all(may_do(asker(request).roles, permission) for permission in GIVING),
    }
    try:
        answer, kept = place_one(program_of(request), who.pk, by=asker(request))
    except RosterUnfit as refusal:
        return context | {"unfit": str(refusal)}
    zone = who.program.zone
    context |= {
        "answer": answer,
        "monday": whole_date_said(answer.week),
        "read_at": f"{time_said(answer.read_at, zone)} {zone_said(zone)}",
        "read_in": f"{answer.read_seconds:.1f} s",
    }
    if answer.absent:
        with behind(who.program_id, asker(request)):
            place = place_of(who)
        # Of a cohort that the planner does not know: it begins off the grid of starts.
        cohorts = _cohorts(request, [str(place.cohort_id)]) if place else {}
        return context | {"cohort": next(iter(cohorts.values()), None)}
    if answer.placed_in:
        return context | {"cohort": _cohorts(request, [answer.placed_in]).get(answer.placed_in)}
    return context | _choices(request, answer, kept)


def _choices(request: HttpRequest, answer: Answer, kept: Warm) -> dict[str, Any]:
    """Each place in words; whom the asker may not see has no name in them."""
    moved = {m for choice in answer.choices for move in choice.option.moves for m in move.people}
    asked = [UUID(i) for i in (*answer.unit, *moved)]
    names = {str(pk): name for pk, name in names_shown(asker(request), asked).items()}
    for part in ("place-choices", "wishes"):
        reading.note(patients=[UUID(i) for i in answer.unit], part=part)
    if moved:
        reading.note(patients=[UUID(i) for i in sorted(moved)], part="membership")
    ids = {c.option.cohort_id for c in answer.choices}
    ids |= {move.to_cohort for c in answer.choices for move in c.option.moves}
    cohorts = _cohorts(request, ids)
    lines = [_line(choice, answer, kept, names, cohorts) for choice in answer.choices]
    return {
        **_help(request, answer, kept, names),
        "lines": lines,
        "first_lines": lines[:PART_SHOWS],
        "partner": next((names.get(i, "") for i in answer.unit if i != str(answer.unit[0])), ""),
        "couple": [names.get(i, "somebody") for i in answer.unit] if len(answer.unit) > 1 else [],
        "rule": words.RULES.get(answer.reason, ""),
    }


def _help(request: HttpRequest, answer: Answer, kept: Warm, names: dict[str, str]) -> dict[str, Any]:
    """What would give them a place: tried at the desk, or when a week was planned, which may open a new cohort."""
    problem = kept.snapshot.problem
    if answer.choices or answer.change != change_words.NONE:
        return {"help": change_words.clause(problem, answer.change, names)}
    tried = tried_by_planner(Patient(pk=UUID(answer.unit[0])), asker(request))
    if tried is None:
        return {"help": ""}
    monday, change = tried
    try:
        apply(problem, parse(change))
    except NotAChange:
        # It was about somebody who has left since.
        return {"help": ""}
    return {"help": change_words.clause(problem, change, names), "planned": whole_date_said(monday)}


def _line(
    choice: Choice, answer: Answer, kept: Warm, names: dict[str, str], cohorts: dict[str, Cohort]
) -> dict[str, Any]:
    problem, option = kept.snapshot.problem, choice.option
    cohort = cohorts.get(option.cohort_id)
    return {
        "cohort": cohort,
        "name": cohort.name if cohort else "A cohort",
        "about": choice.after.about,
        "when": choice.when,
        "size": words.size_said(choice),
        "seats": choice.after,
        "ratios": words.ratios_said(choice.after),
        "leads": choice.before.staff,
        "staff": words.staff_said(problem, choice.after, option.adds_staff),
        "care": words.care_said(problem, choice, answer.unit, names),
        "wishes": [(names.get(i, "") if len(answer.unit) > 1 else "", found) for i, found in choice.wishes],
        "others": words.others_said(choice),
        "note": choice.after.note,
        "moves": [_move(move.people, move.to_cohort, names, cohorts) for move in option.moves],
        "seen": mark_of(option),
    }


def _move(people: tuple[str, ...], to: str, names: dict[str, str], cohorts: dict[str, Cohort]) -> dict[str, Any]:
    return {
        "names": [names.get(i, "somebody in it") for i in people],
        "to": cohorts[to].name if to in cohorts else "another cohort",
        "person": people[0],
    }


def _cohorts(request: HttpRequest, ids: Any) -> dict[str, Cohort]:
    rows = Cohort.objects.visible_to(asker(request)).filter(pk__in=[UUID(i) for i in ids])
    return {str(row.pk): row for row in rows}
