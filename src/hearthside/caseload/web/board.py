"""The board of cohorts, and one cohort with its people as far as the asker may see them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access import parts, subjects
from hearthside.access.answering import asker, program_of
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.base.text import folded
from hearthside.caseload.models.memberships import ENDINGS, Membership
from hearthside.caseload.queries.board import Line, board
from hearthside.caseload.web.asking import cohort_of, day_of, names_of
from hearthside.caseload.web.forms import BoardForm
from hearthside.caseload.web.words import about_cohort, board_in_words, state_of
from hearthside.ledger import reading
from hearthside.ui import listing


@rule("cohorts")
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    """Every cohort with size and ratio at a glance, as the address asks for them."""
    lines = board(program_of(request), day_of(request))
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = listing.page(request.GET, _asked_for(lines, asked.get("q") or "", asked.get("state") or ""))
    return render(
        request,
        "caseload/board.html",
        {
            "form": form,
            "page": page,
            "rows": [_row(line) for line in page],
            "narrowed": any(asked.values()),
            "summary": board_in_words(lines),
            "ratio": lines[0].ratio if lines else 0,
            "may_form": may_do(asker(request).roles, Permission.FORM_COHORTS),
            "sees_exceptions": parts.may("caseload-exceptions", subjects.by_role(asker(request)), parts.READ),
        },
    )


@rule("cohorts")
@require_safe
def cohort(request: HttpRequest, cohort: UUID) -> HttpResponse:
    """One cohort: what it is, how it stands, and who is in it."""
    found = cohort_of(request, cohort)
    day = day_of(request)
    line = next(iter(board(program_of(request), day, only=cohort)), None)
    members = _members(request, cohort, past=False)
    return render(
        request,
        "caseload/cohort.html",
        {
            "cohort": found,
            "about": about_cohort(found),
            "line": line,
            "row": _row(line) if line else None,
            "members": members,
            "former": _members(request, cohort, past=True),
            "unseen": line.people - sum(m["here"] for m in members) if line else 0,
            "may_form": may_do(asker(request).roles, Permission.FORM_COHORTS),
            "over": found.until_on is not None and found.until_on < day,
            "today": day,
        },
    )


def _asked_for(lines: list[Line], name: str, state: str) -> list[Line]:
    found = [line for line in lines if folded(name) in folded(line.cohort.name)] if name else lines
    return [line for line in found if state_of(line)[0] == state] if state else found


def _row(line: Line) -> dict[str, Any]:
    kind, word = state_of(line)
    return {"line": line, "cohort": line.cohort, "about": about_cohort(line.cohort), "kind": kind, "word": word}


def _members(request: HttpRequest, cohort: UUID, *, past: bool) -> list[dict[str, Any]]:
    """People of the cohort of whom the asker may see that they are in it, by name; each look written down."""
    day = day_of(request)
    rows = Membership.objects.visible_to(asker(request)).filter(cohort=cohort).select_related("cohort")
    rows = rows.exclude(pk__in=rows.not_over_by(day)) if past else rows.not_over_by(day)
    found = list(rows)
    names = names_of(request, [m.patient_id for m in found])
    reading.note(patients=sorted({m.patient_id for m in found}), part="membership")
    lines = [
        {
            "place": m,
            "patient": m.patient_id,
            "name": names.get(m.patient_id, "Somebody"),
            "here": m.holds(max(day, m.cohort.from_on if not past else day)),
            "because": ENDINGS.get(m.ended_because, ""),
        }
        for m in found
    ]
    return sorted(lines, key=lambda line: (folded(line["name"]), str(line["patient"])))
