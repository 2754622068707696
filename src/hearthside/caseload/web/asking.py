"""What an address of caseload names, found if the asker may see it; and what people are called."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import asker, program_of
from hearthside.base.localtime import instant
from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger import clock, reading
from hearthside.people.models.patients import Patient
from hearthside.people.queries.names import names_shown
from hearthside.policy.queries import today

FORM = "people/clinicians/form.html"
page = require_http_methods(["GET", "HEAD", "POST"])


def one(rows: Any) -> Any:
    """The one row, or the answer for one that never was."""
    found = rows.first()
    if found is None:
        raise Http404
    return found


def day_of(request: HttpRequest) -> date:
    """The day on the program's clocks."""
    return today(program_of(request))


def begins_at(request: HttpRequest, day: date) -> datetime:
    """The instant from which something holds that begins on a day: its midnight, or now if that is today."""
    if day == day_of(request):
        return clock.now()
    return instant(program_of(request).zone, day, 0)


def end_of(request: HttpRequest, day: date) -> datetime:
    """The instant at which a last day is over."""
    return instant(program_of(request).zone, day + timedelta(days=1), 0)


def cohort_of(request: HttpRequest, cohort: UUID) -> Cohort:
    """A cohort of the asker's program."""
    rows = Cohort.objects.visible_to(asker(request)).filter(pk=cohort)
    found: Cohort = one(rows.select_related("day_plan", "program"))
    return found


def patient_of(request: HttpRequest, patient: UUID, part: str) -> Patient:
    """Somebody of whom the asker may see this part."""
    rows = Patient.objects.visible_to(asker(request), part).standing().select_related("program")
    found: Patient = one(rows.filter(pk=patient))
    reading.note(patients=[found.pk], part=part)
    return found


def names_of(request: HttpRequest, patients: Iterable[UUID]) -> dict[UUID, str]:
    """What these people are called: by their whole name for whoever may see it, else by the name a group sees."""
    return names_shown(asker(request), patients)
