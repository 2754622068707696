"""Every live session of the program at a glance, for whoever answers for them: roster and ratio, and no room."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.live.models.rooms import LiveSession
from hearthside.live.payloads import ROOM, ROSTER, build
from hearthside.live.queries.room_state import Sitting, room_facts, roster_facts, sitting
from hearthside.live.relations import MONITOR
from hearthside.live.words import FACILITATOR, OBSERVER, PARTNER, PATIENT, ROOM_STATES, TECHNICAL
from hearthside.people.actions.grants import behind
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
        rows = LiveSession.objects.filter(program=program, ended_at__isnull=True).select_related("session__cohort")
        lives = list(rows.order_by("session__starts_at")[:MOST_SHOWN])
        seated, facts = sitting(lives, clock.now()), room_facts(lives)
    patients = [one.who for listed in seated.values() for one in listed if one.role == PATIENT]
    reading.note(patients=patients, part="live-monitor")
    sessions = [_session(live, facts[live.pk], seated.get(live.pk, []), program.zone) for live in lives]
    sessions.sort(key=lambda one: WORST_FIRST.index(one["tone"]))
    return render(request, "live/monitor.html", {"sessions": sessions})


def _session(live: LiveSession, facts: dict[str, Any], seated: list[Sitting], zone: str) -> dict[str, Any]:
    room = build(ROOM, [MONITOR], facts)
    roster = [build(ROSTER, [MONITOR], roster_facts(one)) for one in seated]
    state = room.get("state", "ok")
    return {
        "id": live.pk,
        "room": room,
        "starts": time_said(live.session.starts_at, zone),
        "ends": time_said(live.ends_at, zone),
        "state": ROOM_STATES[state],
        "tone": TONES[state],
        "began": live.first_admitted_at is not None,
        "roster": [{**one, "role": ROLES[one["role"]]} for one in roster],
    }
