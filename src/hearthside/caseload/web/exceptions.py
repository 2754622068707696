"""What stands against the rules since something changed: for coordinators, compliance and the director."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.models import Account, RoleHeld
from hearthside.access.roles import STAFF
from hearthside.access.rule import rule
from hearthside.caseload.actions.exceptions import own_exception
from hearthside.caseload.queries.exceptions import all_exceptions
from hearthside.caseload.rules.exceptions import KINDS
from hearthside.caseload.web import forms
from hearthside.caseload.web.asking import FORM, cohort_of, page
from hearthside.ledger import reading


@rule("caseload-exceptions")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every exception with its owner and day."""
    found, treatments = all_exceptions(program_of(request))
    reading.note(patients=sorted({p for e in found for p in e.patients}), part="display-name")
    reading.note(patients=sorted({t.treatment.patient_id for t in treatments}), part="treatments")
    rows = [{"exception": each, "kind": KINDS[each.kind]} for each in found]
    return render(request, "caseload/exceptions.html", {"rows": rows, "treatments": treatments})


@rule("caseload-exceptions", mode="write")
@page
def own(request: HttpRequest, cohort: UUID, kind: str) -> HttpResponse:
    """Who sees to an exception, and by which day."""
    if kind not in KINDS:
        raise Http404
    found = cohort_of(request, cohort)
    held = RoleHeld.objects.filter(program=program_of(request), role__in=STAFF, until_at__isnull=True)
    staff = Account.objects.filter(pk__in=held.values("account")).order_by("name", "pk")
    form = forms.OwnForm(sent(request), choices=[(str(a.pk), a.name) for a in staff])

    def act(given: dict[str, Any]) -> None:
        own_exception(
            cohort=found, kind=kind, owner=staff.get(pk=given["owner"]), by_on=given["by_on"], by=asker(request)
        )

    to = reverse("caseload:exceptions")
    context = {
        "heading": f"Who sees to {found.name}?",
        "button": "Save",
        "back": {"url": to, "words": "Exceptions"},
        "sentences": [f"{KINDS[kind]}."],
    }
    return ask(request, form, act, done="Saved.", to=to, template=FORM, context=context)
