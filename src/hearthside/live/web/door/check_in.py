"""Checking in with an account: on any device, as often as one likes, always where one was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearthside.access import mail
from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.live.actions.door_tickets import send_partner_link
from hearthside.live.queries.check_in import doors_open_at, expected, live_of, visitor
from hearthside.live.queries.observing import asks_of
from hearthside.live.web.door import questions, wait
from hearthside.live.web.door.way import note_looking, own_way
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import PatientDetails
from hearthside.schedule.queries.pages_person import OwnSession, fill_in
from hearthside.schedule.said import day_said, time_said

page = require_http_methods(["GET", "HEAD", "POST"])


@rule("own-check-in", mode="write")
@require_safe
def check_ins(request: HttpRequest) -> HttpResponse:
    """To the door that is open, or when the next one opens."""
    by, program, at = asker(request), program_of(request), clock.now()
    assert by.account is not None
    with behind(program.pk, by):
        seats = list(expected(by.account, program, at))
        asked = asks_of(by.account, program.pk, at).exists()
        found = fill_in([OwnSession(seat.session, seat) for seat in seats])
        lines = [(own, doors_open_at(own.session, program)) for own in found]
        for own in found[:1]:
            who = visitor(by, program, own.session.pk)
            if who is not None:
                note_looking(who)
    is_open = [own for own, opens_at in lines if opens_at <= at]
    if is_open:
        return see_other(reverse("live:check_in", args=[is_open[0].session.pk]))
    shown = [
        {"title": own.title, "day": day_said(own.starts_at, program.zone), "opens": time_said(opens_at, program.zone)}
        for own, opens_at in lines
    ]
    return render(request, "live/door/later.html", {"sessions": shown, "asked": asked})


@rule("own-check-in", mode="write")
@require_safe
def go_on(request: HttpRequest, session: UUID) -> HttpResponse:
    """Where they were."""
    return questions.go_on(request, own_way(request, session))


@rule("own-check-in", mode="write")
@page
def question(request: HttpRequest, session: UUID, step: str) -> HttpResponse:
    """One question."""
    return questions.question(request, own_way(request, session), step)


@rule("own-check-in", mode="write")
@require_safe
def waiting(request: HttpRequest, session: UUID) -> HttpResponse:
    """Waiting to be let in."""
    return wait.waiting(request, own_way(request, session))


@rule("own-check-in", mode="write")
@require_POST
def need_help(request: HttpRequest, session: UUID) -> HttpResponse:
    """ "I need help now"."""
    return wait.need_help(request, own_way(request, session))


@rule("own-check-in", mode="write")
@require_POST
def partner_link(request: HttpRequest, session: UUID) -> HttpResponse:
    """A link for one's partner, sent to the partner's own address. Whether there is one is not told."""
    way = own_way(request, session)
    started = questions.begin(request, way)
    if isinstance(started, HttpResponse):
        return started
    with behind(way.visitor.program.pk, way.by):
        live = live_of(session)
    assert live is not None
    try:
        made = send_partner_link(visitor=way.visitor, live=live, by=way.by)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return see_other(way.go_on)
    with behind(way.visitor.program.pk, way.by):
        ticket = made.ticket
        address = (
            PatientDetails.objects.values_list("email", flat=True).get(pk=ticket.patient_id)
            if ticket.patient_id
            else PartnerWithoutChart.objects.values_list("email", flat=True).get(pk=str(ticket.partner_id))
        )
    if address:
        link = request.build_absolute_uri(reverse("live:ticket_link", args=[made.secret]))
        body = render_to_string("live/door/ticket_mail.txt", {"link": link})
        mail.send(to=address, subject="Your link", body=body)
    messages.success(request, "If we have an address of theirs, a link is on its way there. They can also sign in.")
    return see_other(way.go_on)
