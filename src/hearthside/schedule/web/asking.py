"""Who asks, on the pages that are about oneself: as somebody who comes to sessions, or as somebody who leads them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from hearthside.access.answering import asker, program_of
from hearthside.base.zones import zone as rules_of
from hearthside.ledger import reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.queries.availability import zones_of
from hearthside.schedule.queries.pages_person import Me, me

SIX_DAYS, WEEK = timedelta(days=6), timedelta(days=7)


def me_of(request: HttpRequest) -> Me | None:
    """Whoever comes to sessions as themselves, if they do."""
    who = me(asker(request), program_of(request))
    if who is None or who.patient is not None:
        return who
    # A partner without a chart has no zone here but the patient's, in whose home they are as a rule.
    with behind(who.program.pk, asker(request)):
        return replace(who, zone=zones_of(who.charts).get(who.charts[0], who.zone))


def for_me(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view whoever comes to sessions as themselves; to anybody else say what is missing."""

    @wraps(view)
    def asked(request: HttpRequest, **place: Any) -> HttpResponse:
        who = me_of(request)
        if who is None:
            return render(request, "schedule/patient/nobody.html")
        part = "schedule" if who.patient else "shared-couple"
        reading.note(patients=who.charts, part=part, purpose=reading.ACCESS_REQUEST)
        return view(request, who, **place)

    return asked


def for_patient(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, for pages that only a patient has."""

    @wraps(view)
    def asked(request: HttpRequest, who: Me, **place: Any) -> HttpResponse:
        if who.patient is None:
            return render(request, "schedule/patient/nobody.html")
        return view(request, who, **place)

    return for_me(asked)


def own_clinician(request: HttpRequest) -> Clinician | None:
    """Whoever asks, as a clinician of the program."""
    actor = asker(request)
    if actor.account is None:
        return None
    return Clinician.objects.visible_to(actor).filter(account=actor.account).select_related("program").first()


def for_clinician(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view whoever leads sessions as themselves."""

    @wraps(view)
    def asked(request: HttpRequest, **place: Any) -> HttpResponse:
        own = own_clinician(request)
        if own is None:
            return render(request, "schedule/clinician/nobody.html")
        return view(request, own, **place)

    return asked


def today_in(zone: str, at: datetime) -> date:
    """The day on the clocks of a zone."""
    return at.astimezone(rules_of(zone)).date()


def day_asked(request: HttpRequest, default: date) -> date:
    """The day that the address asks for, if it is one that a calendar can show."""
    try:
        asked = parse_date(request.GET.get("week", ""))
    except ValueError:
        asked = None
    return asked if asked and date(2000, 1, 1) <= asked <= date(2100, 1, 1) else default
