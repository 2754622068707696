"""
Every live session of the program at a glance: roster and ratio for whoever answers for them, and counts alone for
whoever is on duty to stand in. No room opens from here.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.models import Program
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.live.models.rooms import LiveSession
from hearthside.live.payloads import ROOM, ROSTER, build
from hearthside.live.queries.room_state import Sitting, room_facts, roster_facts, sitting
from hearthside.live.relations import FLOATER, MONITOR, SUPERVISOR
from hearthside.live.words import FACILITATOR, OBSERVER, PARTNER, PATIENT, ROOM_STATES, TECHNICAL
from hearthside.people.actions.grants import behind
from hearthside.safety.models.duty import Duty
from hearthside.schedule.said import time_said

ROLES = {
    PATIENT: "Patient",
    PARTNER: "Partner",
    FACILITATOR: "Facilitator",
    OBSERVER: "Observer",
    TECHNICAL: "Technical",
}
TONES = {"ok": "ok", "suspect": "warn", "breach": "danger"}
WORST_FIRST = ("danger", "warn", "ok")
MOST_SHOWN = 100


@rule("live-monitor")
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """What is held right now, those that lack staff first."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        lives = _open(program)
        seated, facts = sitting(lives, clock.now()), room_facts(lives)
    patients = [one.who for listed in seated.values() for one in listed if one.role == PATIENT]
    reading.note(patients=patients, part="live-monitor")
    shown = [_session(live, facts[live.pk], seated.get(live.pk, []), [MONITOR], program.zone) for live in lives]
    return render(request, "live/monitor.html", {"sessions": _worst_first(shown)})


@rule("live-console")
@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """The same for whoever is on duty to stand in: titles and counts, and nobody's name."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        duties = Duty.objects.open().filter(program=program, account=by.account).values_list("kind", flat=True)
        held = [kind for kind in duties if kind in (FLOATER, SUPERVISOR)]
        lives = _open(program) if held else []
        facts = room_facts(lives)
    shown = [_session(live, facts[live.pk], [], held, program.zone) for live in lives]
    return render(request, "live/console.html", {"sessions": _worst_first(shown), "on_duty": bool(held)})


def _open(program: Program) -> list[LiveSession]:
    rows = LiveSession.objects.filter(program=program, ended_at__isnull=True).select_related("session__cohort")
    return list(rows.order_by("session__starts_at")[:MOST_SHOWN])


def _worst_first(sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(sessions, key=lambda one: WORST_FIRST.index(one["tone"]))


def _session(
    live: LiveSession, facts: dict[str, Any], seated: list[Sitting], relations: list[str], zone: str
) -> dict[str, Any]:
    """One line: what the table gives these relations, with times and states in words."""
    room = build(ROOM, relations, facts)
    roster = [build(ROSTER, relations, roster_facts(one)) for one in seated]
    state = room.get("state", "ok")
    return {
        "id": live.pk,
        "room": room,
        "starts": time_said(live.session.starts_at, zone),
        "ends": time_said(live.ends_at, zone) if "ends_at" in room else "",
        "state": ROOM_STATES[state],
        "tone": TONES[state],
        "began": live.first_admitted_at is not None,
        "roster": [{**one, "role": ROLES[one["role"]]} for one in roster],
    }
