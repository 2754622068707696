"""Agreements of a partner who is no patient here: read, signed and taken back by themselves."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.actions.consents import revoke_agreement, sign_agreement
from hearthside.people.agreements.texts import KINDS, NEEDED_OF_PARTNER, in_force
from hearthside.people.credentials.values import day_in
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.queries.consents import agreements_of, lasting, stands, text_of
from hearthside.people.web.answering import ask, asker, program_of
from hearthside.people.web.consents import SignForm
from hearthside.people.web.patient_changes import page


def _me(request: HttpRequest) -> PartnerWithoutChart:
    """The row of whoever asks: that of the link that stands, if there were several."""
    mine = PartnerWithoutChart.objects.filter(account=asker(request).account, program=program_of(request))
    rows = mine.select_related("program", "patient").order_by(
        F("couple_members__until_at").desc(nulls_first=True), "-id"
    )
    found: PartnerWithoutChart | None = rows.first()
    if found is None:
        raise Http404
    reading.note(patients=[found.patient_id], part="shared-couple")
    return found


def _back() -> dict[str, str]:
    return {"url": reverse("people:my_agreements"), "words": "My agreements"}


@rule("partner-agreements")
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """What is needed to come to couples work, and what was signed."""
    me = _me(request)
    now, every = agreements_of(me, NEEDED_OF_PARTNER, day_in(me.program.zone, clock.now()))
    current = [each.signature for each in now]
    context = {"now": now, "earlier": [signature for signature in every if signature not in current]}
    return render(request, "people/patients/my_agreements.html", context)


@rule("partner-agreements", mode="write")
@page
def sign(request: HttpRequest, kind: str) -> HttpResponse:
    """Read an agreement and sign it."""
    me = _me(request)
    if kind not in NEEDED_OF_PARTNER:
        raise Http404
    agreement = in_force(kind, day_in(me.program.zone, clock.now()))
    posted = request.POST.copy() if request.method == "POST" else None
    shown = posted.get("text_hash", "") if posted is not None else ""
    if posted is not None:
        # Whatever becomes of this, the page that comes back shows the text that holds now.
        posted["text_hash"] = agreement.text_hash
    form = SignForm(posted, initial={"text_hash": agreement.text_hash})

    def act(given: dict[str, Any]) -> None:
        sign_agreement(person=me, kind=kind, text_hash=shown, typed_name=given["typed_name"], by=asker(request))

    context = {
        "heading": agreement.title,
        "button": "I sign this",
        "back": _back(),
        "agreement": agreement,
        "name": me.name,
        "is_self": True,
    }
    template = "people/patients/sign.html"
    return ask(request, form, act, done="Signed.", to=_back()["url"], template=template, context=context)


def _signature(me: PartnerWithoutChart, signature: UUID) -> Signature:
    rows = Signature.objects.filter(pk=signature, partner=me)
    rows = rows.select_related("revocation", "couple", "account", "partner__program", "patient")
    found: Signature | None = rows.first()
    if found is None:
        raise Http404
    return found


@rule("partner-agreements")
@require_safe
def signed(request: HttpRequest, signature: UUID) -> HttpResponse:
    """The very text that was signed."""
    me = _me(request)
    row = _signature(me, signature)
    today = day_in(me.program.zone, clock.now())
    times = lasting(me.program, today)
    context = {
        "heading": KINDS[row.kind],
        "back": _back(),
        "agreement": text_of(row),
        "signature": row,
        "stands": stands(row, today, times),
        "until_on": times.last_day(row),
        "by_other": row.account_id != me.account_id,
    }
    return render(request, "people/patients/signed.html", context)


@rule("partner-agreements", mode="write")
@page
def take_back(request: HttpRequest, signature: UUID) -> HttpResponse:
    """A signature taken back. Asked once."""
    row = _signature(_me(request), signature)
    if hasattr(row, "revocation"):
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> None:
        revoke_agreement(signature=row, by=asker(request))

    context = {
        "heading": f"Take back: {KINDS[row.kind]}?",
        "button": "Take it back",
        "danger": True,
        "back": _back(),
        "sentences": ["Couples work needs this agreement: without it you cannot take part until it is signed again."],
    }
    template = "people/clinicians/form.html"
    return ask(request, form, act, done="Taken back.", to=_back()["url"], template=template, context=context)
