"""Agreements: read and signed on one page, shown again word for word, taken back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.people.actions.consents import revoke_agreement, sign_agreement
from hearthside.people.agreements.texts import KINDS, NEEDED, TOPICS, in_force
from hearthside.people.credentials.sentences import written
from hearthside.people.credentials.values import day_in
from hearthside.people.models.consents import Signature
from hearthside.people.models.patients import Patient
from hearthside.people.queries.consents import lasting, longest_disclosure, stands, text_of
from hearthside.people.queries.couples import open_couple_of
from hearthside.people.web.answering import ask, asker
from hearthside.people.web.patient_changes import about, page
from hearthside.people.web.patient_words import address
from hearthside.people.web.patients import patient_of
from hearthside.ui.forms import DayField, Plainly


class SignForm(Plainly, forms.Form):
    """A typed name is a signature; the hash says which text was on the page."""

    text_hash = forms.CharField(widget=forms.HiddenInput)
    typed_name = forms.CharField(label="Your full name", widget=forms.TextInput({"autocomplete": "name"}))


class DiscloseForm(SignForm):
    """What may be told, and until when."""

    topics = forms.MultipleChoiceField(
        choices=list(TOPICS.items()), widget=forms.CheckboxSelectMultiple, label="You may tell my partner"
    )
    until_on = DayField(label="Until which day")
    field_order = ("topics", "until_on", "typed_name")


@rule("consents", mode="write", subject="patient")
@page
def sign(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    """Read an agreement and sign it."""
    who = patient_of(request, patient, "consents")
    if kind not in NEEDED:
        raise Http404
    return _sign(request, who, kind, SignForm, "agreements", "consents")


@rule("consent-disclosure", mode="write", subject="patient")
@page
def disclose(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Choose what a partner may be told, and sign it. Offered only to whoever is linked with one."""
    who = patient_of(request, patient, "consent-disclosure")
    if open_couple_of(who) is None:
        raise Http404
    return _sign(request, who, "disclosure", DiscloseForm, "disclosure", "consent-disclosure")


def _sign(
    request: HttpRequest, who: Patient, kind: str, form_class: type[SignForm], section: str, part: str
) -> HttpResponse:
    today = day_in(who.program.zone, clock.now())
    agreement = in_force(kind, today)
    posted = request.POST.copy() if request.method == "POST" else None
    form = form_class(posted, initial={"text_hash": agreement.text_hash})
    if "until_on" in form.fields:
        form.fields["until_on"].help_text = f"{written(longest_disclosure(who.program, today))} at the latest."
    shown = posted.get("text_hash", "") if posted is not None else ""
    if posted is not None:
        # Whatever becomes of this, the page that comes back shows the text that holds now.
        posted["text_hash"] = agreement.text_hash

    def act(given: dict[str, Any]) -> None:
        couple = open_couple_of(who) if kind == "disclosure" else None
        sign_agreement(person=who, kind=kind, couple=couple, by=asker(request), **{**given, "text_hash": shown})

    is_self = who.account_id == asker(request).account
    context = about(
        who,
        section,
        agreement.title,
        "I sign this" if is_self else "Write down that they signed this",
        agreement=agreement,
        name=who.details.full_name,
        is_self=is_self,
    )
    done = "Signed. It stays on this page for you."
    template = "people/patients/sign.html"
    return ask(request, form, act, done=done, to=address(who, section), template=template, context=context)


def _signature(who: Patient, signature: UUID, *, disclosure: bool) -> Signature:
    rows = Signature.objects.filter(pk=signature, patient=who).select_related("revocation", "couple", "account")
    found: Signature | None = (
        rows.filter(kind="disclosure") if disclosure else rows.exclude(kind="disclosure")
    ).first()
    if found is None:
        raise Http404
    return found


def _signed_page(request: HttpRequest, who: Patient, row: Signature, section: str) -> HttpResponse:
    today = day_in(who.program.zone, clock.now())
    times = lasting(who.program, today)
    context = about(
        who,
        section,
        KINDS[row.kind],
        "",
        agreement=text_of(row),
        signature=row,
        topics=[TOPICS[topic] for topic in row.topics],
        stands=stands(row, today, times),
        until_on=times.last_day(row),
        by_other=row.account_id != who.account_id,
    )
    return render(request, "people/patients/signed.html", context)


@rule("consents", subject="patient")
@require_safe
def signed(request: HttpRequest, patient: UUID, signature: UUID) -> HttpResponse:
    """The very text that was signed, by whom and when."""
    who = patient_of(request, patient, "consents")
    return _signed_page(request, who, _signature(who, signature, disclosure=False), "agreements")


@rule("consent-disclosure", subject="patient")
@require_safe
def disclosed(request: HttpRequest, patient: UUID, signature: UUID) -> HttpResponse:
    """The same of a disclosure."""
    who = patient_of(request, patient, "consent-disclosure")
    return _signed_page(request, who, _signature(who, signature, disclosure=True), "disclosure")


def _take_back(request: HttpRequest, who: Patient, row: Signature, section: str, sentences: list[str]) -> HttpResponse:
    today = day_in(who.program.zone, clock.now())
    if not stands(row, today, lasting(who.program, today)):
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> None:
        revoke_agreement(signature=row, by=asker(request))

    context = about(who, section, f"Take back: {KINDS[row.kind]}?", "Take it back", danger=True, sentences=sentences)
    return ask(
        request,
        form,
        act,
        done="Taken back. It counts no more.",
        to=address(who, section),
        template="people/clinicians/form.html",
        context=context,
    )


@rule("consents", mode="write", subject="patient")
@page
def take_back(request: HttpRequest, patient: UUID, signature: UUID) -> HttpResponse:
    """A signature taken back. Asked once."""
    who = patient_of(request, patient, "consents")
    row = _signature(who, signature, disclosure=False)
    sentences = [
        "From now on nothing is done that rests on it. What was done before stays right.",
        "Sessions need this agreement: without it you cannot take part until it is signed again.",
    ]
    return _take_back(request, who, row, "agreements", sentences)


@rule("consent-disclosure", mode="write", subject="patient")
@page
def take_back_disclosure(request: HttpRequest, patient: UUID, signature: UUID) -> HttpResponse:
    """A disclosure taken back: the partner sees no difference between this and one that never was."""
    who = patient_of(request, patient, "consent-disclosure")
    row = _signature(who, signature, disclosure=True)
    sentences = ["From now on we tell your partner nothing more. Your partner is not told that you took it back."]
    return _take_back(request, who, row, "disclosure", sentences)
