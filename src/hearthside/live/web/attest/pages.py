"""Who was there: one page, read and attested to with one press; and the list of what still waits for that."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearthside.access.answering import ask, asker, program_of, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.attesting.attesting import attest, words_for
from hearthside.live.actions.attesting.without_room import record_without_room
from hearthside.live.attested_refusals import NotYoursToAttest
from hearthside.live.attested_words import EFFECTS
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.queries.attested_shown import amendments_said, moment_said, versions_said
from hearthside.live.queries.attested_waiting import Waiting, waiting_for, without_record
from hearthside.live.queries.titles import named
from hearthside.live.web.attest.opened import Opened, opened
from hearthside.people.actions.grants import behind
from hearthside.schedule.said import zone_said
from hearthside.ui.forms import Plainly

# What was attested in the last weeks stays in the list, to be found again.
BACK = timedelta(weeks=4)


class AttestForm(Plainly, forms.Form):
    """The number of the version that was read: nothing else is asked."""

    number = forms.IntegerField(widget=forms.HiddenInput)


@rule("attendance")
@require_safe
def to_attest(request: HttpRequest) -> HttpResponse:
    """Sessions of whoever asks, or for compliance of everybody, those first that nobody has attested."""
    by, program, now = asker(request), program_of(request), clock.now()
    with behind(program.pk, by):
        rows = waiting_for(by, program.pk, now - BACK)
        unseen = without_record(by, program.pk, now - BACK, now)
    lines = [_line(row, program.zone) for row in rows]
    context = {
        "open": [line for line in lines if not line["row"].is_attested],
        "unseen": [
            {"session": one, "title": named(one), "when": moment_said(one.starts_at, program.zone)} for one in unseen
        ],
        "done": [line for line in lines if line["row"].is_attested],
        "zone": zone_said(program.zone),
    }
    return render(request, "live/attest/list.html", context)


def _line(row: Waiting, zone: str) -> dict[str, Any]:
    return {"row": row, "when": moment_said(row.starts_at, zone)}


@rule("attendance", mode="write", subject="attended_session")
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, attended_session: UUID) -> HttpResponse:
    """Read who was there; say that it is right."""
    one = opened(request, attended_session)
    form = AttestForm(sent(request), initial={"number": one.found.n if one.found else None})

    def act(given: dict[str, Any]) -> None:
        attest(live=one.live, number=given["number"], by=one.by)

    return ask(
        request, form, act, done="Attested. Thank you.", to=reverse("live:attendance", args=[attended_session]),
        template="live/attest/attendance.html", context=_context(one),
    )  # fmt: skip


def _context(one: Opened) -> dict[str, Any]:
    names = {each.who: each.name for each in one.people}
    with behind(one.program.pk, one.by):
        context = {
            **one.heading,
            "rows": one.rows,
            "words": words_for(one.live, one.by),
            "amendments": amendments_said(one.live, names, one.zone),
            "versions": versions_said(one.live, one.zone),
            "asked": [
                {"row": row, "name": names.get(row.patient_id or row.partner_id, "")}
                for row in CorrectionAsked.objects.filter(session=one.live, outcome="").order_by("asked_at", "id")
            ],
        }
    return context | {"effects": EFFECTS, "nobody_came": bool(one.found) and not any(row.attended for row in one.rows)}


@rule("attendance", mode="write")
@require_POST
def without_room(request: HttpRequest, session: UUID) -> HttpResponse:
    """A session whose door never opened was held all the same: go on to say who was there."""
    by = asker(request)
    try:
        retrying(record_without_room)(session=session, by=by)
    except NotYoursToAttest as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return see_other(reverse("live:to_attest"))
    return see_other(reverse("live:by_phone", args=[session]))
