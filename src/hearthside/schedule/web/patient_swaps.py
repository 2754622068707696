"""Coming to another group once: what is open, asking for it, an invitation to it, and taking it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.agreements.texts import in_force
from hearthside.schedule.actions.swaps import AGREEMENT, ask_swap, join_swap, sessions_open_to
from hearthside.schedule.actions.taking_back import take_back_swap
from hearthside.schedule.hours import BLOCK_NAMES
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.swaps import GRANTED, INVITED, SWAP_STATES, WAITING_STATES, Swap
from hearthside.schedule.queries.open_sessions import OpenSession
from hearthside.schedule.queries.pages_person import Me
from hearthside.schedule.queries.pages_swaps import Asked, may_be_swapped, own_swaps, with_sessions
from hearthside.schedule.said import day_said, span_said, zone_said
from hearthside.schedule.web.asking import for_patient, today_in
from hearthside.ui import listing
from hearthside.ui.forms import Plainly

page = require_http_methods(["GET", "HEAD", "POST"])
# Visits are looked for in so many days; asks are shown until so many days after their session.
AHEAD, SHOWN = timedelta(days=14), timedelta(days=14)
# Open sessions on a page.
A_PAGE = 24
TAGS = {"granted": "ok", "declined": "plain", "taken_back": "plain", "lapsed": "plain"}


class InsteadForm(Plainly, forms.Form):
    """Which of one's own sessions is given up for it; none is asked for where it comes in addition."""

    instead = forms.ChoiceField(label="Instead of which session of yours", required=False)

    def __init__(self, data: Any, *, seats: list[Seat], zone: str) -> None:
        super().__init__(data)
        self.seats = {str(seat.pk): seat for seat in seats}
        choices = [(pk, _when(seat.session, zone)) for pk, seat in self.seats.items()]
        self.fields["instead"].choices = [("", "None: I come in addition"), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Seat | None:
        """The seat; None for nothing, or for one that is not theirs to give up."""
        return self.seats.get(self.data.get("instead") or "")


class SignForm(Plainly, forms.Form):
    """A typed name is a signature; the hash says which text was on the page."""

    text_hash = forms.CharField(widget=forms.HiddenInput)
    typed_name = forms.CharField(label="Your full name", widget=forms.TextInput({"autocomplete": "name"}))


def _when(session: Any, zone: str) -> str:
    return f"{day_said(session.starts_at, zone)}, {span_said(session.starts_at, session.ends_at, zone)}"


@rule("own-care")
@require_safe
@for_patient
def my_swaps(request: HttpRequest, who: Me) -> HttpResponse:
    """What they asked for, and what is open in the next two weeks."""
    assert who.patient is not None
    at, actor = clock.now(), asker(request)
    reading.note(patients=who.charts, part="swaps", purpose=reading.ACCESS_REQUEST)
    form = InsteadForm(request.GET, seats=may_be_swapped(actor, who.patient, at, at + AHEAD), zone=who.zone)
    asked = own_swaps(actor, who.patient)
    waiting = {swap.session_id for swap in asked if swap.state in WAITING_STATES}
    with behind(who.program.pk, actor):
        rows = [row for row in with_sessions(asked) if row.session.starts_at > at - SHOWN]
        found = sessions_open_to(who.patient, at, at + AHEAD, instead_of=form.chosen, by=actor)
    shown = listing.page(request.GET, [each for each in found if each.session.pk not in waiting], per_page=A_PAGE)
    context = {
        "zone": zone_said(who.zone),
        "form": form,
        "page": shown,
        "instead": form.chosen,
        "asked": [_asked(row, who.zone, at) for row in rows],
        "open": [_open(each, who.zone) for each in shown],
    }
    return render(request, "schedule/patient/swaps.html", context)


def _open(each: OpenSession, zone: str) -> dict[str, Any]:
    first, last = each.blocks[0], each.blocks[-1]
    assert each.session.cohort is not None
    return {
        "id": each.session.pk,
        "title": each.session.cohort.name,
        "when": f"{day_said(first.starts_at, zone)}, {span_said(first.starts_at, last.ends_at, zone)}",
        "leads": each.leads,
        "blocks": "" if each.is_whole else ", ".join(BLOCK_NAMES[b.kind] for b in each.blocks),
        "outside": each.outside_hours,
    }


def _asked(row: Asked, zone: str, at: Any) -> dict[str, Any]:
    swap = row.swap
    is_ahead = row.session.starts_at > at
    state = SWAP_STATES[swap.state]
    if swap.state == INVITED and swap.proposed:
        state = "The program offers it to you"
    return {
        "id": swap.pk,
        "title": row.title,
        "when": _when(row.session, zone),
        "instead": _when(row.instead, zone) if row.instead else "",
        "kind": TAGS.get(swap.state, "info"),
        "state": state,
        "may_join": swap.state == INVITED and is_ahead,
        "may_take_back": swap.state in (*WAITING_STATES, GRANTED) and is_ahead,
    }


def _back() -> dict[str, str]:
    return {"url": reverse("schedule:my_swaps"), "words": "Coming to another group"}


def _sign_page(
    request: HttpRequest, who: Me, heading: str, button: str, act: Any, more: dict[str, Any]
) -> HttpResponse:
    """The other group's agreement, read and signed with the ask."""
    agreement = in_force(AGREEMENT, today_in(who.program.zone, clock.now()))
    posted = request.POST.copy() if request.method == "POST" else None
    shown = posted.get("text_hash", "") if posted is not None else ""
    if posted is not None:
        # Whatever becomes of this, the page that comes back shows the text that holds now.
        posted["text_hash"] = agreement.text_hash
    form = SignForm(posted, initial={"text_hash": agreement.text_hash})

    def signed(given: dict[str, Any]) -> Any:
        return act(shown, given["typed_name"])

    assert who.patient is not None
    context = {
        "heading": heading, "button": button, "back": _back(), "agreement": agreement,
        "name": who.patient.details.full_name, **more,
    }  # fmt: skip
    done = "Your answer is with us. You see below what became of it."
    return ask(
        request, form, signed, done=done, to=reverse("schedule:my_swaps"), template="schedule/patient/swap.html",
        context=context,
    )  # fmt: skip


@rule("own-care", mode="write")
@page
@for_patient
def ask_for(request: HttpRequest, who: Me, session: UUID) -> HttpResponse:
    """One open session, with that group's agreement."""
    assert who.patient is not None
    at, actor, patient = clock.now(), asker(request), who.patient
    form = InsteadForm(request.GET, seats=may_be_swapped(actor, patient, at, at + AHEAD), zone=who.zone)
    found = sessions_open_to(patient, at, at + AHEAD, instead_of=form.chosen, only=session, by=actor)
    if not found:
        raise Http404
    (each,) = found

    def act(text_hash: str, typed_name: str) -> Swap:
        return ask_swap(
            patient=patient,
            session=each.session,
            blocks=each.numbers,
            instead_of=form.chosen,
            text_hash=text_hash,
            typed_name=typed_name,
            by=actor,
        )

    line = _open(each, who.zone)
    sentences = [f"{line['title']}: {line['when']}, your time ({zone_said(who.zone)})."]
    if line["blocks"]:
        sentences.append(f"There is room in a part of it: {line['blocks']}.")
    if form.chosen is not None:
        sentences.append(
            f"Instead of {_when(form.chosen.session, who.zone)}. Until you hear from us, you keep that seat."
        )
        sentences.append("A partner who comes to the same session with you is asked to come along.")
    return _sign_page(request, who, "Ask to come to this group", "Sign, and ask", act, {"sentences": sentences})


def _own(request: HttpRequest, who: Me, swap: UUID, states: tuple[str, ...]) -> Asked:
    """The ask, if it is theirs and its session is still to come."""
    rows = Swap.objects.visible_to(asker(request)).filter(pk=swap, patient=who.patient, state__in=states)
    found = list(rows.select_related("patient__program"))
    with behind(who.program.pk, asker(request)):
        asked = with_sessions(found)
    if not asked or asked[0].session.starts_at <= clock.now():
        raise Http404
    return asked[0]


@rule("own-care", mode="write")
@page
@for_patient
def join(request: HttpRequest, who: Me, swap: UUID) -> HttpResponse:
    """Yes to what one's partner or the program asked."""
    row = _own(request, who, swap, (INVITED,))

    def act(text_hash: str, typed_name: str) -> Swap:
        return join_swap(swap=row.swap, text_hash=text_hash, typed_name=typed_name, by=asker(request))

    sentences = [f"{row.title}: {_when(row.session, who.zone)}, your time ({zone_said(who.zone)})."]
    if row.instead is not None:
        sentences.append(f"Instead of {_when(row.instead, who.zone)}.")
    return _sign_page(request, who, "Come to this group", "Sign, and say yes", act, {"sentences": sentences})


@rule("own-care", mode="write")
@page
@for_patient
def take_back(request: HttpRequest, who: Me, swap: UUID) -> HttpResponse:
    """An ask taken back, or a granted visit given up. Asked once."""
    row = _own(request, who, swap, (*WAITING_STATES, GRANTED))

    def act(given: dict[str, Any]) -> None:
        take_back_swap(swap=row.swap, by=asker(request))

    sentences = [f"{row.title}: {_when(row.session, who.zone)}, your time ({zone_said(who.zone)})."]
    if row.swap.state == GRANTED and row.instead is not None:
        sentences.append("If your own seat is still free, it is yours again.")
    context = {
        "heading": "Take this back?", "button": "Take it back", "danger": True, "back": _back(), "sentences": sentences,
    }  # fmt: skip
    return ask(
        request, forms.Form(sent(request)), act, done="Taken back.", to=reverse("schedule:my_swaps"),
        template="people/clinicians/form.html", context=context,
    )  # fmt: skip
