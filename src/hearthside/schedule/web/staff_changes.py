"""Pages on which one session is changed: held at another time, canceled, staffed otherwise, opened although short."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.changes import THIS, change_series
from hearthside.schedule.actions.cover import override_short
from hearthside.schedule.actions.excusing import come_after_all, excuse
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import cancel_session
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import zone_said
from hearthside.schedule.web import staff_forms as forms
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import names_of, one, row_of, session_of
from hearthside.schedule.words import SEAT_EXCUSED, SEAT_HELD

FORM = "schedule/staff/form.html"
page = require_http_methods(["GET", "HEAD", "POST"])


def address(session: Session) -> str:
    return reverse("schedule:staff_session", args=[session.pk])


def about(request: HttpRequest, session: Session, heading: str, button: str, **more: Any) -> dict[str, Any]:
    """What the form template needs to know of where it stands."""
    zone = words.zone_of(request)
    when = words.when_said(session.starts_at, session.ends_at, zone)
    return {
        "heading": heading,
        "button": button,
        "back": {"url": address(session), "words": f"{words.session_title(session)}, {when}"},
        "zone": zone_said(zone),
        **more,
    }


@rule("staffing", mode="write")
@page
def move(request: HttpRequest, session: UUID) -> HttpResponse:
    """Hold it at another time; what repeats goes on as before."""
    found = session_of(request, session)
    form = forms.MoveForm(found.zone, sent(request), initial={"on_day": found.on_day, "start": found.start_minute})

    def act(given: dict[str, Any]) -> Session:
        with form.asking_why():
            return reschedule(
                session=found, on_day=given["on_day"], start_minute=given["start"], which=given["which"],
                outside_hours_because=given["because"], by=asker(request),
            )  # fmt: skip

    form.fields["start"].label = f"Starts at, {zone_said(found.zone)}"
    sentences = ["Everybody in it is told. It lasts as long as before."]
    if found.series_id:
        sentences.append("Only this one is moved: what repeats goes on as before.")
    context = about(request, found, "Move this session", "Move it", sentences=sentences)
    return ask(request, form, act, done="Moved. Everybody in it is told.", to=address(found), template=FORM,
               context=context)  # fmt: skip


@rule("staffing", mode="write")
@page
def cancel(request: HttpRequest, session: UUID) -> HttpResponse:
    """It does not take place."""
    found = session_of(request, session)

    def act(given: dict[str, Any]) -> None:
        cancel_session(session=found, because=given["because"], by=asker(request))

    sentences = ["Everybody in it is free then, and told. It stays on record."]
    context = about(request, found, "Cancel this session?", "Cancel the session", danger=True, sentences=sentences)
    return ask(request, forms.CancelForm(sent(request)), act, done="Canceled. Everybody in it is told.",
               to=address(found), template=FORM, context=context)  # fmt: skip


@rule("staffing", mode="write")
@page
def staff(request: HttpRequest, session: UUID) -> HttpResponse:
    """Who leads it, and who helps."""
    found = session_of(request, session)
    row = row_of(request, found)
    here = Clinician.objects.visible_to(asker(request)).working_on(found.on_day).order_by("search_name", "id")
    form = forms.StaffForm(row, list(here), sent(request))

    def act(given: dict[str, Any]) -> None:
        if given.get("scope", THIS) == THIS:
            change_staff(session=found, staff=form.staff(), by=asker(request))
        else:
            change_series(session=found, scope=given["scope"], staff=form.staff(), by=asker(request))

    sentences = ["Whoever may not treat somebody in it, or is booked then, is refused by name."]
    context = about(request, found, "Who leads this session", "Save", sentences=sentences)
    return ask(request, form, act, done="Saved. Whoever it concerns is told.", to=address(found), template=FORM,
               context=context)  # fmt: skip


@rule("staffing", mode="write")
@page
def cannot_come(request: HttpRequest, session: UUID) -> HttpResponse:
    """A clinician cannot come: the session says at once whether it is short, and cover is sought."""
    found = session_of(request, session)
    row = row_of(request, found)
    now = {str(s.clinician_id): s.clinician.name for s in row.staff if s.released_at is None}
    form = forms.DropOutForm(sorted(now.items(), key=lambda item: item[1]), sent(request))

    def act(given: dict[str, Any]) -> list[Session]:
        clinician = Clinician.objects.visible_to(asker(request)).get(pk=given["clinician"])
        return drop_out(clinician=clinician, because=given["because"], sessions=[found.pk], by=asker(request))

    context = about(
        request, found, "A clinician cannot come", "They cannot come", danger=True,
        sentences=["If too few are left for the people in it, the session is short at once, and whoever could help "
                   "out is asked, one after the other."],
    )  # fmt: skip
    if not now:
        context |= {"sentences": ["Nobody staffs this session."], "cannot": True}
    return ask(request, form, act, done="Recorded.", to=address(found), template=FORM, context=context)


@rule("short-override", mode="write")
@page
def override(request: HttpRequest, session: UUID) -> HttpResponse:
    """Answer for opening it although it is short."""
    found = session_of(request, session)

    def act(given: dict[str, Any]) -> Session:
        return override_short(session=found, reason=given["reason"], by=asker(request))

    row = row_of(request, found)
    context = about(
        request, found, "Open it although it is short", "I answer for it", danger=True,
        sentences=[f"{words.size_said(row)}, {words.ratio_said(row.tightest)}. Your name and your reason are kept with "
                   "the session, and compliance sees both. Cover is sought all the same."],
    )  # fmt: skip
    return ask(request, forms.OverrideForm(sent(request)), act, done="Recorded: you answer for it.",
               to=address(found), template=FORM, context=context)  # fmt: skip


def _seat_of(request: HttpRequest, session: Session, seat: UUID, state: str) -> Seat:
    rows = Seat.objects.visible_to(asker(request)).filter(pk=seat, session=session, state=state)
    found: Seat = one(rows.select_related("patient__details", "partner"))
    return found


def _name_of(request: HttpRequest, seat: Seat) -> str:
    if seat.patient is None:
        return str(seat.partner.name) if seat.partner else ""
    return names_of(request, [seat.patient.pk]).get(seat.patient.pk, seat.patient.chosen_name)


@rule("schedule", mode="write")
@page
def excuse_seat(request: HttpRequest, session: UUID, seat: UUID) -> HttpResponse:
    """Somebody cannot come to this one."""
    found = session_of(request, session)
    row = _seat_of(request, found, seat, SEAT_HELD)

    def act(given: dict[str, Any]) -> list[Seat]:
        person = row.patient or row.partner
        assert person is not None
        return excuse(person=person, sessions=[found.pk], by=asker(request))

    name = _name_of(request, row)
    context = about(
        request, found, f"{name} cannot come", "Excuse them",
        sentences=["Their seat is free for a guest, and the facilitators are told. Why is nobody’s business here."],
    )  # fmt: skip
    return ask(request, forms.NothingAsked(sent(request)), act, done="Excused.", to=address(found) + "#people",
               template=FORM, context=context)  # fmt: skip


@rule("schedule", mode="write")
@page
def seat_again(request: HttpRequest, session: UUID, seat: UUID) -> HttpResponse:
    """Somebody who was excused comes after all."""
    found = session_of(request, session)
    row = _seat_of(request, found, seat, SEAT_EXCUSED)

    def act(given: dict[str, Any]) -> None:
        come_after_all(seat=row, by=asker(request))

    context = about(request, found, f"{_name_of(request, row)} comes after all", "Give them their seat again")
    return ask(request, forms.NothingAsked(sent(request)), act, done="They are expected again.",
               to=address(found) + "#people", template=FORM, context=context)  # fmt: skip
