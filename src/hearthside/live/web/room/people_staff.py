"""What whoever leads does about somebody in the room. Each act is one form; putting somebody out takes two steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.live.actions.room.by_phone import note_by_phone
from hearthside.live.actions.room.flags import set_flag, write_line
from hearthside.live.actions.room.helping import see_help
from hearthside.live.actions.room.listening import note_heard
from hearthside.live.actions.room.putting_out import remove_person, return_to_waiting
from hearthside.live.actions.room.silencing import hold_person, let_speak, mute, mute_all
from hearthside.live.actions.room.stepping import bring_back
from hearthside.live.models.room_acts import HelpCall
from hearthside.live.room_refusals import NobodyThere
from hearthside.live.room_words import MICROPHONE
from hearthside.live.web.room.acting import act_in_room, filled, live_of
from hearthside.live.web.room.people_forms import (
    BringBackForm,
    CalledForm,
    FlagForm,
    HeardForm,
    HelpSeenForm,
    MuteForm,
    NobodyForm,
    NoteForm,
    RemoveForm,
    SitterForm,
)
from hearthside.people.actions.grants import behind

page = require_http_methods(["GET", "HEAD", "POST"])


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def help_seen(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """One has seen that somebody asked for help, and they are told so."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        with behind(live.program_id, by):
            call = HelpCall.objects.filter(pk=given["help"], session=live).first()
        if call is None:
            raise NobodyThere
        see_help(call=call, by=by)

    return act_in_room(
        request, live, filled(request, HelpSeenForm), act, heading="You have seen it?", button="I have seen it",
        done="They are told that you have seen it.",
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@never_cache
@page
def flag(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Say how worried one is about somebody."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        set_flag(live=live, sitter=given["sitter"], level=given["level"], by=by)

    return act_in_room(
        request, live, filled(request, FlagForm), act, about_somebody=True,
        heading="Are you worried about them?", button="Keep it so",
        done="Kept. Whoever leads with you sees it.",
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@never_cache
@page
def note(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Write a line for whoever leads with oneself."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        write_line(live=live, sitter=given["sitter"], words=given["words"], by=by)

    return act_in_room(
        request, live, filled(request, NoteForm), act, about_somebody=True,
        heading="A line about them", button="Keep it", done="Kept.",
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def silence(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Turn off somebody's microphone or camera."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        mute(live=live, sitter=given["sitter"], what=given["what"] or MICROPHONE, by=by)

    return act_in_room(
        request, live, filled(request, MuteForm), act, heading="Turn it off", button="Turn it off",
        done="Turned off. They turn it on again themselves.",
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def silence_all(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Turn off everybody's microphone."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        mute_all(live=live, by=by)

    return act_in_room(
        request, live, filled(request, NobodyForm), act, heading="Mute everybody", button="Mute everybody",
        done="Muted. Each turns it on again themselves.",
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def hold_one(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Hold somebody's microphone and camera."""
    done = "Held. They hear and see everybody, until you let them speak."
    return _about_one(request, live_session, hold_person, "Hold them", done)


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def let_one_speak(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Let somebody be heard and seen again."""
    return _about_one(request, live_session, let_speak, "Let them speak", "They may turn both on again.")


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def to_waiting(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Let somebody wait at the door again."""
    done = "They wait at the door, and keep their place."
    return _about_one(request, live_session, return_to_waiting, "Back to waiting", done)


@rule("live-lead", mode="write", subject="live_session")
@never_cache
@page
def bring(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Bring somebody back who stepped away, and answer for what stands in the way."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        bring_back(live=live, sitter=given["sitter"], reason=given["reason"], by=by)

    return act_in_room(
        request, live, filled(request, BringBackForm), act, about_somebody=True,
        heading="Answer for bringing them back?", button="I answer for it: bring them back",
        done="They are back. It is written down, with your name.",
    )  # fmt: skip


def _about_one(
    request: HttpRequest, live_session: UUID, what: Callable[..., Any], button: str, done: str
) -> HttpResponse:
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        what(live=live, sitter=given["sitter"], by=by)

    return act_in_room(
        request, live, filled(request, SitterForm), act, heading=button, button=button, done=done
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@never_cache
@page
def remove(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Put somebody out of the room: first the page that asks why, then the press that means it."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        remove_person(live=live, sitter=given["sitter"], reason=given["reason"], by=by)

    return act_in_room(
        request, live, filled(request, RemoveForm), act, about_somebody=True,
        heading="Put them out of the room?", button="Put them out",
        done="They are out, and nothing they hold lets them in again.", danger=True,
        sentences=[
            "This ends it at once, for whoever sits at the same screen too. Letting them in again starts at the door.",
            "To talk with them for a moment, let them wait at the door instead.",
        ],
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@never_cache
@page
def called(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Write down that somebody took part by telephone, from when until when."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        note_by_phone(
            live=live, sitter=given["sitter"], from_time=given["from_time"], to_time=given["to_time"], by=by
        )  # fmt: skip

    return act_in_room(
        request, live, filled(request, CalledForm), act, about_somebody=True,
        heading="By telephone", button="Write it down",
        done="Written down. These minutes count as their attendance, on your word.",
    )  # fmt: skip


@rule("live-lead", mode="write", subject="live_session")
@require_POST
def heard(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Whom one's page has heard since it last said so."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        note_heard(live=live, seats=given["seats"], by=by)

    return act_in_room(request, live, filled(request, HeardForm), act, heading="Heard", button="Say so")
