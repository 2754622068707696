"""The page of duty: start it, end it, see who else is there, and what calls."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import asker, program_of, see_other, sent
from hearthside.access.bells import bell_at
from hearthside.access.permissions import may_do
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor
from hearthside.safety.actions.duty import MAY_START, end_duty, note_heard, start_duty
from hearthside.safety.models.duty import Duty
from hearthside.safety.queries.duty import alarms_of, on_duty, own_duties
from hearthside.safety.web.calls import calls_of
from hearthside.safety.web.forms import StartForm
from hearthside.safety.web.tickets import ticket_for
from hearthside.safety.words import ALARMS, DUTIES, DUTY_BELL


@rule("duty")
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """Whether one is on duty, what calls, and who else could be called."""
    return render(request, "safety/duty.html", _shown(request, None))


@rule("duty", mode="write")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """From now on one may be called."""
    actor, program = asker(request), program_of(request)
    form = StartForm(_may_start(actor), sent(request))
    if form.is_valid():
        try:
            started = start_duty(program=program.pk, kind=form.cleaned_data["kind"], by=actor)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            form.add_error("kind", str(refusal))
        else:
            messages.success(request, f"You are on duty as {DUTIES[started.kind].lower()}.")
            return see_other(reverse("safety:duty"))
    return render(request, "safety/duty.html", _shown(request, form), status=422)


@rule("duty", mode="write")
@require_POST
def end(request: HttpRequest, duty: UUID) -> HttpResponse:
    """From now on one is called no more."""
    actor = asker(request)
    ended = end_duty(duty=_own(actor, duty), by=actor)
    messages.success(request, f"You are no longer on duty as {DUTIES[ended.kind].lower()}. Nobody calls you as that.")
    return see_other(reverse("safety:duty"))


@rule("duty", mode="write")
@require_POST
def heard(request: HttpRequest, duty: UUID) -> HttpResponse:
    """The page says whether it could sound and show a notification just now."""
    said = request.POST
    note_heard(
        duty=_own(asker(request), duty),
        sound=said.get("sound") == "yes",
        notification=said.get("notification") == "yes",
        by=asker(request),
    )
    return HttpResponse(status=204)


def _own(actor: Actor, duty: UUID) -> Duty:
    found: Duty | None = Duty.objects.visible_to(actor).filter(pk=duty, account=actor.account).first()
    if found is None:
        raise Http404
    return found


def _may_start(actor: Actor) -> list[str]:
    return [kind for kind, permission in MAY_START.items() if may_do(actor.roles, permission)]


def _shown(request: HttpRequest, form: StartForm | None) -> dict[str, Any]:
    actor, program = asker(request), program_of(request)
    mine = own_duties(actor)
    left = [kind for kind in _may_start(actor) if kind not in {duty.kind for duty in mine}]
    return {
        "mine": [(duty, DUTIES[duty.kind]) for duty in mine],
        "ticket": ticket_for(mine[0]) if mine else "",
        "bell": bell_at(request, DUTY_BELL, program.pk, mine[0].pk) if mine else "",
        "form": form if form is not None else StartForm(left),
        "may_start": bool(left) or form is not None,
        "others": [(duty, DUTIES[duty.kind]) for duty in on_duty(actor) if duty.account_id != actor.account],
        "alarms": [(alarm, ALARMS[alarm.kind]) for alarm in alarms_of(actor)],
        "program": program,
        **calls_of(actor),
    }
