"""What whoever leads does about the session's course. Each act is one form; what ends the group takes two steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import asker, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.course.ending import close_now, end_group
from hearthside.live.actions.course.extending import EXTEND_KEY, extend
from hearthside.live.actions.course.holding import let_go_on, pause_group
from hearthside.live.actions.course.leading import hand_over
from hearthside.live.actions.course.next_part import begin_next, too_short, warn_of_next
from hearthside.live.actions.course.resting import LONGEST, SHORTEST, begin_rest, end_break
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.room_course import inside, next_part, policy_of, running_block
from hearthside.live.rules.course import steps
from hearthside.live.web.room.acting import act_in_room, filled, live_of
from hearthside.live.web.room.course_forms import ExtendForm, LeadForm, NextForm, RestForm, SureForm
from hearthside.live.web.room.people_forms import NobodyForm
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind

page = require_http_methods(["GET", "HEAD", "POST"])


def _press(request: HttpRequest, live_session: UUID, act: Callable[..., Any], button: str, done: str) -> HttpResponse:
    live, by = live_of(request, live_session), asker(request)
    return act_in_room(
        request, live, filled(request, NobodyForm), lambda given: act(live=live, by=by), heading=button, button=button,
        done=done,
    )  # fmt: skip


@rule("live-course", mode="write", subject="live_session")
@require_POST
def hold(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Pause the group."""
    return _press(request, live_session, pause_group, "Pause the group", "Paused. Nobody is heard or seen but staff.")


@rule("live-course", mode="write", subject="live_session")
@require_POST
def lift(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Let the group go on."""
    done = "The group goes on. Each turns their own microphone and camera on."
    return _press(request, live_session, let_go_on, "Let the group go on", done)


@rule("live-course", mode="write", subject="live_session")
@require_POST
def rest_over(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """The break is over before its time."""
    return _press(request, live_session, end_break, "End the break", "The break is over.")


@rule("live-course", mode="write", subject="live_session")
@never_cache
@page
def rest(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Begin a break, or a pet break."""
    live, by = live_of(request, live_session), asker(request)
    policy = _policy(request, live)
    form = RestForm(
        sent(request), initial=request.GET.dict(), shortest=policy.whole(SHORTEST), longest=policy.whole(LONGEST)
    )

    def act(given: dict[str, Any]) -> None:
        begin_rest(live=live, kind=given["kind"], minutes=given["minutes"], by=by)

    return act_in_room(
        request, live, form, act, heading="A break", button="Begin the break", done="The break has begun.",
        sentences=["Nobody who is treated is heard or seen until it is over. Nobody's sound comes on by itself."],
    )  # fmt: skip


@rule("live-course", mode="write", subject="live_session")
@never_cache
@page
def next_block(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Begin the next part; where it has too few staff, the first press calls somebody and says so."""
    live, by = live_of(request, live_session), asker(request)
    form: forms.Form = NextForm(sent(request), initial={"begins": _next_begins(request, live)})
    if request.method == "POST" and form.is_valid() and not form.cleaned_data["sure"]:
        try:
            # Kept although nothing else is done: whoever was called has been called.
            short = retrying(warn_of_next)(live=live, begins=form.cleaned_data["begins"], by=by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if short is not None:
                form.add_error("sure", str(too_short(short)))

    def act(given: dict[str, Any]) -> None:
        begin_next(live=live, sure=given["sure"], begins=given["begins"], by=by)

    return act_in_room(
        request, live, form, act, heading="The next part", button="Begin the next part", done="The next part has begun."
    )


@rule("live-course", mode="write", subject="live_session")
@never_cache
@page
def longer(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Let the group run over."""
    live, by = live_of(request, live_session), asker(request)
    choices = [(minutes, f"{minutes} minutes") for minutes in steps(_policy(request, live).whole(EXTEND_KEY))]
    initial = {"from_end": live.ends_at.isoformat(), **request.GET.dict()}
    form = ExtendForm(sent(request), initial=initial, choices=choices)

    def act(given: dict[str, Any]) -> None:
        extend(live=live, minutes=given["minutes"], reason=given["reason"], from_end=given["from_end"], by=by)

    return act_in_room(
        request, live, form, act, heading="Extend the group", button="Extend", done="The group ends later.",
    )  # fmt: skip


@rule("live-course", mode="write", subject="live_session")
@never_cache
@page
def end(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """End the group: the page that asks, then the press that means it."""
    return _end(
        request, live_session, end_group, "End the group?", "Yes, the group is over",
        "Its room stays open for a few minutes, so that people can say goodbye. Then it closes by itself.",
    )  # fmt: skip


@rule("live-course", mode="write", subject="live_session")
@never_cache
@page
def end_now(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Close the room at once."""
    return _end(
        request, live_session, close_now, "Close the room now?", "Yes, close it for everybody now",
        "Everybody is out of the room at once, you too.",
    )  # fmt: skip


def _end(
    request: HttpRequest, live_session: UUID, act: Callable[..., Any], heading: str, meant: str, sentence: str
) -> HttpResponse:
    live, by = live_of(request, live_session), asker(request)
    form = SureForm(sent(request), meant=meant)
    return act_in_room(
        request, live, form, lambda given: act(live=live, by=by), heading=heading, button=heading.rstrip("?"),
        danger=True, sentences=[sentence],
    )  # fmt: skip


@rule("live-course", mode="write", subject="live_session")
@never_cache
@page
def lead(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Hand the lead over, or take it back."""
    live, by = live_of(request, live_session), asker(request)
    with behind(live.program_id, by):
        rows = inside(live).filter(role=FACILITATOR, counts_in_ratio=True).select_related("clinician")
        staff = [(str(row.seat_id), row.clinician.name) for row in rows if row.clinician]
    form: forms.Form = LeadForm(sent(request), initial=request.GET.dict(), staff=staff)

    def act(given: dict[str, Any]) -> None:
        hand_over(live=live, seat=UUID(given["seat"]), by=by)

    return act_in_room(
        request, live, form, act, heading="Who leads", button="Let them lead", done="They lead from now on.",
    )  # fmt: skip


def _next_begins(request: HttpRequest, live: LiveSession) -> str:
    """By the plan's clock, when the part begins that follows now."""
    with behind(live.program_id, asker(request)):
        running = running_block(live)
        following = next_part(live, running, clock.now()) if running else None
    return following.begins.isoformat() if following else ""


def _policy(request: HttpRequest, live: LiveSession) -> Any:
    with behind(live.program_id, asker(request)):
        return policy_of(live)
