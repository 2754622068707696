"""Clinicians to look at: the list, one clinician's page, who may treat somebody, and the way to one's own licenses."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import parts, subjects
from hearthside.access.permissions import Permission, may_do
from hearthside.access.roles import STAFF
from hearthside.access.rule import rule
from hearthside.base.text import folded
from hearthside.ledger import clock
from hearthside.people.credentials.types import DOINGS
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import answers, may_treat, states_covered, with_authorities
from hearthside.people.web.answering import asker, program_of, see_other
from hearthside.people.web.clinician_forms import FindForm, WhoMayForm
from hearthside.people.web.clinician_page import page_of
from hearthside.people.web.clinician_words import ROLE_WORDS, languages_in_words
from hearthside.ui import listing

SORTS = {"name": ("search_name", "id"), "credential": ("titles", "search_name", "id"), "since": ("works_from", "id")}


def today(request: HttpRequest) -> date:
    """The day on the program's clocks."""
    return day_in(program_of(request).zone, clock.now())


def clinician_of(request: HttpRequest, clinician: UUID) -> Clinician:
    """The clinician, if the asker may see them at all; otherwise as for one that never was."""
    found = Clinician.objects.visible_to(asker(request)).filter(pk=clinician).first()
    if found is None:
        raise Http404
    return found


def sees_credentials(request: HttpRequest) -> bool:
    """Whether the asker's role opens everybody's credentials."""
    return parts.may("clinician-credentials", subjects.by_role(asker(request)), parts.READ)


@rule("clinician-card")
@require_safe
def clinicians(request: HttpRequest) -> HttpResponse:
    """Who treats people here. Whoever may see credentials also sees where each may treat, and can ask by state."""
    day, full = today(request), sees_credentials(request)
    form = FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {k: v for k, v in form.cleaned_data.items() if v}
    found = _found(request, asked, day)
    everyone = Clinician.objects.visible_to(asker(request)).working_on(day).count()
    rows: Any = found.order_by(*listing.order(request.GET, SORTS, default="name"))
    if full:
        rows = with_authorities(rows).select_related("file")
        if state := asked.get("state"):
            rows = [c for c in rows if any(may_treat(c, state, day, doing) for doing in DOINGS)]
    page = listing.page(request.GET, rows)
    shown = [_row(c, states_covered(c, day, DOINGS) if full else []) for c in page]
    return render(
        request,
        "people/clinicians/list.html",
        {
            "form": form,
            "page": page,
            "rows": shown,
            "full": full,
            "staff": bool(asker(request).roles & set(STAFF)),
            "everyone": everyone,
            "narrowed": any(asked.values()) or bool(request.GET.get("q")),
            "today": day,
            "may_keep": may_do(asker(request).roles, Permission.KEEP_CLINICIANS),
        },
    )


def _row(clinician: Clinician, states: list[str]) -> dict[str, Any]:
    roles = ", ".join(ROLE_WORDS[role] for role in clinician.roles)
    return {
        "clinician": clinician,
        "states": states,
        "languages": languages_in_words(clinician.languages),
        "roles": roles or "None yet",
    }


def _found(request: HttpRequest, asked: dict[str, Any], day: date) -> "QuerySet[Clinician]":
    """Those whom the address asks for; the state is asked of the rule, not of the table."""
    found = Clinician.objects.visible_to(asker(request))
    if not asked.get("left"):
        found = found.working_on(day)
    for word in folded(request.GET.get("q", "")).split():
        found = found.filter(search_name__contains=word)
    for name, column in (("role", "roles"), ("language", "languages"), ("track", "tracks")):
        if asked.get(name):
            found = found.filter(**{f"{column}__contains": [asked[name]]})
    return found


@rule("clinician-card", subject="clinician")
@require_safe
def clinician(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """The card for everybody in the program; for staff who may, and for the clinician, the whole record."""
    who = clinician_of(request, clinician)
    standing = subjects.standing("clinician", asker(request), clinician, "clinician-credentials")
    if not parts.may("clinician-credentials", standing.relations, parts.READ):
        context = {"clinician": who, "languages": languages_in_words(who.languages)}
        return render(request, "people/clinicians/card.html", context)
    full = with_authorities(Clinician.objects.filter(pk=who.pk)).select_related("file", "account").get()
    context = page_of(full, asker(request), today(request))
    return render(request, "people/clinicians/page.html", context)


@rule("clinician-card")
@require_safe
def my_licenses(request: HttpRequest) -> HttpResponse:
    """The way from the navigation to one's own record."""
    actor = asker(request)
    own = Clinician.objects.visible_to(actor).filter(account=actor.account).first() if actor.account else None
    if own is not None:
        return see_other(reverse("people:clinician", args=[own.id]) + "#licenses")
    return render(request, "people/clinicians/none_of_mine.html")


@rule("clinician-credentials")
@require_safe
def who_may_treat(request: HttpRequest) -> HttpResponse:
    """Who may treat somebody in a state on a day, and why the others may not."""
    day = today(request)
    asked_for = any(request.GET.get(name) for name in ("state", "doing", "on_month", "on_day", "on_year"))
    form = WhoMayForm(request.GET) if asked_for else WhoMayForm(initial={"on": day})
    found = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        found = answers(program=program_of(request).id, state=given["state"], on=given["on"], doing=given["doing"])
    context = {
        "form": form,
        "asked": form.cleaned_data if found is not None else None,
        "yes": [a for a in found or () if a.may],
        "no": [a for a in found or () if not a.may],
    }
    return render(request, "people/clinicians/who_may_treat.html", context, status=422 if form.errors else 200)
