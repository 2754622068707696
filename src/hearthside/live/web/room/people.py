"""What somebody does in a room for themselves, or for whoever sits at their screen. Each act is one form."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.live.actions.room.hands import lower_hand, raise_hand
from hearthside.live.actions.room.helping import ask_in_private
from hearthside.live.actions.room.saying import say_devices, say_leaving, say_where_to_call
from hearthside.live.actions.room.stepping import come_back, step_away
from hearthside.live.room_words import ON
from hearthside.live.web.room.acting import act_in_room, filled, live_of
from hearthside.live.web.room.people_forms import (
    CallMeForm,
    DevicesForm,
    HelpForm,
    LeavesAtForm,
    OwnForm,
    SitterForm,
)

page = require_http_methods(["GET", "HEAD", "POST"])


@rule("live-act", mode="write", subject="live_session")
@require_POST
def hand(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Raise a hand."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        raise_hand(live=live, sitter=given["sitter"], by=by)

    return act_in_room(request, live, filled(request, OwnForm), act, heading="Raise a hand", button="Raise a hand")


@rule("live-act", mode="write", subject="live_session")
@require_POST
def hand_down(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Lower a hand: one's own, or whoever leads somebody's."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        lower_hand(live=live, sitter=given["sitter"], by=by)

    return act_in_room(request, live, filled(request, OwnForm), act, heading="Lower the hand", button="Lower the hand")


@rule("live-act", mode="write", subject="live_session")
@never_cache
@page
def help_me(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Ask for help in private: works without sound, pictures and scripts."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        ask_in_private(live=live, cause=given["cause"], sitter=given["sitter"], by=by)

    return act_in_room(
        request, live, filled(request, HelpForm), act, heading="Private help", button="Ask for help",
        done="We were told. You see here when somebody has seen it.",
    )  # fmt: skip


@rule("live-act", mode="write", subject="live_session")
@never_cache
@page
def leaves_at(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Say by when one must go."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        say_leaving(live=live, at=given["at"], sitter=given["sitter"], by=by)

    return act_in_room(
        request, live, filled(request, LeavesAtForm), act, heading="Must you leave early?", button="Say so",
        done="Your therapists know it now.",
    )  # fmt: skip


@rule("live-act", mode="write", subject="live_session")
@never_cache
@page
def call_me(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Say where to be called instead of coming by video, or that nobody should call."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        say_where_to_call(
            live=live, phone=given["phone"], no_call=given["no_call"], sitter=given["sitter"], by=by
        )  # fmt: skip

    return act_in_room(
        request, live, filled(request, CallMeForm), act, heading="Call me instead", button="Say so",
        done="Your therapists know it now.",
    )  # fmt: skip


@rule("live-act", mode="write", subject="live_session")
@require_POST
def away(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """One of those who share a screen stepped away from it."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        step_away(live=live, sitter=given["sitter"], by=by)

    return act_in_room(request, live, filled(request, OwnForm), act, heading="Stepped away", button="Stepped away")


@rule("live-act", mode="write", subject="live_session")
@require_POST
def back(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Whoever stepped away is back."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        come_back(live=live, sitter=given["sitter"], by=by)

    return act_in_room(request, live, filled(request, SitterForm), act, heading="Back again", button="Back again")


@rule("live-act", mode="write", subject="live_session")
@require_POST
def devices(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """What one's own page says of microphone and camera."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        say_devices(
            live=live, microphone=given["microphone"] == ON, camera=given["camera"] == ON, sitter=given["sitter"],
            by=by,
        )  # fmt: skip

    return act_in_room(request, live, filled(request, DevicesForm), act, heading="Devices", button="Say so")
