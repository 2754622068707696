"""One person’s schedule for whoever plans or treats them: sessions to come, the hours of the week, and ways on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import parts
from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.parts import READ, WRITE
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import Patient
from hearthside.people.queries.couples import open_couple_of
from hearthside.people.queries.standing import modes
from hearthside.schedule.actions.excusing import excuse_days
from hearthside.schedule.hours import NOT_CONFIRMED, length, state_of
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.queries.hours import weeks_of
from hearthside.schedule.said import zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import names_of, one
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_forms import AwayForm
from hearthside.schedule.words import (
    CANCELED,
    EXCUSED_BECAUSE,
    SEAT_CANCELED,
    SEAT_EXCUSED,
    SESSION_CANCELED_BECAUSE,
    SHORT,
)

AHEAD = timedelta(weeks=4)


def patient_of(request: HttpRequest, patient: UUID, part: str = "schedule") -> Patient:
    """Somebody whose schedule the asker may see."""
    rows = Patient.objects.visible_to(asker(request), part).standing()
    found: Patient = one(rows.filter(pk=patient))
    found.program = program_of(request)
    reading.note(patients=[found.pk], part=part)
    return found


def back_to(request: HttpRequest, who: Patient) -> dict[str, str]:
    name = names_of(request, [who.pk]).get(who.pk, who.chosen_name)
    return {"url": reverse("schedule:person", args=[who.pk]), "words": name}


@rule("schedule", subject="patient")
@require_safe
def person(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Sessions to come, the hours of this week, and what may be done; the fragment alone where a page gathers it."""
    who = patient_of(request, patient)
    zone = words.zone_of(request)
    seen = modes(asker(request), who.pk)
    roles = asker(request).roles
    lines = lines_of(list(ahead(Seat.objects.seen_of(asker(request), who).filter(patient=who))), zone)
    context = {
        "patient": who,
        "back": back_to(request, who) | {"url": reverse("people:patient", args=[who.pk])},
        "lines": lines,
        "zone": zone_said(zone),
        "weeks": AHEAD.days // 7,
        "couple": open_couple_of(who) if "shared-couple" in seen else None,
        "sees_week": parts.may("staffing", roles, READ),
        "hours": _hours(request, who) if "hours" in seen else "",
        "may_plan": seen.get("schedule") == WRITE and may_do(roles, Permission.KEEP_SCHEDULE),
        "may_place": seen.get("membership") == WRITE,
        "may_swap": seen.get("swaps") == WRITE and may_do(roles, Permission.DECIDE_SWAPS),
        "sees_times": "availability" in seen,
        "sees_care": "treatments" in seen,
        "may_end": seen.get("status") == WRITE,
    }
    fragment = request.headers.get("HX-Request")
    return render(request, f"schedule/staff/{'person_part' if fragment else 'person'}.html", context)


def ahead(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Of these seats those in sessions to come, the earliest first."""
    now = clock.now()
    rows: QuerySet[Seat] = (
        seats.filter(session__ends_at__gt=now, session__starts_at__lt=now + AHEAD)
        .exclude(state=SEAT_CANCELED)
        # What was made anew stands here once, as it is now.
        .exclude(session__canceled_because__in=["series", "series_ended"])
        .select_related("session__cohort")
        .order_by("session__starts_at", "id")
    )
    return rows


def lines_of(seats: list[Seat], zone: str) -> list[dict[str, Any]]:
    """Seats in words: when, what, with whom, and what became of it."""
    leads: dict[UUID, list[str]] = {}
    staff = Staffing.objects.filter(block__session__in=[s.session_id for s in seats], released_at__isnull=True)
    by_part = staff.order_by("-part", "clinician__search_name")
    for session, name in by_part.values_list("block__session", "clinician__name"):
        names = leads.setdefault(session, [])
        if name not in names:
            names.append(name)
    return [
        {
            "seat": seat,
            "session": seat.session,
            "title": words.session_title(seat.session),
            "when": words.when_said(seat.session.starts_at, seat.session.ends_at, zone),
            "clinicians": leads.get(seat.session_id, []),
            "state": _state(seat),
            "because": _because(seat),
        }
        for seat in seats
    ]


def _because(seat: Seat) -> str:
    if seat.session.status == CANCELED:
        return SESSION_CANCELED_BECAUSE[seat.session.canceled_because]
    return EXCUSED_BECAUSE.get(seat.because, "") if seat.state == SEAT_EXCUSED else ""


def _state(seat: Seat) -> tuple[str, str]:
    if seat.session.status == CANCELED:
        return "plain", "Canceled"
    if seat.state == SEAT_EXCUSED:
        return "warn", "Excused"
    if seat.session.status == SHORT:
        return "danger", "Short of staff"
    return "ok", "Guest" if seat.guest else "Expected"


def _hours(request: HttpRequest, who: Patient) -> str:
    """How much of their week's minimum was delivered and is planned."""
    program, now = program_of(request), clock.now()
    reading.note(patients=[who.pk], part="hours")
    whole = weeks_of(program, [who.pk], day_in(program.zone, now))[who.pk]
    week = whole.hours
    planned = f"This week {length(week.sums.countable)} of treatment are planned"
    if week.delivered is not None:
        done = length(week.delivered.countable)
        word = " (not confirmed)" if state_of(whole.lines, now) == NOT_CONFIRMED else ""
        planned = (
            f"This week {done} of treatment were delivered{word}, {length(week.sums.countable)} with what is planned"
        )
    if week.is_too_much:
        return f"{planned}, more than the {length(week.maximum)} of this level of care."
    if week.is_enough:
        return f"{planned}; the minimum is {length(week.minimum)}."
    return f"{planned}, {length(week.missing)} short of the minimum of {length(week.minimum)}."


@rule("schedule", mode="write", subject="patient")
@page
def cannot_come(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Somebody cannot come on some days: their seats are excused."""
    who = patient_of(request, patient)
    today = day_in(who.program.zone, clock.now())
    form = AwayForm(sent(request), initial={"first_on": today, "last_on": today})

    def act(given: dict[str, Any]) -> list[Seat]:
        return excuse_days(
            person=who, first_on=given["first_on"], last_on=given["last_on"] or given["first_on"], by=asker(request)
        )

    back = back_to(request, who)
    context = {
        "heading": f"{back['words']} cannot come",
        "button": "Excuse them",
        "back": back,
        "sentences": ["Every seat they have on these days is excused, and free for a guest. Their facilitators are "
                      "told. Why is nobody’s business here."],
    }  # fmt: skip
    return ask(request, form, act, done="Excused.", to=back["url"], template=FORM, context=context)
