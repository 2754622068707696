"""Who asks, on the pages that are about one's own place; and on whose clocks staff read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import asker, program_of
from hearthside.ledger import reading
from hearthside.people.actions.grants import behind
from hearthside.people.queries.patients import status_of
from hearthside.people.rules import DIED, DISCHARGED
from hearthside.schedule.queries.pages_person import Me, me

# To whoever was discharged, in place of any word of waiting.
ENDED = "Your time in the program has ended. If you would like to come back, call us."
page = require_http_methods(["GET", "HEAD", "POST"])


def for_patient(part: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Hand the view the patient who asks about themselves; to anybody else say what is missing."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asked(request: HttpRequest, **place: Any) -> HttpResponse:
            who: Me | None = me(asker(request), program_of(request))
            if who is None or who.patient is None:
                return render(request, "schedule/patient/nobody.html")
            reading.note(patients=who.charts, part=part, purpose=reading.ACCESS_REQUEST)
            return view(request, who, **place)

        return asked

    return wrap


def waits_or_is_treated(request: HttpRequest, who: Me) -> bool:
    """Whether they are here at all, and not discharged."""
    assert who.patient is not None
    with behind(who.program.pk, asker(request)):
        status = status_of(who.patient)
    return status is None or status.status not in (DISCHARGED, DIED)
