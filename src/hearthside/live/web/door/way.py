"""One way through the door, walked by whoever signed in and by whoever came with a ticket: the same pages for both."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from hearthside.access.answering import asker, program_of
from hearthside.ledger import reading
from hearthside.ledger.actors import Actor
from hearthside.live.models.check_in import SeatTicket
from hearthside.live.queries.check_in import Visitor, person_of, visitor
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart


@dataclass(frozen=True)
class Way:
    """Who walks, as whom they act, and where the pages stand."""

    visitor: Visitor
    by: Actor
    frame: str = "ui/page.html"
    # Of whoever came by a ticket.
    ticket: SeatTicket | None = None

    @property
    def is_guest(self) -> bool:
        """Whether they came by a ticket and have no account at hand."""
        return bool(self.visitor.ticket_kind)

    def address(self, name: str, **more: Any) -> str:
        """The address of one of the pages that both have."""
        if self.is_guest:
            return reverse(f"live:ticket_{name}", kwargs=more)
        return reverse(f"live:{name}", kwargs={"session": self.visitor.session.pk, **more})

    def question(self, step: str) -> str:
        return self.address("question", step=step)

    @property
    def go_on(self) -> str:
        return self.address("check_in")

    @property
    def waiting(self) -> str:
        return self.address("waiting")

    @property
    def help(self) -> str:
        return reverse("live:ticket_help") if self.is_guest else self.address("need_help")

    @property
    def room(self) -> str:
        """Where the room is; nothing as long as this release has none, or for whoever shares another's screen."""
        if self.is_guest:
            return ""
        try:
            return reverse("live:room", args=[self.visitor.session.pk])
        except NoReverseMatch:
            return ""


def own_way(request: HttpRequest, session: UUID) -> Way:
    """The way of whoever signed in, at the door of a session in which they have a seat; else as for none."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        found = visitor(by, program, session)
        if found is None:
            raise Http404
        note_looking(found)
    return Way(found, by)


def note_looking(who: Visitor) -> None:
    """Somebody looks at their own check-in; a partner without a chart at what they share with the patient."""
    if who.person.patient:
        reading.note(patients=[who.person.patient], part="check-in", purpose=reading.ACCESS_REQUEST)
        return
    partner = person_of(who)
    assert isinstance(partner, PartnerWithoutChart)
    reading.note(patients=[partner.patient_id], part="shared-couple", purpose=reading.ACCESS_REQUEST)
