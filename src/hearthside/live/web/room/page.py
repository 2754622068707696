"""
The room's page: everything of it as plain HTML and forms, whether or not sound and pictures come.

What a browser asks for again, when news say that something changed, is the same page without its frame: there is one
drawing of everything, for people with and without scripts.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.rule import rule
from hearthside.access.session_age import seconds_without_a_page
from hearthside.ledger import clock
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.queries.observing import observes_as, standing_asks
from hearthside.live.queries.relations import Tie, tie
from hearthside.live.queries.room_course import policy_of, seat_in_room
from hearthside.live.queries.room_state import state_of
from hearthside.live.relations import FLOATER, LEADS_OR_HELPS, OBSERVER, PARTNER, PATIENT, SUPERVISOR
from hearthside.live.room_words import HELP_CAUSES
from hearthside.live.web.reach import raw_doors_at
from hearthside.live.web.room.coursed import course
from hearthside.live.web.room.people_forms import CallMeForm, LeavesAtForm
from hearthside.live.web.room.shown import Shown, place, said, shown
from hearthside.live.web.room.staffed import needs, persons
from hearthside.live.web.room.stages import BY_THE_PAGE
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.schedule.queries.availability import zones_of

PART = "X-Hearthside-Room"
"""Asked with this, the page comes without its frame."""
# Every act that a form of the page may send, if this release has it.
ACTS = (
    "hand", "hand-down", "help", "help-seen", "flag", "note", "mute", "mute-all", "hold-person", "let-speak",
    "return-to-waiting", "remove", "away", "back", "bring-back", "leaves-at", "call-me", "called", "hold", "lift",
    "rest", "rest-over", "next-block", "extend", "end", "end-now", "leave", "lead", "caption",
)  # fmt: skip
# What only a script has to say: which of one's devices are on, and whom one hears.
BY_SCRIPT = ("devices", "heard")


@rule("live-room", subject="live_session")
@never_cache
@require_safe
def room(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """The room, for whoever was let in; others are led to where they wait, or come in."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(program.pk, by):
        live = LiveSession.objects.select_related("session__cohort", "program").get(pk=live_session)
        held = tie(by.account, live.pk)
        if elsewhere := _elsewhere(live, held, by.account):
            return see_other(reverse(f"live:{elsewhere}", args=[] if elsewhere == "console" else [live.pk]))
        state = state_of(live, held, by.account, clock.now())
        zone = _zone(by.account, live)
        made = shown(state, held, zone, ended=live.ended_at is not None)
        context = _context(request, live, held, state, made) | _aside(live, held, state, zone)
        if held.relations & {PATIENT, PARTNER}:
            context["observers"] = list(standing_asks(live.pk))
    part = bool(request.headers.get(PART))
    return render(request, "live/room/parts.html" if part else "live/room/page.html", context)


def _elsewhere(live: LiveSession, held: Tie, account: UUID) -> str:
    """The name of the page for whoever may not be in the room now; nothing for whoever may."""
    if seat_in_room(live, account) is not None:
        return ""
    if not held.relations - {OBSERVER} and observes_as(account, live.pk):
        return "observing"
    if Seat.objects.filter(pk__in=held.seats, admitted_at__isnull=False, revoked_at__isnull=True).exists():
        return "left"
    if held.relations & LEADS_OR_HELPS:
        return "enter"
    if held.relations & {FLOATER, SUPERVISOR} and not held.relations & {PATIENT, PARTNER, OBSERVER}:
        return "console"
    return "waiting"


def _zone(account: UUID, live: LiveSession) -> str:
    """Their own clocks; the program's for whoever has none here."""
    patient = Patient.objects.filter(account=account, program=live.program_id).values_list("pk", flat=True).first()
    found = zones_of([patient]) if patient else {}
    return found.get(patient, live.program.zone) if patient else live.program.zone


def _context(request: HttpRequest, live: LiveSession, held: Tie, state: dict[str, Any], made: Shown) -> dict[str, Any]:
    acts = _acts(live)
    return {
        "live": live,
        "state": state,
        "room": made,
        "staff": bool(held.relations & LEADS_OR_HELPS),
        "person": bool(held.relations & {PATIENT, PARTNER}),
        # Whoever observes is shown, hears and sees, and says nothing in any way.
        "listens": OBSERVER in held.relations and not held.relations & (LEADS_OR_HELPS | {PATIENT, PARTNER}),
        "acts": acts,
        "own_acts": [(name, acts[name]) for name in BY_SCRIPT if name in acts],
        "doors": raw_doors_at(request),
        # Whoever sits in a group is here, however quiet it is: the page asks again well before their sign-in ends.
        "asks_every": int((seconds_without_a_page(request.session) or 0) / 3),
        "by_the_page": BY_THE_PAGE,
        "causes": HELP_CAUSES.items(),
        "hand_place": place(made.hand) if made.hand else "",
    }


def _aside(live: LiveSession, held: Tie, state: dict[str, Any], zone: str) -> dict[str, Any]:
    """What stands beside the group: one's own things, or what whoever leads sees of everybody."""
    acts, own = _acts(live), state.get("own", {})
    if held.relations & LEADS_OR_HELPS:
        return {
            "needs": needs(state, zone),
            "persons": persons(state, acts),
            "course": course(state, acts, policy_of(live), zone),
        }
    screen = own.get("at_this_screen", [])
    sitter = {"sitter": own.get("sitter")}
    return {
        "screen": screen,
        "others": len(screen) > 1,
        "leaves": said(own.get("leaves_at"), zone),
        "forms": {
            "leaves_at": LeavesAtForm(initial=sitter, auto_id="leaves-at-%s"),
            "call_me": CallMeForm(initial=sitter | {"phone": own.get("phone", "")}, auto_id="call-me-%s"),
        },
    }


def _acts(live: LiveSession) -> dict[str, str]:
    """The address of every act that there is."""
    names = [name.replace("-", "_") for name in (*ACTS, *BY_SCRIPT)]
    return {name: reverse(f"live:act_{name}", args=[live.pk]) for name in names}
