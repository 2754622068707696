"""
Waiting to be let in: what happens next, when, and a way to reach somebody.

It says the same to everybody, whatever stands in the way, unless a clinician talks with them first and nobody reads
along on their screen.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access.answering import see_other
from hearthside.access.bells import bell_at
from hearthside.ledger import clock
from hearthside.live.actions.door_talks import ask_for_help
from hearthside.live.door_words import JOIN
from hearthside.live.models.check_in import CheckIn, TalkFirst
from hearthside.live.models.rooms import Lead
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.check_in import answers_of, asked_of, partner_in
from hearthside.live.queries.observing import standing_asks
from hearthside.live.queries.room_course import left_for_good
from hearthside.live.rules import check_in as rules
from hearthside.live.telling import AT_DOOR
from hearthside.live.web.door.forms import HEADINGS
from hearthside.live.web.door.questions import begin
from hearthside.live.web.door.way import Way
from hearthside.people.actions.grants import behind
from hearthside.people.phones import shown_phone
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.queries.availability import zones_of
from hearthside.schedule.queries.pages_person import OwnSession, fill_in
from hearthside.schedule.said import time_said, zone_said
from hearthside.schedule.words import SEAT_HELD

IN, BESIDE = "in", "beside"


def waiting(request: HttpRequest, way: Way) -> HttpResponse:
    """The place is held, on whatever device they look."""
    row = begin(request, way)
    if isinstance(row, HttpResponse):
        return row
    with behind(way.visitor.program.pk, way.by):
        answers = answers_of(row)
        wanted = rules.steps(asked_of(way.visitor), answers, on_ticket_here=way.visitor.on_ticket_here)
        if rules.first_open(wanted, answers) is not None:
            return see_other(way.go_on)
        context = _context(way, row, answers)
    context["rung_at"] = bell_at(request, AT_DOOR, row.program_id, row.pk)
    if context["state"] == IN and way.room:
        return see_other(way.room)
    return render(request, "live/door/waiting.html", {"way": way, "frame": way.frame, **context})


def need_help(request: HttpRequest, way: Way) -> HttpResponse:
    """ "I need help now": somebody is called at once, and the page says so."""
    row = begin(request, way)
    if isinstance(row, HttpResponse):
        return row
    ask_for_help(visitor=way.visitor, by=way.by)
    with behind(way.visitor.program.pk, way.by):
        phone = answers_of(row).get(rules.NUMBER, {}).get("phone", "")
    return render(
        request, "live/door/help.html", {"way": way, "frame": way.frame, "phone": shown_phone(phone)},
    )  # fmt: skip


def _context(way: Way, row: CheckIn, answers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    session, at = way.visitor.session, clock.now()
    zone = own_zone(way)
    seat = Seat.objects.filter(
        session=session, patient=way.visitor.person.patient, partner=way.visitor.person.partner, state=SEAT_HELD
    ).first()
    if seat is None:
        raise Http404
    (own,) = fill_in([OwnSession(session, seat)])
    other = partner_in(session.pk, way.visitor.person)
    talk = TalkFirst.objects.filter(check_in=row).order_by("-raised_at", "-id").first()
    speaks_openly = rules.is_own_device(answers, on_ticket_here=way.visitor.on_ticket_here)
    return {
        "title": own.title,
        "starts": time_said(own.starts_at, zone),
        "zone": zone_said(zone),
        "has_begun": own.starts_at <= at,
        "leader": _leader(row) or (own.leaders[0] if own.leaders else ""),
        "state": _state(way, row, talk, speaks_openly=speaks_openly),
        "phone": shown_phone(answers.get(rules.NUMBER, {}).get("phone", "")),
        "partner": other.name if other and not way.is_guest else "",
        "here": way.visitor.on_ticket_here,
        "on_call": way.visitor.program.on_call_number,
        "observers": _observers(way),
        "changes": [
            {"url": way.question(step), "name": HEADINGS[step]}
            for step in rules.steps(asked_of(way.visitor), answers, on_ticket_here=way.visitor.on_ticket_here)
        ],
    }


def _observers(way: Way) -> list[dict[str, str]]:
    """Who would observe, each with the page that asks about it; nobody is asked where another reads along."""
    if way.visitor.on_ticket_here:
        return []
    name = "live:ticket_observer_question" if way.is_guest else "live:observer_question"
    asks = standing_asks(way.visitor.session.pk)
    return [{"url": reverse(name, args=[ask.pk]), "name": ask.clinician.name} for ask in asks]


def _state(way: Way, row: CheckIn, talk: TalkFirst | None, *, speaks_openly: bool) -> str:
    """
    What the page says: `in`, `beside` (in, at somebody's screen), `not_today`, `talk_first`, or `waits`, which is what
    it says of everything else.
    """
    who = way.visitor.person
    own = {"patient": who.patient, "partner": who.partner, "until_at__isnull": True}
    seats = SeatOccupant.objects.filter(
        seat__session=row.session_id, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True, **own
    ).exclude(left_for_good("seat"))
    if (seat := seats.order_by("-from_at").first()) is not None:
        first = SeatOccupant.objects.filter(seat=seat.seat_id, until_at__isnull=True).order_by("from_at", "pk").first()
        return IN if first == seat else BESIDE
    if row.turned_away_at is not None:
        return "not_today"
    if talk is not None and talk.outcome != JOIN and speaks_openly and _is_said(talk):
        return "talk_first" if not talk.outcome else "not_today"
    return "waits"


def _is_said(talk: TalkFirst) -> bool:
    """That somebody there makes it unsafe to talk goes quietly to staff: the page looks as it does for everybody."""
    return set(talk.causes) != {rules.UNSAFE_PLACE}


def _leader(row: CheckIn) -> str:
    """Who lets them in: whoever leads now."""
    lead = Lead.objects.filter(session=row.session_id, until_at__isnull=True).select_related("clinician").first()
    return lead.clinician.name if lead else ""


def own_zone(way: Way) -> str:
    """Their own clocks; a partner without a chart has none here but the program's."""
    patient = way.visitor.person.patient
    found = zones_of([patient]) if patient else {}
    return found.get(patient, way.visitor.program.zone) if patient else way.visitor.program.zone
