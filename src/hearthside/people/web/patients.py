"""Patients to look at: the list, one patient's page, and each section of it alone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import parts, subjects
from hearthside.access.parts import WRITE
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.people.models.patients import Patient, PatientQuerySet
from hearthside.people.queries.patients import found_by_name, with_status
from hearthside.people.queries.standing import modes
from hearthside.people.rules import STATUS_NAMES
from hearthside.people.web import patient_words as words
from hearthside.people.web.answering import asker, see_other
from hearthside.people.web.patient_forms import FindForm
from hearthside.people.web.patient_sections import GATHERED, SECTIONS, Section
from hearthside.ui import listing

SORTS = {
    "name": ("details__search_name", "pk"),
    "state": ("details__state", "details__search_name", "pk"),
    "status": ("status_now", "details__search_name", "pk"),
    "waiting": ("wishes__waiting_since", "pk"),
    "acuity": ("-wishes__acuity", "wishes__waiting_since", "pk"),
}


def patient_of(request: HttpRequest, patient: UUID, part: str = "demographics") -> Patient:
    """The patient, if the asker may see this part of the record; otherwise as for one that never was."""
    one: Patient | None = _visible(request, patient, part).first()
    if one is None:
        raise Http404
    return one


def _visible(request: HttpRequest, patient: UUID, part: str) -> PatientQuerySet:
    return Patient.objects.visible_to(asker(request), part).select_related("program", "account").filter(pk=patient)


@rule("people-list")
@require_safe
def patients(request: HttpRequest) -> HttpResponse:
    """Everybody whose name and contact the asker may see; wishes only for whoever may see those."""
    actor = asker(request)
    visible = with_status(Patient.objects.visible_to(actor).standing())
    form = FindForm(request.GET)
    asked = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    sees_wishes = parts.may("wishes", subjects.by_role(actor), parts.READ)
    found = _found(visible, asked, request.GET.get("q", ""), sees_wishes)
    sorts = SORTS if sees_wishes else {key: SORTS[key] for key in ("name", "state", "status")}
    if "sort" in request.GET or not request.GET.get("q"):
        found = found.order_by(*listing.order(request.GET, sorts, default="name"))
    page = listing.page(request.GET, found.select_related("details", *(["wishes"] if sees_wishes else [])))
    reading.note(patients=[p.pk for p in page], part="demographics")
    if sees_wishes:
        reading.note(patients=[p.pk for p in page], part="wishes")
    context = {
        "form": form,
        "page": page,
        "rows": [_row(p, sees_wishes) for p in page],
        "sees_wishes": sees_wishes,
        "narrowed": bool(asked) or bool(request.GET.get("q")),
        "may_take_on": may_do(actor.roles, Permission.TAKE_ON),
        "may_merge": parts.may("duplicates", subjects.by_role(actor), parts.READ),
    }
    return render(request, "people/patients/list.html", context)


def _found(visible: Any, asked: dict[str, Any], typed: str, sees_wishes: bool) -> Any:
    for name, column in (("status", "status_now"), ("state", "details__state")):
        if asked.get(name):
            visible = visible.filter(**{column: asked[name]})
    if sees_wishes and asked.get("track"):
        visible = visible.filter(wishes__track=asked["track"])
    return found_by_name(visible, typed)


def _row(patient: Any, sees_wishes: bool) -> dict[str, Any]:
    kind, status = words.status_words(patient)
    row = {"patient": patient, "status": status, "kind": kind, "state": words.state_words(patient.details.state)}
    if sees_wishes:
        row |= {"track": words.TRACK_WORDS[patient.wishes.track], "acuity": words.ACUITY_WORDS[patient.wishes.acuity]}
    return row


@rule("demographics", subject="patient")
@require_safe
def patient(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The record, section by section, as far as the asker may see it."""
    who = with_status(_visible(request, patient, "demographics").select_related("details")).first()
    if who is None:
        raise Http404
    if who.merged_into_id is not None:
        return see_other(words.address(who.merged_into or who))
    seen = modes(asker(request), who.pk)
    sections = [section for section in SECTIONS if section.part in seen]
    for section in sections:
        reading.note(patients=[who.pk], part=section.part)
    kind, status = words.status_words(who) if "status" in seen else ("", "")
    context = {
        "patient": who,
        "details": who.details,
        "is_self": who.account_id == asker(request).account,
        "sections": [
            {"slug": s.slug, "heading": s.heading, "html": _html(request, s, who, seen[s.part])} for s in sections
        ],
        "gathered": [
            {"slug": g.slug, "heading": g.heading, "url": reverse(g.address, args=[who.pk])}
            for g in GATHERED
            if g.part in seen and who.account_id != asker(request).account
        ],
        "status": status,
        "kind": kind,
    }
    return render(request, "people/patients/page.html", context)


def _html(request: HttpRequest, section: Section, who: Patient, mode: str) -> str:
    is_self = who.account_id == asker(request).account
    roles = asker(request).roles
    # A section is a piece of a page: the frame around it, and what the frame costs, is made once.
    context = {
        **csrf(request),
        "patient": who,
        "is_self": is_self,
        "may_change": mode == WRITE,
        "may_link": may_do(roles, Permission.LINK_PARTNERS),
        **section.context(who, asker(request)),
    }
    return render_to_string(section.template, context)


def one_section(section: Section) -> Callable[..., HttpResponse]:
    """The page of one section, with the rule of its part; the fragment alone where htmx asks."""

    @rule(section.part, subject="patient")
    @require_safe
    def view(request: HttpRequest, patient: UUID) -> HttpResponse:
        who = patient_of(request, patient, section.part)
        html = _html(request, section, who, modes(asker(request), who.pk)[section.part])
        if request.headers.get("HX-Request"):
            return HttpResponse(html)
        return render(request, "people/patients/section.html", {"patient": who, "section": section, "html": html})

    return view


@rule("home")
@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """The way to one's own record, for whoever has one."""
    own = Patient.objects.standing().filter(program=asker(request).program, account=asker(request).account).first()
    if own is None:
        return render(request, "people/patients/none_of_mine.html", {"status_names": STATUS_NAMES})
    return see_other(words.address(own))
