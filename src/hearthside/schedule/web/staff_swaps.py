"""Swaps that wait for a decision, and seats in another group that staff offer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.granting import decide_swap
from hearthside.schedule.actions.swaps import ask_swap, sessions_open_to
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import INVITED, Swap
from hearthside.schedule.queries.open_sessions import OpenSession
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.queries.pages_week import rows_of
from hearthside.schedule.said import zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import names_of, one
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_fields import WhyForm
from hearthside.schedule.web.staff_person import back_to, patient_of
from hearthside.schedule.words import AHEAD, SEAT_HELD

LOOK_AHEAD = timedelta(weeks=2)


@rule("swaps")
@require_safe
def swaps(request: HttpRequest) -> HttpResponse:
    """Asks for a seat in another group that nobody has answered, the first to begin first."""
    zone, actor = words.zone_of(request), asker(request)
    waiting = Swap.objects.visible_to(actor).waiting().filter(session__starts_at__gt=clock.now())
    rows = list(
        waiting.select_related("session__cohort", "instead_of__session__cohort").order_by("session__starts_at", "id")
    )
    names = names_of(request, {row.patient_id for row in rows})
    reading.note(patients=sorted({row.patient_id for row in rows}), part="swaps")
    room = _room(request, [row.session for row in rows])
    lines = [_line(row, names, room, zone) for row in rows]
    may_decide = may("swaps", by_role(actor), WRITE)
    context = {"lines": lines, "zone": zone_said(zone), "may_decide": may_decide}
    return render(request, "schedule/staff/swaps.html", context)


def _room(request: HttpRequest, sessions: list[Session]) -> dict[UUID, Row]:
    if not sessions:
        return {}
    with behind(sessions[0].program_id, asker(request)):
        return {row.session.pk: row for row in rows_of(sessions)}


def _line(swap: Swap, names: dict[UUID, str], room: dict[UUID, Row], zone: str) -> dict[str, Any]:
    session, row = swap.session, room[swap.session_id]
    instead = swap.instead_of.session if swap.instead_of else None
    return {
        "swap": swap,
        "name": names.get(swap.patient_id, ""),
        "session": session,
        "title": words.session_title(session),
        "when": words.when_said(session.starts_at, session.ends_at, zone),
        "blocks": f"Only block {', '.join(map(str, swap.blocks))}" if swap.blocks else "",
        "instead": f"{words.session_title(instead)}, {words.when_said(instead.starts_at, instead.ends_at, zone)}"
        if instead else "",
        "room": f"{words.size_said(row)}, {words.ratio_said(row.tightest)}",
        "together": bool(swap.pair),
        "waits_for_yes": swap.state == INVITED,
    }  # fmt: skip


class DecideForm(WhyForm):
    """Granted, or not this time."""

    answer = forms.ChoiceField(
        label="Your answer", choices=[("yes", "Grant it"), ("no", "Not this time")], widget=forms.RadioSelect
    )
    alone = forms.BooleanField(label="For this person alone: their partner need not come along", required=False)
    field_order = ("answer", "alone", "because")


@rule("swaps", mode="write")
@page
def decide(request: HttpRequest, swap: UUID) -> HttpResponse:
    """Answer one ask; partners who asked together get the same answer, unless it is given for one alone."""
    zone = words.zone_of(request)
    row: Swap = one(
        Swap.objects.visible_to(asker(request)).waiting().filter(pk=swap)
        .select_related("session__cohort", "instead_of__session__cohort")
    )  # fmt: skip
    names = names_of(request, [row.patient_id])
    reading.note(patients=[row.patient_id], part="swaps")
    line = _line(row, names, _room(request, [row.session]), zone)
    form = DecideForm(sent(request))
    if not row.pair:
        del form.fields["alone"]

    def act(given: dict[str, Any]) -> list[Swap]:
        with form.asking_why():
            return decide_swap(
                swap=row, grant=given["answer"] == "yes", alone=given.get("alone", False),
                outside_hours_because=given["because"], by=asker(request),
            )  # fmt: skip

    sentences = [
        f"{line['name']} asks to come to {line['title']}, {line['when']}.",
        f"There now: {line['room']}. Size, ratio, licenses and who may not share a group are looked at again when you "
        "grant it.",
    ]
    if line["instead"]:
        sentences.insert(1, f"They would give up {line['instead']}.")
    if row.state == INVITED:
        sentences.append("They have not said yes themselves yet, so it cannot be granted.")
    context = {
        "heading": f"{line['name']} asks for a seat",
        "button": "Answer",
        "back": {"url": reverse("schedule:swaps"), "words": "Swaps"},
        "zone": zone_said(zone),
        "sentences": sentences,
    }
    return ask(request, form, act, done="Answered. They are told.", to=reverse("schedule:swaps"), template=FORM,
               context=context)  # fmt: skip


class OfferForm(WhyForm):
    """Which session, and which own seat is given up for it."""

    session = forms.ChoiceField(label="Which session", widget=forms.RadioSelect)
    alone = forms.BooleanField(label="For this person alone: their partner need not come along", required=False)
    field_order = ("session", "alone", "because")


@rule("swaps", mode="write", subject="patient")
@page
def offer_visit(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Offer somebody a seat in one session of another group: they say yes and sign that group's agreement."""
    who = patient_of(request, patient, "swaps")
    zone, now = words.zone_of(request), clock.now()
    own = list(
        Seat.objects.seen_of(asker(request), who)
        .filter(state=SEAT_HELD, session__status__in=AHEAD, session__cohort__isnull=False,
                session__starts_at__gt=now, session__starts_at__lt=now + LOOK_AHEAD)
        .select_related("session__cohort").order_by("session__starts_at")
    )  # fmt: skip
    given_up = next((s for s in own if str(s.pk) == request.GET.get("instead")), None)
    found = sessions_open_to(who, now, now + LOOK_AHEAD, instead_of=given_up, by=asker(request))
    form = OfferForm(sent(request))
    field = form.fields["session"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(each.session.pk), _open_said(each, zone)) for each in found]
    chosen = {str(each.session.pk): each for each in found}

    def act(given: dict[str, Any]) -> Swap:
        each = chosen[given["session"]]
        with form.asking_why():
            return ask_swap(
                patient=who, session=each.session, blocks=each.numbers, instead_of=given_up, alone=given["alone"],
                outside_hours_because=given["because"], by=asker(request),
            )  # fmt: skip

    back = back_to(request, who)
    seats = [
        {"id": str(s.pk), "said": f"{words.session_title(s.session)}, "
         f"{words.when_said(s.session.starts_at, s.session.ends_at, zone)}"}
        for s in own
    ]  # fmt: skip
    context = {
        "heading": f"Offer {back['words']} a seat in another group",
        "button": "Offer it",
        "back": back,
        "zone": zone_said(zone),
        "own": seats,
        "given_up": request.GET.get("instead", ""),
        "found": found,
    }
    return ask(request, form, act, done="Offered. They are asked whether they want it.", to=back["url"],
               template="schedule/staff/offer_visit.html", context=context)  # fmt: skip


def _open_said(each: OpenSession, zone: str) -> str:
    session = each.session
    parts = "" if each.is_whole else f", block {', '.join(str(b.number) for b in each.blocks)} only"
    outside = ", outside the hours they gave us" if each.outside_hours else ""
    return (
        f"{words.session_title(session)}, {words.when_said(session.starts_at, session.ends_at, zone)}{parts}{outside}"
    )
