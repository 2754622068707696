"""Whoever would observe sees whether they may come, says that they are there, and waits to be let in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.observing.coming import come_to_observe
from hearthside.live.models.observing import ObserveAsk
from hearthside.live.queries.check_in import doors_open_at, live_of
from hearthside.live.queries.observing import agreed_to, is_over
from hearthside.live.queries.room_course import seat_in_room
from hearthside.people.actions.grants import behind
from hearthside.schedule.queries.pages_person import session_title
from hearthside.schedule.said import day_said, span_said, time_said, zone_said


@rule("own-work", mode="write")
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The sessions for which they are asked for, with whether everybody agreed."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        rows = _asked_for(by.account, program.pk).filter(
            taken_back_at__isnull=True, session__ends_at__gt=clock.now()
        )  # fmt: skip
        asks = list(rows.order_by("session__starts_at", "pk"))
        agreed = agreed_to([row.pk for row in asks])
    lines = [_said(row, program.zone) | {"agreed": agreed[row.pk]} for row in asks]
    return render(request, "live/observing/mine.html", {"lines": lines, "zone": zone_said(program.zone)})


@rule("own-work", mode="write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def observing(request: HttpRequest, session: UUID) -> HttpResponse:
    """One session: may they come, may they enter, or does the group go on without them."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(program.pk, by):
        row = _asked_for(by.account, program.pk).filter(session=session).order_by("-asked_at", "-pk").first()
        if row is None:
            raise Http404
        live = live_of(session)
        inside = seat_in_room(live, by.account) is not None if live else False
        agreed, over = agreed_to([row.pk])[row.pk], row.taken_back_at is not None or is_over(row.session)
    here = reverse("live:observing", args=[session])
    if request.method == "POST":
        try:
            retrying(come_to_observe)(ask=row, by=by)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return see_other(here)
    if inside and agreed and not over:
        return see_other(reverse("live:room", args=[session]))
    opens_at = doors_open_at(row.session, program)
    context = _said(row, program.zone) | {
        "agreed": agreed, "over": over, "here": row.here_at is not None, "zone": zone_said(program.zone),
        "is_open": opens_at <= clock.now(), "opens": time_said(opens_at, program.zone),
    }  # fmt: skip
    return render(request, "live/observing/observing.html", context)


def _asked_for(account: UUID | None, program: UUID) -> Any:
    """The requests that name whoever signs in with this account."""
    rows = ObserveAsk.objects.filter(program=program, clinician__account=account)
    return rows.select_related("session__cohort", "session__program")


def _said(row: ObserveAsk, zone: str) -> dict[str, Any]:
    session, cohort = row.session, row.session.cohort
    return {
        "session": session,
        "title": session_title(session, {cohort.pk: cohort.name} if cohort else {}),
        "when": f"{day_said(session.starts_at, zone)}, {span_said(session.starts_at, session.ends_at, zone)}",
        "reason": row.reason,
    }
