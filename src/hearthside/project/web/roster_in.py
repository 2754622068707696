"""A roster, or applicants of another system, by upload: sent, looked at by a worker, then brought in or let go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import see_other
from hearthside.access.permissions import Permission, may_do
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of, program_of
from hearthside.base.refusal import Refusal
from hearthside.interop import doors
from hearthside.interop.actions.uploads import ask_to_bring_in, keep_upload, let_upload_go, permission_for
from hearthside.interop.fhir.applicants import Question
from hearthside.interop.models import BROUGHT, FAILED, LOOKED, LOOKING, UNDER_WAY, Upload
from hearthside.interop.upload.unpacking import ROSTER, Sent
from hearthside.ledger.retrying import retrying
from hearthside.project.uploads import TOO_LARGE
from hearthside.project.web.roster_forms import ConfirmForm, ImportForm

STAGES = {
    "holding": "Who is here already is looked up.",
    "clinicians": "Clinicians, their licenses and their times.",
    "people": "People, their times and whom they belong to.",
    "week": "The week is checked.",
    "beginning": "Cohorts begin, and people get their places.",
    "making": "The sessions of the coming weeks are made.",
}


@rule("import", mode="write")
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose files. A worker looks at them; the next page says what it found."""
    actor, program = actor_of(request), program_of(request)
    mine = {
        "rosters": may_do(actor.roles, Permission.IMPORT_ROSTER),
        "applicants": may_do(actor.roles, Permission.BRING_APPLICANTS),
    }
    form = (
        ImportForm(request.POST, request.FILES, **mine, too_large=bool(request.META.get(TOO_LARGE)))
        if request.method == "POST"
        else ImportForm(**mine)
    )
    if form.is_bound and form.is_valid():
        files: Sent = form.cleaned_data["chosen"]
        source = form.cleaned_data["source"] or (doors.ROSTER if files.kind == ROSTER else doors.FHIR)
        if may_do(actor.roles, permission_for(files.kind)):
            kept = keep_upload(program=program, sent=files, source=source, week=form.cleaned_data["week"], by=actor)
            return see_other(reverse("import_review", args=[kept.pk]))
        form.add_error("chosen", _not_yours(files.kind))
    last = Upload.objects.filter(program=program, account_id=actor.account).defer("packed").first()
    context = {"form": form, "last": last, **mine}
    return render(request, "project/roster/bring.html", context, status=422 if form.errors else 200)


@rule("import", mode="write")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, upload: UUID) -> HttpResponse:
    """What would happen, then what happened; in between, how far it is."""
    row = _own(request, upload)
    here = reverse("import_review", args=[row.pk])
    if request.method == "POST" and "let_go" in request.POST:
        return _let_go(request, row, here)
    if request.headers.get("HX-Request") and row.state not in UNDER_WAY:
        # It has ended while the page looked again: the whole page says what came of it.
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    context: dict[str, Any] = {"upload": row, "here": here, "is_roster": row.kind == ROSTER}
    if row.state == LOOKED:
        return _confirm(request, row, context)
    if request.method == "POST":
        return see_other(here)
    if row.state in UNDER_WAY:
        looks = row.state == LOOKING
        context |= {"looks": looks, "stage": STAGES.get(row.stage, "It begins as soon as a worker is free.")}
        return render(request, "project/roster/working.html", context)
    if row.state == BROUGHT:
        return render(request, "project/roster/done.html", context)
    context |= {"more": row.wrong_in_all - len(row.wrong), "failed": row.state == FAILED}
    return render(request, "project/roster/not_brought_in.html", context)


def _confirm(request: HttpRequest, row: Upload, context: dict[str, Any]) -> HttpResponse:
    questions = [Question(key, name, state, code, tuple(zones)) for key, name, state, code, zones in row.questions]
    form = ConfirmForm(request.POST if request.method == "POST" else None, questions=questions)
    if form.is_bound and form.is_valid():
        try:
            retrying(ask_to_bring_in)(upload=row, zones=form.zones, by=actor_of(request))
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            messages.info(request, str(refusal))
        return see_other(str(context["here"]))
    return render(request, "project/roster/review.html", {**context, "form": form}, status=422 if form.errors else 200)


def _let_go(request: HttpRequest, row: Upload, here: str) -> HttpResponse:
    try:
        let_upload_go(upload=row, by=actor_of(request))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        messages.info(request, str(refusal))
        return see_other(here)
    messages.info(request, "Let go." if row.state == BROUGHT else "Let go. Nothing was brought in.")
    return see_other(reverse("import"))


def _own(request: HttpRequest, upload: UUID) -> Upload:
    own = Upload.objects.filter(pk=upload, account_id=actor_of(request).account).select_related("program")
    row: Upload | None = own.defer("packed").first()
    if row is None or row.program_id != program_of(request).pk:
        raise Http404
    return row


def _not_yours(kind: str) -> str:
    if kind == ROSTER:
        return "Rosters are brought in by the coordinator. You may bring in applicants, as a FHIR bundle."
    return "Applicants are brought in by intake. You may bring in a roster, as .zip or .csv files."
