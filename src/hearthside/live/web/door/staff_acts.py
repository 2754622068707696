"""What whoever leads does at the door: each with one press, or with a reason that is kept."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import ask, asker, program_of, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import reading
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.check_in_identity import tell_code
from hearthside.live.actions.door import answer_for, ask_alone, let_in, let_wait_again, turn_away
from hearthside.live.actions.door_talks import end_talk, talk_first
from hearthside.live.actions.door_tickets import make_ticket
from hearthside.live.door_words import HERE, JOIN, TURNED_AWAY_BECAUSE
from hearthside.live.models.check_in import CheckIn, TalkFirst
from hearthside.live.queries.check_in import live_of
from hearthside.live.rules import door as rules
from hearthside.live.web.door.staff import session_of
from hearthside.live.words import OVERRIDES
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.plain import Person
from hearthside.ui.forms import Plainly

page = require_http_methods(["GET", "HEAD", "POST"])
FORM = "people/clinicians/form.html"


class ReasonForm(Plainly, forms.Form):
    """Why somebody answers for it."""

    reason = forms.CharField(
        label="Why is it right to let them in?", max_length=500, widget=forms.Textarea({"rows": 4}),
        help_text="It is kept with your name and the time. Write nothing of what they told you.",
    )  # fmt: skip


class NotTodayForm(Plainly, forms.Form):
    """Why not today."""

    because = forms.ChoiceField(label="Why", choices=list(TURNED_AWAY_BECAUSE.items()), widget=forms.RadioSelect)


def _found(request: HttpRequest, check_in: UUID) -> CheckIn:
    """The check-in, for whoever leads its session; else as for one that never was."""
    with behind(program_of(request).pk, asker(request)):
        row: CheckIn | None = CheckIn.objects.filter(pk=check_in, program=program_of(request)).first()
    if row is None:
        raise Http404
    session_of(request, row.session_id)
    if row.patient_id:
        reading.note(patients=[row.patient_id], part="door")
    return row


def _door(row: CheckIn) -> str:
    return reverse("live:door", args=[row.session_id])


def _press(request: HttpRequest, row: CheckIn, act: Callable[..., Any], done: str, **more: Any) -> HttpResponse:
    """Do it, say so, and stand at the door again."""
    try:
        retrying(act)(check_in=row, by=asker(request), **more)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other(_door(row))


@rule("door", mode="write")
@require_POST
def admit(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """Let somebody in."""
    return _press(request, _found(request, check_in), let_in, "Let in.")


@rule("door", mode="write")
@require_POST
def talk(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """Talk with them first."""
    done = "They wait until you have talked. Press “We talked” then."
    return _press(request, _found(request, check_in), talk_first, done)


@rule("door", mode="write")
@require_POST
def talked(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """The talk that whoever leads wanted is over, and they may come in."""
    row = _found(request, check_in)
    with behind(row.program_id, asker(request)):
        open_talk = TalkFirst.objects.filter(check_in=row, outcome="").first()
    if open_talk is None:
        return see_other(_door(row))

    def act(*, check_in: CheckIn, by: Any) -> None:
        end_talk(talk=open_talk, outcome=JOIN, note="", by=by)

    return _press(request, row, act, "Written down. They may come in as far as this goes.")


@rule("door", mode="write")
@page
def not_today(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """Not today, for one of a few reasons."""
    row = _found(request, check_in)

    def act(given: dict[str, Any]) -> None:
        turn_away(check_in=row, because=given["because"], by=asker(request))

    context = {
        "heading": "Not today?",
        "button": "Not today",
        "danger": True,
        "back": {"url": _door(row), "words": "The door"},
        "sentences": ["Their page says that somebody calls them today, and nothing else. You can take this back."],
    }
    return ask(
        request, NotTodayForm(sent(request)), act, done="Their page says that somebody calls them today.",
        to=_door(row), template=FORM, context=context,
    )  # fmt: skip


@rule("door", mode="write")
@require_POST
def after_all(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """They wait after all."""
    return _press(request, _found(request, check_in), let_wait_again, "They wait again.")


@rule("door", mode="write")
@require_POST
def asked_alone(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """What they said alone: yes, it is safe to talk; or no."""
    unsafe = request.POST.get("safe") != "yes"
    return _press(request, _found(request, check_in), ask_alone, "Written down.", unsafe=unsafe)


@rule("door", mode="write")
@page
def override(request: HttpRequest, check_in: UUID, rule: str) -> HttpResponse:
    """Answering for one rule, with a reason."""
    row = _found(request, check_in)
    if rule not in rules.MAY_BE_OVERRIDDEN:
        raise Http404

    def act(given: dict[str, Any]) -> None:
        answer_for(check_in=row, rule=rule, reason=given["reason"], by=asker(request))

    context = {
        "heading": "Answer for letting them in?",
        "button": "I answer for it",
        "danger": True,
        "back": {"url": _door(row), "words": "The door"},
        "sentences": [f"{OVERRIDES[rule]}.", "This lets nobody in by itself: you still press “Let in”."],
    }
    return ask(
        request, ReasonForm(sent(request)), act, done="Written down, with your name.", to=_door(row), template=FORM,
        context=context,
    )  # fmt: skip


@rule("door", mode="write")
@never_cache
@require_POST
def code(request: HttpRequest, check_in: UUID) -> HttpResponse:
    """A code that is told to them on the telephone, shown once."""
    row = _found(request, check_in)
    made = tell_code(check_in=row, by=asker(request))
    context = {"code": made, "back": _door(row), "what": "They type it where we ask who they are."}
    return render(request, "live/door/code.html", context)


@rule("door", mode="write")
@never_cache
@require_POST
def seat_ticket(request: HttpRequest, session: UUID, seat: UUID) -> HttpResponse:
    """A ticket for the second of two at one screen, shown once and read to them."""
    found = session_of(request, session)
    with behind(found.program_id, asker(request)):
        row = Seat.objects.filter(pk=seat, session=found).select_related("partner").first()
        live = live_of(found.pk)
    back = reverse("live:door", args=[found.pk])
    if row is None:
        raise Http404
    if live is None:
        messages.warning(request, "The doors are not open yet.")
        return see_other(back)
    chart = row.patient_id or row.partner.patient_id
    reading.note(patients=[chart], part="door")
    try:
        made = make_ticket(live=live, person=Person(row.patient_id, row.partner_id), kind=HERE, by=asker(request))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return see_other(back)
    context = {"code": f"{made.secret[:5]} {made.secret[5:]}", "back": back, "is_ticket": True}
    return render(request, "live/door/code.html", context)
