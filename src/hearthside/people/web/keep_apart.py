"""Who may not share a group with somebody, and why: written by intake, seen by few."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from hearthside.access.rule import rule
from hearthside.people.actions.keep_apart import end_keep_apart_reason, keep_apart
from hearthside.people.models.couples import KeepApartReason
from hearthside.people.web.answering import ask, asker, sent
from hearthside.people.web.couples import CHOOSING, offered
from hearthside.people.web.patient_changes import FORM, about, page
from hearthside.people.web.patient_forms import KeepApartForm, NothingAsked
from hearthside.people.web.patient_words import address
from hearthside.people.web.patients import patient_of


@rule("keep-apart-reason", mode="write", subject="patient")
@page
def add_reason(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Somebody not to share a group with, and why."""
    who = patient_of(request, patient, "keep-apart-reason")
    form = KeepApartForm(sent(request), found=offered(request, who))

    def act(given: dict[str, Any]) -> None:
        keep_apart(patient=who, other=form.chosen, source=given["source"], words=given["words"], by=asker(request))

    context = about(
        who, "keep-apart-reasons", "Keep apart from somebody", "Keep them apart",
        sentences=["Neither of the two is told. Coordinators see only that they may not share a group."],
    )  # fmt: skip
    to = address(who, "keep-apart-reasons")
    return ask(request, form, act, done="They are kept apart from now on.", to=to, template=CHOOSING, context=context)


@rule("keep-apart-reason", mode="write", subject="patient")
@page
def end_reason(request: HttpRequest, patient: UUID, reason: UUID) -> HttpResponse:
    """A reason that counts no more."""
    who = patient_of(request, patient, "keep-apart-reason")
    row = KeepApartReason.objects.filter(pk=reason, patient=who, until_at__isnull=True).first()
    if row is None:
        raise Http404
    form: forms.Form = NothingAsked(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> None:
        end_keep_apart_reason(reason=row, by=asker(request))

    context = about(
        who, "keep-apart-reasons", "Does this reason count no more?", "End this reason", danger=True,
        sentences=["The two stay apart as long as another reason stands."],
    )  # fmt: skip
    return ask(request, form, act, done="Ended.", to=address(who, "keep-apart-reasons"), template=FORM, context=context)
