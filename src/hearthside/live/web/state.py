"""The state of a live session as its pages fetch it: when news say that something changed, and every few seconds."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_state import state_of
from hearthside.people.actions.grants import behind


@rule("live-room", subject="live_session")
@require_safe
def state(request: HttpRequest, live_session: UUID) -> JsonResponse:
    """What this person may know of this session now."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(program.pk, by):
        live = LiveSession.objects.select_related("session__cohort").get(pk=live_session)
        return JsonResponse(state_of(live, tie(by.account, live.pk), by.account, clock.now()))
