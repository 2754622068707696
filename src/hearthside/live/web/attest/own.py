"""
One's own minutes, in every session and in one: whoever came sees how they were counted, and may object.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.live.actions.attesting.asking import ask_correction
from hearthside.live.actions.attesting.correcting import MOST_WORDS
from hearthside.live.attested_words import ANSWERS
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.attended import attended
from hearthside.live.queries.attested_own import own_minutes
from hearthside.live.queries.attested_people import people_of, rooms_of
from hearthside.live.queries.attested_shown import moment_said, shown, when_said
from hearthside.live.queries.attested_standing import came
from hearthside.live.queries.titles import title
from hearthside.people.actions.grants import behind
from hearthside.schedule.queries.pages_person import me
from hearthside.schedule.said import zone_said
from hearthside.ui.forms import Plainly


class AskForm(Plainly, forms.Form):
    """What is wrong, in their own words."""

    words = forms.CharField(
        label="What is wrong?",
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example: I was there from the beginning, but my tablet was not. Your therapists read this.",
    )


@rule("own-sessions")
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Every session of theirs that is over, with their minutes in it; none for whoever is not linked to a record."""
    by, program = asker(request), program_of(request)
    who = me(by, program)
    zone = who.zone if who else program.zone
    if who is not None:
        reading.note(patients=who.charts, part="own-minutes", purpose=reading.ACCESS_REQUEST)
    with behind(program.pk, by):
        rows = own_minutes(who.persons) if who else []
    lines = [{"row": row, "when": moment_said(row.starts_at, zone)} for row in rows]
    return render(request, "live/attest/own_list.html", {"lines": lines, "zone": zone_said(zone)})


@rule("own-minutes", mode="write", subject="attended_session")
@require_http_methods(["GET", "HEAD", "POST"])
def my_minutes(request: HttpRequest, attended_session: UUID) -> HttpResponse:
    """Their own stays and minutes, what became of what they asked, and the form to ask."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    who = me(by, program)
    zone = who.zone if who else program.zone
    with behind(program.pk, by):
        live = LiveSession.objects.select_related("session__cohort", "session__program").get(pk=attended_session)
        mine = [each for each in came(live.pk, by.account) if each]
        found = attended([live.pk]).get(live.pk)
        people = [one for one in people_of(live) if one.who in mine]
        asked = CorrectionAsked.objects.filter(session=live, patient__in=mine) | CorrectionAsked.objects.filter(
            session=live, partner__in=mine
        )
        context: dict[str, Any] = {
            "title": title(live),
            "when": when_said(live, zone),
            "has_hours": who is not None and who.patient is not None,
            "zone": zone_said(zone),
            "version": found,
            "rows": shown(found.answer, people, rooms_of(live), zone) if found else [],
            "asked": [_asked(row, zone) for row in asked.order_by("-asked_at", "-id")],
        }

    def act(given: dict[str, Any]) -> None:
        ask_correction(live=live, words=given["words"], by=by)

    return ask(
        request, AskForm(sent(request)), act, done="Sent. Somebody will look at it and answer here.",
        to=reverse("live:my_minutes", args=[attended_session]), template="live/attest/own.html",
        context=context | {"is_open": any(not each["row"].outcome for each in context["asked"])},
    )  # fmt: skip


def _asked(row: CorrectionAsked, zone: str) -> dict[str, Any]:
    return {"row": row, "at": moment_said(row.asked_at, zone), "outcome": ANSWERS.get(row.outcome, "")}
