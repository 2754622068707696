"""“I cannot come” for clinicians: the session is short at once, and somebody is asked to help out."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import day_said, span_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web.asking import for_clinician
from hearthside.schedule.words import AHEAD, KIND_NAMES, OPEN
from hearthside.ui.forms import DayField, Plainly

page = require_http_methods(["GET", "HEAD", "POST"])
FORM = "people/clinicians/form.html"
WHY = [("ill", "I am ill"), ("away", "I am away")]
# What happens, in order, so that nobody who is ill has to ask.
WHAT_FOLLOWS = (
    "Where too few of you are left, the next clinician who may help out is asked at once. You need do no more."
)


class WhyForm(Plainly, forms.Form):
    """Why, as far as anybody need know."""

    because = forms.ChoiceField(label="Why", choices=WHY, widget=forms.RadioSelect, initial="ill")


class WhyDaysForm(WhyForm):
    """The same for some days."""

    from_on = DayField(label="First day")
    until_on = DayField(label="Last day", required=False, help_text="Leave it empty if it is one day.")
    field_order = ("from_on", "until_on", "because")


def _context(**more: Any) -> dict[str, Any]:
    back = {"url": reverse("schedule:work_week"), "words": "My week"}
    return {"back": back, "button": "I am not coming", "danger": True, **more}


@rule("own-work", mode="write")
@page
@for_clinician
def cannot_lead(request: HttpRequest, own: Clinician, session: UUID) -> HttpResponse:
    """This one session."""
    rows = Session.objects.visible_to(asker(request)).filter(pk=session, status__in=(*AHEAD, OPEN)).staffed_by(own)
    row = rows.select_related("cohort").first()
    if row is None:
        raise Http404
    title = row.cohort.name if row.cohort else KIND_NAMES[row.kind]

    def act(given: dict[str, Any]) -> None:
        drop_out(clinician=own, because=given["because"], sessions=[session], by=asker(request))

    when = f"{day_said(row.starts_at, own.zone)}, {span_said(row.starts_at, row.ends_at, own.zone)}"
    context = _context(
        heading="I cannot come", sentences=[f"{title}, {when}, your time ({zone_said(own.zone)}).", WHAT_FOLLOWS]
    )
    done = "Noted. The session knows, and help is looked for."
    return ask(
        request, WhyForm(sent(request)), act, done=done, to=reverse("schedule:work_week"), template=FORM,
        context=context,
    )  # fmt: skip


@rule("own-work", mode="write")
@page
@for_clinician
def cannot_lead_days(request: HttpRequest, own: Clinician) -> HttpResponse:
    """Everything on some days, also what is planned for them later."""

    def act(given: dict[str, Any]) -> None:
        last = given["until_on"] or given["from_on"]
        from_at, until_at = day_span(given["from_on"], last, own.zone)
        drop_out(clinician=own, because=given["because"], from_at=from_at, until_at=until_at, by=asker(request))

    context = _context(
        heading="I cannot come on some days",
        sentences=[f"Whole days on your own clock ({zone_said(own.zone)}).", WHAT_FOLLOWS],
    )
    done = "Noted for all of these days. Where too few are left, help is looked for."
    return ask(
        request, WhyDaysForm(sent(request)), act, done=done, to=reverse("schedule:work_week"), template=FORM,
        context=context,
    )  # fmt: skip
