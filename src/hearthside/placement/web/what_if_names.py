"""The names of people and clinicians whom a scenario is about, as whoever asks may see them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from hearthside.access.answering import asker
from hearthside.ledger import reading
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import with_status
from hearthside.people.rules import WAITING
from hearthside.placement.web.what_if_forms import Choices
from hearthside.placement.web.what_if_words import original


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def names_of(request: HttpRequest, ids: Iterable[str]) -> dict[str, str]:
    """By id, of people and of clinicians; of copies that of whom they are like. Whoever may not be seen is left out."""
    asked = {found for who in ids if (found := _uuid(original(who)))}
    people = list(Patient.objects.visible_to(asker(request)).filter(pk__in=asked).select_related("details"))
    reading.note(patients=sorted(p.pk for p in people), part="demographics", purpose=reading.OPERATIONS)
    staff = Clinician.objects.visible_to(asker(request)).filter(pk__in=asked)
    return {**{str(p.pk): p.details.full_name for p in people}, **{str(c.pk): c.name for c in staff}}


def waiting_choices(request: HttpRequest) -> Choices:
    """Everybody who waits and whom the asker may see, by name."""
    people = with_status(Patient.objects.visible_to(asker(request))).filter(status_now=WAITING)
    found = sorted(people.select_related("details"), key=lambda p: (p.details.full_name, str(p.pk)))
    reading.note(patients=[p.pk for p in found], part="demographics", purpose=reading.OPERATIONS)
    return [(str(p.pk), p.details.full_name) for p in found]


def clinician_choices(request: HttpRequest, day: date) -> Choices:
    """Everybody who works for the program on this day, by name."""
    found = Clinician.objects.visible_to(asker(request)).working_on(day).order_by("name", "pk")
    return [(str(c.pk), c.name) for c in found]
