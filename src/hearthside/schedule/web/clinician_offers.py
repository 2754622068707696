"""What a clinician is asked to help out with: one press takes it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import asker, see_other
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.cover import answer_cover
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.queries.pages_clinician import offers_to
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.queries.pages_week import rows_of
from hearthside.schedule.said import day_said, span_said, zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.asking import for_clinician


@rule("own-work")
@require_safe
@for_clinician
def cover_offers(request: HttpRequest, own: Clinician) -> HttpResponse:
    """Every offer that is theirs to answer, with what they would take on."""
    actor = asker(request)
    offers = offers_to(actor, own, clock.now())
    with behind(own.program_id, actor):
        rows = {row.session.pk: row for row in rows_of([offer.shortage.session for offer in offers])}
    context = {
        "zone": zone_said(own.zone),
        "lines": [_line(offer, rows[offer.shortage.session_id], own.zone) for offer in offers],
    }
    return render(request, "schedule/clinician/offers.html", context)


def _line(offer: CoverOffer, row: Row, zone: str) -> dict[str, Any]:
    session = row.session
    return {
        "id": offer.pk,
        "title": words.title(row),
        "day": day_said(session.starts_at, zone),
        "when": span_said(session.starts_at, session.ends_at, zone),
        "row": row,
        "size": words.size_said(row),
        "clinicians": row.clinicians,
        "blocks": [
            {
                "name": words.BLOCK_NAMES[fill.block.kind],
                "when": span_said(fill.block.starts_at, fill.block.ends_at, zone),
                "lacks": words.counted(fill.lacks, "clinician is missing", "clinicians are missing"),
            }
            for fill in row.fills
            if fill.lacks
        ],
    }


def _answer(request: HttpRequest, own: Clinician, offer: UUID, *, yes: bool) -> HttpResponse:
    row = CoverOffer.objects.visible_to(asker(request)).filter(pk=offer, clinician=own, offered_at__isnull=False)
    found = row.select_related("clinician", "shortage__session").first()
    if found is None:
        raise Http404
    session = found.shortage.session
    try:
        retrying(answer_cover)(offer=found, yes=yes, by=asker(request))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return see_other(reverse("schedule:cover_offers"))
    if not yes:
        messages.success(request, "Noted. The next one is asked.")
        return see_other(reverse("schedule:cover_offers"))
    when = f"{day_said(session.starts_at, own.zone)}, {span_said(session.starts_at, session.ends_at, own.zone)}"
    messages.success(request, f"It is yours, and in your week: {when}. Thank you.")
    return see_other(f"{reverse('schedule:work_week')}?week={session.on_day.isoformat()}")


@rule("own-work", mode="write")
@require_POST
@for_clinician
def take(request: HttpRequest, own: Clinician, offer: UUID) -> HttpResponse:
    """Yes. Whoever says it first has it."""
    return _answer(request, own, offer, yes=True)


@rule("own-work", mode="write")
@require_POST
@for_clinician
def decline(request: HttpRequest, own: Clinician, offer: UUID) -> HttpResponse:
    """No: the next is asked at once."""
    return _answer(request, own, offer, yes=False)
