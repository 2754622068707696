"""The two ways into a room: a seat for whoever leads, and what a browser shows the media server."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.course.coming import come_to_lead
from hearthside.live.actions.entering import enter_room
from hearthside.live.engine import NoVideo
from hearthside.live.media.engine import MediaRefused, MediaUnreachable
from hearthside.live.media.keys import socket_address
from hearthside.live.media.tokens import LASTS_SECONDS
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.payloads import ROOM, build
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_course import seat_in_room
from hearthside.live.queries.room_state import room_facts
from hearthside.live.refusals import NotLetIn
from hearthside.live.web.door.staff import session_of
from hearthside.live.web.reach import beat_note, raw_doors_at
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_person import session_title

CONFLICT, UNPROCESSABLE, UNAVAILABLE = 409, 422, 503


@rule("door", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, session: UUID) -> HttpResponse:
    """Whoever staffs the session, or comes to stand in, enters it by one press."""
    found, said = session_of(request, session), ""
    if request.method == "POST":
        try:
            retrying(come_to_lead)(session=found, by=asker(request))
        except Refusal as refusal:
            said = str(refusal)
        else:
            return see_other(reverse("live:room", args=[found.pk]))
    names = {found.cohort.pk: found.cohort.name} if found.cohort else {}
    context = {"title": session_title(found, names), "said": said, "session": found, "room": _room(request, found)}
    return render(request, "live/room/enter.html", context, status=UNPROCESSABLE if said else 200)


def _room(request: HttpRequest, session: Session) -> dict[str, Any]:
    """What whoever comes in is told of the room first: how many are there, and how many staff it needs."""
    by = asker(request)
    if by.account is None:
        return {}
    with behind(session.program_id, by):
        live = LiveSession.objects.select_related("session__cohort").filter(pk=session.pk).first()
        return build(ROOM, tie(by.account, live.pk).relations, room_facts([live])[live.pk]) if live else {}


@rule("live-seat", mode="write", subject="live_session")
@never_cache
@require_POST
def token(request: HttpRequest, live_session: UUID) -> JsonResponse:
    """What lets this person's page into the room now, with the rights that they have there now."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(program.pk, by):
        seat = seat_in_room(LiveSession.objects.get(pk=live_session), by.account)
    try:
        return JsonResponse(_opened(request, seat))
    except (NoVideo, MediaUnreachable, MediaRefused) as refusal:
        says = refusal if isinstance(refusal, NoVideo) else NoVideo()
        return JsonResponse({"says": str(says)}, status=UNAVAILABLE)
    except Refusal as refusal:
        return JsonResponse({"says": str(refusal)}, status=CONFLICT)


def _opened(request: HttpRequest, seat: Seat | None) -> dict[str, Any]:
    if seat is None:
        raise NotLetIn
    by = asker(request)
    expires = clock.now() + timedelta(seconds=LASTS_SECONDS)
    entry = enter_room(seat=seat, by=by)
    with behind(seat.program_id, by):
        room = LiveRoom.objects.select_related("session").get(name=entry.room)
    # Signals go through our own door, which knows who was put out meanwhile.
    origin = raw_doors_at(request) or f"{request.scheme}://{request.get_host()}"
    return {
        "url": socket_address(origin),
        "token": entry.token,
        "beat": beat_note(seat, room, room.session),
        "room": entry.room,
        "expires": expires.isoformat(),
    }
