"""
Every live session of the program at a glance: roster and ratio for whoever answers for them, and counts alone for
whoever is on duty to stand in. No room opens from here. Sessions to which whoever looks is nothing are left out.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.models import Program
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.ledger.actors import Actor
from hearthside.live.models.clocks import ClockAlarm
from hearthside.live.models.rooms import LiveSession
from hearthside.live.payloads import ROOM, ROSTER, build
from hearthside.live.queries.relations import NOBODY, ties
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
STAND_IN = frozenset({FLOATER, SUPERVISOR})


@rule("live-monitor")
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """What is held right now, those that lack staff first."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        lives = [live for live, _ in _theirs(program, by, {MONITOR})]
        alarm = ClockAlarm.objects.filter(program=program, ended_at__isnull=True).first()
        seated, facts = sitting(lives, clock.now()), room_facts(lives)
    patients = [one.who for listed in seated.values() for one in listed if one.role == PATIENT]
    reading.note(patients=patients, part="live-monitor")
    shown = [_session(live, facts[live.pk], seated.get(live.pk, []), [MONITOR], program.zone) for live in lives]
    context = {"sessions": _worst_first(shown), "clocks": _clocks(alarm, program.zone) if alarm else ""}
    return render(request, "live/monitor.html", context)


@rule("live-console")
@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """The same for whoever is on duty to stand in: titles and counts, and nobody's name."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        duties = Duty.objects.open().filter(program=program, account=by.account, kind__in=STAND_IN)
        on_duty = duties.exists()
        theirs = _theirs(program, by, STAND_IN) if on_duty else []
        facts = room_facts([live for live, _ in theirs])
    shown = [_session(live, facts[live.pk], [], held, program.zone) for live, held in theirs]
    return render(request, "live/console.html", {"sessions": _worst_first(shown), "on_duty": on_duty})


def _clocks(alarm: ClockAlarm, zone: str) -> str:
    """By how much, which way and since when the media server's clock is wrong, if ours is right."""
    seconds, way = abs(alarm.behind_ms) / 1000, "behind" if alarm.behind_ms > 0 else "ahead of"
    return f"Since {time_said(alarm.began_at, zone)} the media server's clock is {seconds:.0f} seconds {way} ours."


def _theirs(program: Program, by: Actor, kinds: frozenset[str] | set[str]) -> list[tuple[LiveSession, frozenset[str]]]:
    """The sessions that are open now, and as which of these this actor hears of each; of no other is anything told."""
    rows = LiveSession.objects.filter(program=program, ended_at__isnull=True).select_related("session__cohort")
    lives = list(rows.order_by("session__starts_at"))
    assert by.account is not None  # the rule lets nobody else in
    tied = ties([(by.account, live.pk) for live in lives])
    found = [(live, tied.get((by.account, live.pk), NOBODY).relations & kinds) for live in lives]
    return [(live, held) for live, held in found if held][:MOST_SHOWN]


def _worst_first(sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(sessions, key=lambda one: WORST_FIRST.index(one["tone"]))


def _session(
    live: LiveSession, facts: dict[str, Any], seated: list[Sitting], relations: Iterable[str], zone: str
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
