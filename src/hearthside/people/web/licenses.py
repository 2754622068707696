"""Pages on which licenses and the like are recorded, confirmed, renewed and ended; clinicians record their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.rule import rule
from hearthside.base.states import STATE_NAMES
from hearthside.people.actions.authorities import (
    change_authority,
    confirm_authority,
    end_authority,
    record_authority,
    renew_authority,
)
from hearthside.people.credentials.sentences import KINDS
from hearthside.people.credentials.tables import compacts
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.expiries import Expiry, expiries, notice_days
from hearthside.people.web import clinician_forms as forms
from hearthside.people.web.answering import ask, asker, program_of, sent
from hearthside.people.web.clinician_changes import FORM, about, address, page
from hearthside.people.web.clinician_words import days_in_words, disputed, span_in_words
from hearthside.people.web.clinicians import clinician_of, today

# Each order goes on by day, name and id, so that equal rows never change places.
SORTS: dict[str, Callable[[Expiry], tuple[Any, ...]]] = {
    "day": lambda e: (e.ends_on, e.clinician.search_name, str(e.subject)),
    "name": lambda e: (e.clinician.search_name, e.ends_on, str(e.subject)),
    "state": lambda e: (e.state, e.ends_on, e.clinician.search_name, str(e.subject)),
}


def _held(clinician: Clinician, authority: UUID) -> PracticeAuthority:
    found: PracticeAuthority | None = (
        PracticeAuthority.objects.filter(pk=authority, credential__clinician=clinician)
        .select_related("credential__clinician")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _named(authority: PracticeAuthority) -> str:
    return f"the {KINDS[authority.kind]} in {STATE_NAMES[authority.state]}"


@rule("clinician-credentials", mode="write", subject="clinician")
@page
def new(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """Record a license, privilege, registration or exception."""
    who = clinician_of(request, clinician)
    credentials = list(who.credentials.exclude(status="given_up"))
    form = forms.AuthorityForm(credentials, sent(request))

    def act(given: dict[str, Any]) -> PracticeAuthority:
        return record_authority(credential=form.held_under(), right=form.right(), by=asker(request))

    sentences = ["It counts once somebody else here has looked it up and confirmed it."]
    context = about(who, "Record a license", "Record it", sentences=sentences)
    if not credentials:
        context |= {"sentences": ["First a credential is needed: what this clinician is."], "cannot": True}
    return ask(request, form, act, done="Recorded. It counts once it is confirmed.", to=address(who, "licenses"),
               template=FORM, context=context)  # fmt: skip


@rule("clinician-credentials", mode="write", subject="clinician")
@page
def change(request: HttpRequest, clinician: UUID, authority: UUID) -> HttpResponse:
    """Correct what was recorded."""
    who = clinician_of(request, clinician)
    held = _held(who, authority)
    form = forms.AuthorityForm([held.credential], sent(request), initial=forms.AuthorityForm.filled(held))

    def act(given: dict[str, Any]) -> PracticeAuthority:
        return change_authority(authority=held, right=form.right(), by=asker(request))

    sentences = ["Whatever changes takes the confirmation away: it has to be looked up again."]
    context = about(who, f"Change {_named(held)}", "Save", sentences=sentences)
    return ask(request, form, act, done="Saved.", to=address(who, "licenses"), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def confirm(request: HttpRequest, clinician: UUID, authority: UUID) -> HttpResponse:
    """Say where it was looked up; from then on it counts."""
    who = clinician_of(request, clinician)
    held = _held(who, authority)
    form = forms.ConfirmForm(sent(request))

    def act(given: dict[str, Any]) -> PracticeAuthority:
        return confirm_authority(authority=held, source=given["source"], by=asker(request))

    number = f", number {held.number}" if held.number else ""
    sentences = [f"On record: {span_in_words(held.valid_from, held.valid_to)}{number}. Look it up at the board."]
    if compact := compacts().get(held.compact):
        sentences.append(f"{compact.title} lists its privileges at {compact.look_up}.")
    context = about(who, f"Confirm {_named(held)}", "Confirm", sentences=sentences, warning=disputed(held))
    return ask(request, form, act, done="Confirmed. It counts from now on.", to=address(who, "licenses"), template=FORM,
               context=context)  # fmt: skip


@rule("clinician-credentials", mode="write", subject="clinician")
@page
def renew(request: HttpRequest, clinician: UUID, authority: UUID) -> HttpResponse:
    """Record that it goes on from the day after its last."""
    who = clinician_of(request, clinician)
    held = _held(who, authority)
    form = forms.RenewForm(sent(request))

    def act(given: dict[str, Any]) -> PracticeAuthority:
        return renew_authority(authority=held, valid_to=given["valid_to"], number=given["number"], by=asker(request))

    sentences = [f"On record: {span_in_words(held.valid_from, held.valid_to)}. The renewal begins the day after."]
    context = about(who, f"Renew {_named(held)}", "Record the renewal", sentences=sentences)
    done = "The renewal is recorded. It counts once it is confirmed."
    return ask(request, form, act, done=done, to=address(who, "licenses"), template=FORM, context=context)


@rule("clinician-credentials", mode="write", subject="clinician")
@page
def end(request: HttpRequest, clinician: UUID, authority: UUID) -> HttpResponse:
    """Record that it ends."""
    who = clinician_of(request, clinician)
    held = _held(who, authority)
    form = forms.EndForm(sent(request), initial={"last_day": today(request)})

    def act(given: dict[str, Any]) -> PracticeAuthority:
        return end_authority(authority=held, last_day=given["last_day"], because=given["because"], by=asker(request))

    context = about(who, f"End {_named(held)}", "End it", danger=True, sentences=["It stays on record."])
    return ask(request, form, act, done="Its last day is recorded.", to=address(who, "licenses"), template=FORM,
               context=context)  # fmt: skip


@rule("license-expiries")
@require_safe
def ending_soon(request: HttpRequest) -> HttpResponse:
    """What ends soon enough to be told of, or has just ended, the soonest first."""
    day = today(request)
    marks = notice_days(program_of(request).id)
    form = forms.ExpiryForm(marks, request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    everything = expiries(program=program_of(request).id, on=day, within=marks[-1])
    within = int(asked.get("within") or marks[-1])
    rows: list[dict[str, Any]] = [
        {
            "expiry": e,
            "state_name": STATE_NAMES.get(e.state, ""),
            "when": days_in_words(e.days_left),
            # The last mark before the day: whatever is not renewed by now stops soon.
            "urgent": e.days_left <= marks[0],
        }
        for e in everything
        if e.days_left <= within
        and (not asked.get("state") or asked["state"] in (e.state, *e.also))
        and (not asked.get("what") or asked["what"] == e.what)
    ]
    word = request.GET.get("sort", "")
    word = word if word.removeprefix("-") in SORTS else "day"
    rows.sort(key=lambda row: SORTS[word.removeprefix("-")](row["expiry"]), reverse=word.startswith("-"))
    counts = [(mark, sum(0 <= e.days_left <= mark for e in everything)) for mark in marks]
    context = {
        "form": form,
        "rows": rows,
        "counts": counts,
        "seen_ahead": marks[-1],
        "ended": sum(e.has_ended for e in everything),
        "total": len(everything),
        "today": day,
    }
    return render(request, "people/clinicians/expiries.html", context)
