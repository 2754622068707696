"""
The card of somebody who asked for help, who is flagged, or who wants to be called: what it is, and how to reach them.

For whoever leads there, and for the crisis clinician where somebody was called. Each opening is written down.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.rule import rule
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.room.closing import take_care
from hearthside.live.models.room_acts import CallMe, Flag, HelpCall, OfSomebody
from hearthside.live.payloads import CARD, build
from hearthside.live.queries.card_facts import person_facts
from hearthside.live.queries.raised import pages_of, raised, taken_by
from hearthside.live.queries.relations import tie
from hearthside.live.relations import CRISIS, LEADS_OR_HELPS
from hearthside.live.room_words import FLAG_LEVELS, HELP_CAUSES
from hearthside.people.actions.grants import behind
from hearthside.schedule.said import time_said


@rule("live-card", mode="write", subject="live_raised")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, live_raised: UUID) -> HttpResponse:
    """Read the card; say that it is taken care of, and nobody is called for it any more."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(program.pk, by):
        found = raised(live_raised, program.pk)
        assert found is not None  # the rule found it
        held = set(tie(by.account, found.session_id).relations)
        if by.account in taken_by(found):
            held.add(CRISIS)
        shown = build(CARD, held, person_facts(found.session_id, found))
        called = pages_of(found)
    if request.method == "POST":
        retrying(take_care)(row=found, by=by)
        return see_other(reverse("live:raised", args=[found.pk]))
    context = {
        "card": shown, "row": found, "calls": bool(called), "is_open": bool(called) or _is_unseen(found),
        "leads": bool(held & LEADS_OR_HELPS), **_said(found, program.zone),
    }  # fmt: skip
    return render(request, "live/raised.html", context)


def _is_unseen(row: OfSomebody) -> bool:
    return isinstance(row, HelpCall) and row.seen_at is None


def _said(row: OfSomebody, zone: str) -> dict[str, Any]:
    """What it is about, in one sentence, and when."""
    if isinstance(row, HelpCall):
        seen = f" {row.seen_by.name} has seen it." if row.seen_by else ""
        return {"what": f"Asked for help: “{HELP_CAUSES[row.cause]}”.{seen}", "at": time_said(row.asked_at, zone)}
    if isinstance(row, Flag):
        ended = " The flag was taken away since." if row.ended_at else ""
        return {"what": f"{FLAG_LEVELS[row.level]}.{ended}", "at": time_said(row.raised_at, zone)}
    assert isinstance(row, CallMe)  # one of the three
    what = "Asked to be called." if row.phone else "Would rather not be called."
    return {"what": what, "at": time_said(row.at, zone)}
