"""Who was expected and did not come: for their own clinicians and whoever plans, until it is known how they are."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.live.actions.door_outreach import end_outreach
from hearthside.live.door_words import CAME, OUTREACH_OUTCOMES
from hearthside.live.models.outreach import Outreach
from hearthside.people.models.patients import PatientDetails
from hearthside.people.phones import shown_phone
from hearthside.schedule.said import day_said, time_said
from hearthside.ui.forms import Plainly

CHOICES = [(code, words) for code, words in OUTREACH_OUTCOMES.items() if code != CAME]


class EndForm(Plainly, forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(label="What came of it?", choices=CHOICES, widget=forms.RadioSelect)


@rule("outreach", mode="write")
@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """Everybody who is missed, as far as whoever asks may see their days, the longest first."""
    rows = Outreach.objects.visible_to(asker(request)).filter(outcome="", program=program_of(request))
    found = list(rows.select_related("patient", "partner", "session__session").order_by("opened_at", "id"))
    charts = {row.patient_id or row.partner.patient_id for row in found}
    reading.note(patients=sorted(charts), part="schedule")
    numbers = dict(
        PatientDetails.objects.visible_to(asker(request)).filter(patient__in=charts).values_list("patient", "phone")
    )
    reading.note(patients=sorted(numbers), part="demographics")
    lines = [_line(row, numbers, program_of(request).zone) for row in found]
    return render(request, "live/door/missed.html", {"lines": lines})


def _name(row: Outreach) -> str:
    if row.patient:
        return str(row.patient.chosen_name)
    return row.partner.name if row.partner else ""


def _line(row: Outreach, numbers: dict[UUID, str], zone: str) -> dict[str, Any]:
    starts_at = row.session.session.starts_at
    phone = numbers.get(row.patient_id, "") if row.patient_id else row.partner.phone if row.partner else ""
    return {
        "id": row.pk,
        "patient": row.patient_id,
        "name": _name(row),
        "when": f"{day_said(starts_at, zone)}, {time_said(starts_at, zone)}",
        "phone": shown_phone(phone),
    }


@rule("outreach", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, outreach: UUID) -> HttpResponse:
    """What came of it."""
    rows = Outreach.objects.visible_to(asker(request)).filter(pk=outreach, program=program_of(request), outcome="")
    row = rows.select_related("patient", "partner").first()
    if row is None:
        raise Http404
    reading.note(patients=[row.patient_id or row.partner.patient_id], part="schedule")

    def act(given: dict[str, Any]) -> None:
        end_outreach(outreach=row, outcome=given["outcome"], by=asker(request))

    back = reverse("live:missed")
    name = _name(row)
    context = {
        "heading": f"Reached out to {name}",
        "button": "Write it down",
        "back": {"url": back, "words": "Missed"},
        "sentences": [
            "Call first, then leave a message that says nothing of treatment. If you fear for them, call us."
        ],
    }
    return ask(
        request, EndForm(sent(request)), act, done="Written down.", to=back, template="people/clinicians/form.html",
        context=context,
    )  # fmt: skip
