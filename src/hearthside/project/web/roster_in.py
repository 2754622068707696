"""A roster, or applicants of another system, by upload: sent, looked at as a dry run, then brought in or let go."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.permissions import Permission, may_do
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of, program_of
from hearthside.base.refusal import Refusal
from hearthside.interop import doors, saying
from hearthside.interop.actions.uploads import keep_upload, let_upload_go, permission_for
from hearthside.interop.fhir.applicants import Question
from hearthside.interop.models import Upload
from hearthside.interop.upload.unpacking import ROSTER, Sent, unpacked_again
from hearthside.placement.folder.complaints import BadRoster
from hearthside.project.uploads import TOO_LARGE
from hearthside.project.web.roster_forms import ConfirmForm, ImportForm

SHOWN = 500


@dataclass(frozen=True)
class Look:
    """What a dry run said: lines, what to answer first, or what to put right."""

    lines: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)


@rule("import", mode="write")
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose files. What is wrong with them is said line by line, and nothing is kept of them then."""
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
    wrong: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        files: Sent = form.cleaned_data["chosen"]
        source = form.cleaned_data["source"] or (doors.ROSTER if files.kind == ROSTER else doors.FHIR)
        if not may_do(actor.roles, permission_for(files.kind)):
            form.add_error("chosen", _not_yours(files.kind))
        else:
            upload = Upload(program=program, kind=files.kind, source=source, week=form.cleaned_data["week"])
            wrong = _looked(request, upload, files).wrong
            if not wrong:
                kept = keep_upload(program=program, sent=files, source=source, week=upload.week, by=actor)
                return _see_other(reverse("import_review", args=[kept.pk]))
    context = {
        "form": form,
        "wrong": wrong[:SHOWN],
        "more": max(0, len(wrong) - SHOWN),
        **mine,
    }
    return render(request, "project/roster/bring.html", context, status=422 if wrong or form.errors else 200)


@rule("import", mode="write")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, upload: UUID) -> HttpResponse:
    """What would happen; on confirmation it does, all of it or nothing."""
    row = _own(request, upload)
    files = unpacked_again(row.kind, bytes(row.packed))
    if request.method == "POST" and "let_go" in request.POST:
        let_upload_go(upload=row, by=actor_of(request))
        messages.info(request, "Let go. Nothing was brought in.")
        return _see_other(reverse("import"))
    look = _looked(request, row, files)
    form = ConfirmForm(request.POST if request.method == "POST" else None, questions=look.questions)
    if form.is_bound and not look.wrong and form.is_valid():
        done = _looked(request, row, files, zones=form.zones, dry_run=False)
        if not done.wrong:
            let_upload_go(upload=row, by=actor_of(request))
            return render(request, "project/roster/done.html", {"lines": done.lines, "kind": row.kind})
        look = done
    context = {"form": form, "look": look, "upload": row, "is_roster": row.kind == ROSTER, "wrong": look.wrong[:SHOWN]}
    return render(request, "project/roster/review.html", context, status=422 if form.errors or look.wrong else 200)


def _looked(
    request: HttpRequest, row: Upload, files: Sent, *, zones: dict[str, str] | None = None, dry_run: bool = True
) -> Look:
    """Bring it in, or only look what that would do."""
    try:
        return (_roster if row.kind == ROSTER else _bundle)(request, row, files, zones or {}, dry_run)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except BadRoster as refusal:
        return Look(wrong=[(each.where, f"{each.sentence} {each.remedy}") for each in refusal.complaints])
    except doors.BadBundle as refusal:
        return Look(wrong=[(each.where, f"{each.sentence} {each.remedy}") for each in refusal.troubles])
    except Refusal as refusal:
        return Look(wrong=[("The whole", str(refusal))])


def _roster(request: HttpRequest, row: Upload, files: Sent, zones: dict[str, str], dry_run: bool) -> Look:
    with tempfile.TemporaryDirectory(prefix="hearthside-") as made:
        folder = Path(made)
        files.write(folder)
        tally = doors.bring_roster(
            folder, program=row.program, source=row.source, week=row.week, dry_run=dry_run, by=actor_of(request)
        )
    return Look(lines=saying.roster_lines(tally, dry_run=False))


def _bundle(request: HttpRequest, row: Upload, files: Sent, zones: dict[str, str], dry_run: bool) -> Look:
    (content,) = files.files.values()
    bundle = doors.read_applicants(content, program=row.program, zones=zones)
    if bundle.questions:
        said = f"{len(bundle.applicants):,} people could become applicants."
        return Look(lines=[said], questions=bundle.questions)
    brought = doors.bring_applicants(
        bundle, program=row.program, source=row.source, dry_run=dry_run, by=actor_of(request)
    )
    return Look(lines=saying.applicant_lines(brought, dry_run=False))


def _own(request: HttpRequest, upload: UUID) -> Upload:
    row: Upload | None = Upload.objects.filter(pk=upload, account_id=actor_of(request).account).first()
    if row is None or row.program_id != program_of(request).pk:
        raise Http404
    return row


def _not_yours(kind: str) -> str:
    if kind == ROSTER:
        return "Rosters are brought in by the coordinator. You may bring in applicants, as a FHIR bundle."
    return "Applicants are brought in by intake. You may bring in a roster, as .zip or .csv files."


def _see_other(address: str) -> HttpResponse:
    answer = HttpResponse(status=303)
    answer["Location"] = address
    return answer
