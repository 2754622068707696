"""Correct one person's minutes: what would change is shown first, beside what stands, and then written down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.attesting.correcting import correct_attendance, foreseen
from hearthside.live.queries.attested_shown import Shown, changed, shown
from hearthside.live.web.attest.forms import CorrectForm
from hearthside.live.web.attest.opened import Opened, opened

TEMPLATE = "live/attest/correct.html"


@rule("attendance", mode="write", subject="attended_session")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, attended_session: UUID) -> HttpResponse:
    """Fill in, look, write down: pressed once to look and once to write, with nothing typed twice."""
    one = opened(request, attended_session)
    asked_for = {"who": request.GET.get("who", "")}
    form = CorrectForm(one.live, one.people, one.rooms, one.zone, sent(request), initial=asked_for)
    context: dict[str, Any] = {**one.heading, "form": form}
    if one.found is None or request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.is_bound and form.errors else 200)
    try:
        if request.POST.get("press") == "write":
            retrying(correct_attendance)(
                live=one.live, marks=[form.mark], reason=form.cleaned_data["reason"], by=one.by
            )
            messages.success(request, "Written down. The figures are as they stand now.")
            return see_other(reverse("live:attendance", args=[attended_session]))
        context |= {"looked": True, "pairs": _pairs(one, form)}
    except Refusal as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return render(request, TEMPLATE, context, status=422)
    return render(request, TEMPLATE, context)


def _pairs(one: Opened, form: CorrectForm) -> list[tuple[Shown, Shown]]:
    """Of everybody whose minutes would change what they are and what they would be."""
    answer = foreseen(one.live, [form.mark], form.cleaned_data["reason"], one.by)
    return changed(one.rows, shown(answer, one.people, one.rooms, one.zone))
