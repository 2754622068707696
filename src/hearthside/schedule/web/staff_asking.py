"""What an address of staff's pages names: found if the asker may see it, else as for one that never was."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from hearthside.access.answering import asker, program_of
from hearthside.base.text import folded
from hearthside.ledger import reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.queries.pages_week import rows_of
from hearthside.schedule.words import SEAT_CANCELED


def one(rows: Any) -> Any:
    """The one row, or the answer for one that never was."""
    found = rows.first()
    if found is None:
        raise Http404
    return found


def session_of(request: HttpRequest, session: UUID) -> Session:
    """The session with its series and cohort."""
    rows = Session.objects.visible_to(asker(request)).filter(pk=session)
    found: Session = one(rows.select_related("series", "cohort", "program", "override_by"))
    return found


def row_of(request: HttpRequest, session: Session) -> Row:
    """The session with size, ratio and staff."""
    with behind(program_of(request).pk, asker(request)):
        return rows_of([session])[0]


def people_of(request: HttpRequest, session: Session) -> list[dict[str, Any]]:
    """Who has a seat in it, as far as the asker may see it, by name, each look written down."""
    seats = Seat.objects.visible_to(asker(request)).filter(session=session)
    rows = list(seats.select_related("partner", "swap").order_by("id"))
    names = names_of(request, {s.patient_id for s in rows if s.patient_id})
    lines = [
        {
            "seat": seat,
            "patient": seat.patient_id,
            "name": names.get(seat.patient_id) or (seat.partner.name if seat.partner else "Somebody’s partner"),
        }
        for seat in rows
    ]
    charts = (seat.patient_id or (seat.partner.patient_id if seat.partner else None) for seat in rows)
    reading.note(patients=sorted({chart for chart in charts if chart}), part="schedule")
    return sorted(lines, key=lambda line: (line["seat"].state == SEAT_CANCELED, folded(line["name"])))


def names_of(request: HttpRequest, patients: Iterable[UUID]) -> dict[UUID, str]:
    """What these people are called: by their whole name for whoever may see it, else by the name a group sees."""
    asked = set(patients)
    whole = Patient.objects.visible_to(asker(request), "demographics").filter(pk__in=asked).select_related("details")
    names = {p.pk: p.details.full_name for p in whole}
    reading.note(patients=sorted(names), part="demographics")
    shown: dict[UUID, str] = {}
    if rest := asked - names.keys():
        by_first_name = Patient.objects.visible_to(asker(request), "display-name").filter(pk__in=rest)
        shown = dict(by_first_name.values_list("pk", "chosen_name"))
    reading.note(patients=sorted(shown), part="display-name")
    return names | shown
