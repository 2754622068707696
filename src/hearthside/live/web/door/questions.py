"""One question on a page: shown, refused beside the field, kept and gone on, or gone back with all that was typed."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access.answering import see_other, sent
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.check_in import answer_question, begin_check_in, keep_draft
from hearthside.live.actions.check_in_identity import note_wrong_factor, takes_birth_date
from hearthside.live.door_refusals import DoorsClosed, NotWhoTheySay
from hearthside.live.models.check_in import CheckIn
from hearthside.live.queries.check_in import (
    agreement_now,
    answers_of,
    asked_of,
    group_of,
    partner_in,
    person_of,
    signature_for,
)
from hearthside.live.rules import check_in as rules
from hearthside.live.web.door import forms as door_forms
from hearthside.live.web.door.filled import filled
from hearthside.live.web.door.way import Way
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.schedule.said import whole_day_said

BACK = "back"


def begin(request: HttpRequest, way: Way) -> CheckIn | HttpResponse:
    """What they have begun, or the page that says that the doors are closed."""
    try:
        return begin_check_in(visitor=way.visitor, by=way.by)
    except DoorsClosed as refusal:
        return render(request, "live/door/closed.html", {"refusal": refusal, "frame": way.frame})


def go_on(request: HttpRequest, way: Way) -> HttpResponse:
    """To the first question that is open; with none, to where they wait."""
    row = begin(request, way)
    if isinstance(row, HttpResponse):
        return row
    with behind(way.visitor.program.pk, way.by):
        answers = answers_of(row)
        wanted = rules.steps(asked_of(way.visitor), answers, on_ticket_here=way.visitor.on_ticket_here)
    step = rules.first_open(wanted, answers)
    return see_other(way.question(step) if step else way.waiting)


def question(request: HttpRequest, way: Way, step: str) -> HttpResponse:
    """One question."""
    row = begin(request, way)
    if isinstance(row, HttpResponse):
        return row
    with behind(way.visitor.program.pk, way.by):
        answers, asked = answers_of(row), asked_of(way.visitor)
        wanted = rules.steps(asked, answers, on_ticket_here=way.visitor.on_ticket_here)
        if step not in wanted:
            raise Http404
        form, more = _form(request, way, row, step, answers)
        more |= _around(way, row, step, wanted)
    before = wanted[wanted.index(step) - 1] if wanted.index(step) else None
    if request.method == "POST" and BACK in request.POST and before:
        typed = {name: request.POST.get(form.add_prefix(name), "") for name in form.fields}
        keep_draft(visitor=way.visitor, step=step, typed=typed, by=way.by)
        return see_other(way.question(before))
    if request.method == "POST" and form.is_valid() and _answered(way, step, form):
        return see_other(_after(way, step))
    refused = form.is_bound and bool(form.errors)
    context = {"form": form, "way": way, "frame": way.frame, "step": step, "has_back": before is not None, **more}
    return render(request, "live/door/question.html", context, status=422 if refused else 200)


def _answered(way: Way, step: str, form: forms.Form) -> bool:
    """Whether it was kept; what stands against it is said beside its field."""
    try:
        retrying(answer_question)(visitor=way.visitor, step=step, given=form.cleaned_data, by=way.by)
    except NotWhoTheySay as refusal:
        note_wrong_factor(visitor=way.visitor, by=way.by)
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except Refusal as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
    else:
        return True
    return False


def _after(way: Way, step: str) -> str:
    """The question after this one, so that somebody who goes through again sees each; after the last, they wait."""
    with behind(way.visitor.program.pk, way.by):
        row = begin_check_in(visitor=way.visitor, by=way.by)
        answers = answers_of(row)
        wanted = rules.steps(asked_of(way.visitor), answers, on_ticket_here=way.visitor.on_ticket_here)
    # Whom a ticket has shown already is not asked who they are.
    known = {rules.IDENTITY} if answers.get(rules.IDENTITY, {}).get("factor") == rules.TICKET else set()
    later = [each for each in wanted[wanted.index(step) + 1 :] if each not in known]
    if later:
        return way.question(later[0])
    return way.go_on


def _form(
    request: HttpRequest, way: Way, row: CheckIn, step: str, answers: dict[str, dict[str, Any]]
) -> tuple[forms.Form, dict[str, Any]]:
    data = sent(request)
    initial = filled(way.visitor, row, step, answers)
    if step == rules.AGREEMENT:
        return _agreement(way, data)
    form = door_forms.FORMS[step](data, initial=initial)
    if isinstance(form, door_forms.IdentityForm) and not takes_birth_date(way.visitor, row):
        form.only_by_code()
    if isinstance(form, door_forms.SafetyForm) and not asked_of(way.visitor).asks_about_use:
        form.without_use()
    return form, {}


def _agreement(way: Way, data: Any) -> tuple[forms.Form, dict[str, Any]]:
    """The text with a line to sign; for whoever has signed it for this group, one line that reminds."""
    text, who = agreement_now(way.visitor.program, clock.now()), person_of(way.visitor)
    group = group_of(way.visitor.session, way.visitor.person)
    signed = signature_for(group, way.visitor.person, text.version) if group else None
    more: dict[str, Any] = {"agreement": text}
    if signed is not None:
        on = whole_day_said(signed.signed_at, way.visitor.program.zone)
        return door_forms.ReadAgainForm(data), {**more, "signed_on": on}
    posted = data.copy() if data is not None else None
    if posted is not None and posted.get("text_hash") != text.text_hash:
        # What was read is not what holds now: it is read again before anybody signs.
        posted["typed_name"] = ""
        posted["text_hash"] = text.text_hash
    more["name"] = who.details.full_name if isinstance(who, Patient) else who.name
    return door_forms.AgreementForm(posted, initial={"text_hash": text.text_hash}), more


def _around(way: Way, row: CheckIn, step: str, wanted: tuple[str, ...]) -> dict[str, Any]:
    number = wanted.index(step) + 1
    other = partner_in(way.visitor.session.pk, way.visitor.person) if step == rules.SCREEN else None
    return {
        "heading": door_forms.HEADINGS[step],
        "why": door_forms.WHY.get(step, ""),
        "number": number,
        "of": len(wanted),
        "so_far": f"Question {number} of {len(wanted)}",
        "partner": other.name if other else "",
        "partner_link": reverse("live:partner_link", args=[way.visitor.session.pk]) if other else "",
        "is_last": number == len(wanted),
        "on_call": way.visitor.program.on_call_number,
        "is_locked": step == rules.IDENTITY and not takes_birth_date(way.visitor, row),
    }
