"""
The card of somebody with whom a clinician talks before they come in: where they are, how to reach them, and why.

For whoever accepted the call, and for whoever treats them. Each opening is written down.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.base.states import STATE_NAMES
from hearthside.ledger import reading
from hearthside.live.actions.door_talks import end_talk
from hearthside.live.door_words import TALK_OUTCOMES
from hearthside.live.models.check_in import TalkFirst
from hearthside.live.queries.check_in import answers_of, place_of
from hearthside.live.queries.door_talks import may_read_card
from hearthside.live.rules import check_in as rules
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import PatientDetails
from hearthside.people.phones import shown_phone
from hearthside.schedule.said import time_said
from hearthside.ui.forms import Plainly


class OutcomeForm(Plainly, forms.Form):
    """How the talk ended."""

    outcome = forms.ChoiceField(label="How did it end?", choices=list(TALK_OUTCOMES.items()), widget=forms.RadioSelect)
    note = forms.CharField(label="Anything the next one must know", required=False, widget=forms.Textarea({"rows": 4}))


@rule("talk-first", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, talk: UUID) -> HttpResponse:
    """Read the card, call, and write down how it ended."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        rows = TalkFirst.objects.filter(pk=talk, program=program)
        found = rows.select_related("check_in__patient", "check_in__partner", "ended_by").first()
        if found is None or by.account is None or not may_read_card(found, by.account):
            raise Http404
        shown = _shown(found, program.zone)
        chart = found.check_in.patient_id or found.check_in.partner.patient_id
    reading.note(patients=[chart], part="talk-first")

    def act(given: dict[str, Any]) -> None:
        end_talk(talk=found, outcome=given["outcome"], note=given["note"], by=by)

    context = {"card": shown, "talk": found, "outcome": TALK_OUTCOMES.get(found.outcome, "")}
    return ask(
        request, OutcomeForm(sent(request)), act, done="Written down. Whoever leads the session sees it.",
        to=request.path, template="live/door/talk_card.html", context=context,
    )  # fmt: skip


def _shown(talk: TalkFirst, zone: str) -> dict[str, Any]:
    row = talk.check_in
    answers, place = answers_of(row), place_of(row)
    contact = answers.get(rules.CONTACT)
    phone = answers.get(rules.NUMBER, {}).get("phone", "")
    if row.patient:
        details = PatientDetails.objects.get(pk=row.patient_id)
        name, phone = details.full_name, phone or details.phone
    else:
        assert row.partner is not None  # the database keeps one of both
        name, phone = row.partner.name, phone or row.partner.phone
    return {
        "name": name,
        "shown_name": answers.get(rules.NAME, {}).get("shown_name", ""),
        "pronouns": answers.get(rules.NAME, {}).get("pronouns", ""),
        "since": time_said(talk.raised_at, zone),
        "causes": [rules.CAUSES[cause] for cause in talk.causes],
        "phone": shown_phone(phone),
        "place": place,
        "state": STATE_NAMES[place.state] if place else "",
        "emergency": shown_phone(place.local_emergency) if place else "",
        "contact": contact and {**contact, "phone": shown_phone(contact["phone"])},
        "is_unsafe_there": bool(answers.get(rules.SAFE, {}).get("unsafe")),
        "answers": _safety(answers.get(rules.SAFETY, {}), answers.get(rules.FEELING, {})),
    }


def _safety(safety: dict[str, Any], feeling: dict[str, Any]) -> list[tuple[str, str]]:
    asked = (
        ("Safe right now", "safe_now"), ("Thoughts of hurting themselves", "hurt_self"),
        ("Thoughts of hurting somebody else", "hurt_other"), ("Used today", "used"),
    )  # fmt: skip
    found = [(label, rules.RATHER_TALK[safety[key]]) for label, key in asked if key in safety]
    return found + [(label, f"{feeling[key]} of 10") for label, key in (("Mood", "mood"), ("Urge", "urge")) if feeling]
