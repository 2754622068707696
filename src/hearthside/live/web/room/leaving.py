"""Leaving the room, and what stands on the page of whoever left."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import asker, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.course.leaving import leave_session
from hearthside.live.course_refusals import MayWeCall
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.check_in import answers_of
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_course import seat_in_room
from hearthside.live.relations import LEADS_OR_HELPS, OBSERVER
from hearthside.live.rules.check_in import NUMBER
from hearthside.live.web.room.acting import BY_SCRIPT, DONE, REFUSED, live_of
from hearthside.live.web.room.course_forms import YES, LeaveForm
from hearthside.people.actions.grants import behind
from hearthside.people.phones import shown_phone


@rule("live-seat", mode="write", subject="live_session")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Leave, for now or for today. Whom staff worry about is asked first where to call them."""
    live, by = live_of(request, live_session), asker(request)
    form, asks = LeaveForm(sent(request)), "phone" in request.POST
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            retrying(leave_session)(
                live=live, coming_back=given["coming_back"] == YES, phone=given["phone"], no_call=given["no_call"],
                by=by,
            )  # fmt: skip
        except Refusal as refusal:
            if isinstance(refusal, MayWeCall):
                form, asks = LeaveForm(request.POST.dict() | {"phone": _todays_number(live, by)}), True
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            by_script = request.headers.get(BY_SCRIPT)
            return HttpResponse(status=DONE) if by_script else see_other(reverse("live:left", args=[live.pk]))
    if not asks:
        # Whoever nobody worries about is not asked.
        del form.fields["phone"], form.fields["no_call"]
    refused = form.is_bound and bool(form.errors)
    if refused and request.headers.get(BY_SCRIPT):
        says = next(str(each) for listed in form.errors.values() for each in listed)
        return JsonResponse({"says": says}, status=REFUSED)
    context = {"form": form, "live": live}
    return render(request, "live/room/leave.html", context, status=REFUSED if refused else 200)


def _todays_number(live: LiveSession, by: Actor) -> str:
    """The number that whoever leaves gave at the door today, to be confirmed or changed."""
    own = Q(patient__account=by.account) | Q(partner__account=by.account)
    with behind(live.program_id, by):
        row = CheckIn.objects.filter(own, session=live).first()
        return shown_phone(answers_of(row).get(NUMBER, {}).get("phone", "")) if row else ""


@rule("live-seat", subject="live_session")
@never_cache
@require_safe
def left(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """One is not in the room: how to come back, where one has said that one does."""
    live, by = live_of(request, live_session), asker(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(live.program_id, by):
        held = tie(by.account, live.pk).relations
        if held == {OBSERVER}:
            return see_other(reverse("live:observing", args=[live.pk]))
        staff = bool(held & LEADS_OR_HELPS)
        comes_back = live.ended_at is None and (staff or seat_in_room(live, by.account) is not None)
    context = {"live": live, "comes_back": comes_back, "staff": staff}
    return render(request, "live/room/left.html", context)
