"""Whoever leads a session asks that somebody may observe it, sees whether everybody agreed, and lets them in."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import ask as answer
from hearthside.access.answering import asker, program_of, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.observing.asking import ask_to_observe, may_ask, take_ask_back
from hearthside.live.actions.observing.coming import let_observer_in
from hearthside.live.models.observing import LONGEST_REASON, ObserveAsk
from hearthside.live.queries.observing import agreed_to, is_over, observers_inside, standing_asks
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import today
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_person import session_title
from hearthside.schedule.queries.receivers import staff_of
from hearthside.schedule.said import day_said, span_said, zone_said
from hearthside.ui.forms import Plainly


class AskForm(Plainly, forms.Form):
    """Who would come, and why."""

    clinician = forms.ChoiceField(label="Who would observe?")
    reason = forms.CharField(
        label="Why do they come?", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2}),
        help_text="Everybody in the session reads this. For example: They learn to lead groups like this one.",
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["clinician"].choices = [("", "Choose somebody"), *choices]  # type: ignore[attr-defined]


@rule("observers", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def observers(request: HttpRequest, session: UUID) -> HttpResponse:
    """Who would observe this session, whether everybody agreed, and the form that asks for somebody."""
    found, by = session_of(request, session), asker(request)
    zone = found.program.zone
    with behind(found.program_id, by):
        rows = list(standing_asks(found.pk))
        agreed, inside = agreed_to([row.pk for row in rows]), {who for _, who in observers_inside(found.pk)}
        over, choices = is_over(found), _choices(found, {row.clinician_id for row in rows})
    names = {found.cohort.pk: found.cohort.name} if found.cohort else {}
    context = {
        "session": found,
        "title": session_title(found, names),
        "when": f"{day_said(found.starts_at, zone)}, {span_said(found.starts_at, found.ends_at, zone)}",
        "zone": zone_said(zone),
        "rows": [{"ask": row, "agreed": agreed[row.pk], "inside": row.clinician_id in inside} for row in rows],
        "over": over,
        # A director has no door of their own.
        "back": reverse("live:door" if "clinician" in by.roles else "schedule:staff_session", args=[found.pk]),
    }

    def act(given: dict[str, Any]) -> None:
        ask_to_observe(session=found, clinician=UUID(given["clinician"]), reason=given["reason"], by=by)

    return answer(
        request, AskForm(sent(request), choices=choices), act, done="Everybody in the session is asked now.",
        to=_page(found.pk), template="live/observing/staff.html", context=context,
    )  # fmt: skip


def session_of(request: HttpRequest, session: UUID) -> Session:
    """The session, for whoever may ask for observers there; else as for one that never was."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        found = Session.objects.filter(pk=session, program=program).select_related("cohort", "program").first()
    if found is None or not may_ask(found, by):
        raise Http404
    return found


def _choices(session: Session, asked: set[UUID]) -> list[tuple[str, str]]:
    """Clinicians who work today and neither staff it nor are asked for already. Why somebody cannot is told of none."""
    staff = staff_of([session.pk]).get(session.pk, set())
    rows = Clinician.objects.filter(program=session.program_id, account__isnull=False).order_by("search_name", "pk")
    day = today(session.program)
    return [(str(row.pk), row.name) for row in rows if row.works_on(day) and row.pk not in staff | asked]


@rule("observers", mode="write")
@require_POST
def let_in(request: HttpRequest, ask: UUID) -> HttpResponse:
    """Let whoever observes in."""
    return _press(request, ask, let_observer_in, "Let in. Everybody sees that they observe.")


@rule("observers", mode="write")
@require_POST
def take_back(request: HttpRequest, ask: UUID) -> HttpResponse:
    """Nobody observes after all."""
    return _press(request, ask, take_ask_back, "Taken back. Nobody is asked any more.")


def _press(request: HttpRequest, ask: UUID, act: Any, done: str) -> HttpResponse:
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        row = ObserveAsk.objects.filter(pk=ask, program=program).first()
    if row is None:
        raise Http404
    session_of(request, row.session_id)
    try:
        retrying(act)(ask=row, by=by)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other(_page(row.session_id))


def _page(session: UUID) -> str:
    return reverse("live:observers", args=[session])
