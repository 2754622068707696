"""The same question for whoever came by a link of their own, without signing in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hearthside.access.rule import rule
from hearthside.live.web.door.ticket import by_ticket
from hearthside.live.web.door.way import Way
from hearthside.live.web.observing.own import answered, asked
from hearthside.people.actions.grants import behind


@rule("ticket", mode="write", public=True)
@by_ticket
def question(request: HttpRequest, way: Way, ask: UUID) -> HttpResponse:
    """Nobody is asked on a screen on which another reads along."""
    program = way.visitor.program.pk
    with behind(program, way.by):
        row = asked(ask, program)
    if row is None or row.session_id != way.visitor.session.pk or way.visitor.on_ticket_here:
        raise Http404
    return answered(request, way, row, reverse("live:ticket_observer_question", args=[ask]))
