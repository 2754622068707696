"""Cover: which sessions lack staff, who could help out and what it does to their hours, and who was asked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.cover import offer_cover
from hearthside.schedule.hours import length
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.cover import Candidate, Gap, candidates, gap_in
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.queries.pages_week import rows_of
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.refusals import OfferClosed
from hearthside.schedule.said import span_said, zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import one, session_of
from hearthside.schedule.web.staff_forms import NothingAsked
from hearthside.schedule.words import AHEAD, OPEN


@rule("cover")
@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    """Every session to come that lacks staff, the next one first, with how far the search for cover is."""
    zone, actor = words.zone_of(request), asker(request)
    lacking = Session.objects.visible_to(actor).filter(
        shortages__ended_at__isnull=True, shortages__isnull=False, status__in=[*AHEAD, OPEN], ends_at__gt=clock.now()
    )
    sessions = list(lacking.select_related("cohort").distinct().order_by("starts_at", "id"))
    with behind(program_of(request).pk, actor):
        rows = rows_of(sessions)
    shortages = {
        s.session_id: s
        for s in Shortage.objects.visible_to(actor)
        .filter(session__in=sessions, ended_at__isnull=True)
        .select_related("clinician")
        .prefetch_related("offers__clinician")
    }
    lines = [_line(row, shortages[row.session.pk], zone) for row in rows if row.session.pk in shortages]
    return render(request, "schedule/staff/cover.html", {"lines": lines, "zone": zone_said(zone)})


def _line(row: Row, shortage: Shortage, zone: str) -> dict[str, Any]:
    offers = sorted(shortage.offers.all(), key=lambda offer: offer.place)
    return {
        "row": row,
        "title": words.title(row),
        "when": words.when_said(row.session.starts_at, row.session.ends_at, zone),
        "why": _why(shortage),
        "size": words.size_said(row),
        "ratio": words.ratio_said(row.tightest),
        "search": search_said(offers, zone),
        "answered_for": bool(row.session.override_at),
    }


def _why(shortage: Shortage) -> str:
    because = words.SHORT_BECAUSE[shortage.because]
    return f"{shortage.clinician.name}: {because.lower()}" if shortage.clinician else because


def search_said(offers: Sequence[CoverOffer], zone: str) -> str:
    """How far the search for cover is, in a sentence."""
    asked = [o for o in offers if o.answer == "open" and o.offered_at]
    waiting = sum(o.answer == "open" and o.offered_at is None for o in offers)
    declined = sum(o.answer == "declined" for o in offers)
    if asked:
        names = ", ".join(o.clinician.name for o in asked)
        since = words.moment_said(max(o.offered_at for o in asked if o.offered_at), zone)
        after = f" {words.counted(waiting, 'more comes', 'more come')} after that." if waiting else ""
        return f"{names} was asked {since} and has not answered.{after}"
    said_no = f"{words.counted(declined, 'person has', 'people have')} declined. " if declined else ""
    return f"{said_no}Nobody is being asked now."


@rule("cover")
@require_safe
def cover_for(request: HttpRequest, session: UUID) -> HttpResponse:
    """Who could help out in one session, in the order in which they are asked, and why the others cannot."""
    found, zone = session_of(request, session), words.zone_of(request)
    open_ones = Shortage.objects.visible_to(asker(request)).filter(session=found, ended_at__isnull=True)
    shortage = open_ones.select_related("clinician").first()
    offers: dict[UUID, CoverOffer] = {}
    people: list[Candidate] = []
    gap: Gap | None = None
    if shortage is not None:
        offers = {o.clinician_id: o for o in shortage.offers.select_related("clinician").order_by("place")}
    with behind(program_of(request).pk, asker(request)):
        (row,) = rows_of([found])
        if shortage is not None:
            gap = gap_in(row)
            people = candidates(found, holders(found.pk), gap, staff=row.staff) if gap else []
    able = [_candidate(c, offers.get(c.clinician.pk), zone) for c in people if c.may]
    able.sort(key=lambda line: line["place"])
    context = {
        "session": found,
        "row": row,
        "title": words.title(row),
        "when": words.when_said(found.starts_at, found.ends_at, zone),
        "zone": zone_said(zone),
        "size": words.size_said(row),
        "ratio": words.ratio_said(row.tightest),
        "shortage": shortage,
        "why": _why(shortage) if shortage else "",
        "gap": _gap_said(gap, zone) if gap else "",
        "search": search_said(list(offers.values()), zone),
        "able": able,
        "unable": [c for c in people if not c.may],
        "may_ask": may("cover", by_role(asker(request)), WRITE) and row.is_ahead,
    }
    return render(request, "schedule/staff/cover_for.html", context)


def _gap_said(gap: Gap, zone: str) -> str:
    """What is to be done, in a sentence."""
    part = "Somebody is needed to lead" if gap.part == "lead" else "Somebody is needed to help lead"
    return f"{part}, {span_said(gap.from_at, gap.until_at, zone)}: {length(gap.minutes)} of groups or sessions."


def _candidate(candidate: Candidate, offer: CoverOffer | None, zone: str) -> dict[str, Any]:
    before, after, limit = candidate.week_minutes, candidate.week_minutes_after, candidate.week_limit
    said = {"open": "Waits for their turn", "declined": "Declined", "taken": "Took it", "closed": "No longer asked"}
    kind, state = "plain", said[offer.answer] if offer else "Only if you ask"
    if offer and offer.answer == "open" and offer.offered_at:
        kind, state = "info", f"Asked {words.moment_said(offer.offered_at, zone)}"
    elif offer and offer.answer == "declined":
        kind = "warn"
    notes = [
        *(["Knows the group."] if candidate.knows_the_group else []),
        *(["Outside the hours they gave us."] if candidate.outside_hours else []),
        *([f"Above their {length(limit)} a week."] if candidate.over_limit else []),
    ]
    return {
        "clinician": candidate.clinician,
        "hours": f"{length(before)} to {length(after)}",
        "limit": length(limit),
        "before": before,
        "after": after,
        "full": max(limit, after),
        "notes": notes,
        "over": candidate.over_limit or candidate.outside_hours,
        "kind": kind,
        "state": state,
        "place": (offer is None, offer.place if offer else 0),
        "may_ask": offer is None or (offer.answer == "open" and offer.offered_at is None),
    }


@rule("cover", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_clinician(request: HttpRequest, session: UUID, clinician: UUID) -> HttpResponse:
    """Ask one clinician now, out of their turn."""
    found = session_of(request, session)
    who: Clinician = one(Clinician.objects.visible_to(asker(request)).filter(pk=clinician))
    shortage = Shortage.objects.visible_to(asker(request)).filter(session=found, ended_at__isnull=True).first()
    back = {"url": reverse("schedule:cover_for", args=[found.pk]), "words": f"Cover for {words.session_title(found)}"}

    def act(given: dict[str, Any]) -> CoverOffer:
        if shortage is None:
            raise OfferClosed("over")
        return offer_cover(shortage=shortage, clinician=who, by=asker(request))

    context = {
        "heading": f"Ask {who.name} to help out",
        "button": "Ask now",
        "back": back,
        "sentences": ["They are asked at once, whoever’s turn it is. The first yes has it."],
    }
    done = f"{who.name} is asked."
    return ask(request, NothingAsked(sent(request)), act, done=done, to=back["url"],
               template="schedule/staff/form.html", context=context)  # fmt: skip
