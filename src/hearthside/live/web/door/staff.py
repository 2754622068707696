"""The door as whoever leads sees it: who is there, what stands in the way, and one press to let somebody in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.bells import raw_doors_at
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.live.door_words import TURNED_AWAY_BECAUSE
from hearthside.live.queries.check_in import doors_open_at
from hearthside.live.queries.door_people import Door, the_door
from hearthside.live.queries.door_talks import treated_by
from hearthside.live.queries.observing import standing_asks
from hearthside.live.queries.relations import tie
from hearthside.live.relations import LEADS_OR_HELPS
from hearthside.live.web.door.cards import Card, cards
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import in_force
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.queries.pages_person import leaders_of, session_title
from hearthside.schedule.said import day_said, span_said, time_said, zone_said
from hearthside.schedule.words import CANCELED, OPEN

ENTER, LAST = "late.minutes.enter", "late.minutes.last"


@rule("door")
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The sessions of the next day that whoever asks staffs, with when their doors open."""
    by, program, at = asker(request), program_of(request), clock.now()
    with behind(program.pk, by):
        mine = Staffing.objects.filter(clinician__account=by.account, clinician__program=program)
        # Whoever runs over is still let in.
        rows = Session.objects.filter(
            Q(ends_at__gt=at) | Q(status=OPEN), starts_at__lt=at + timedelta(days=1),
            pk__in=mine.filter(released_at__isnull=True).values("block__session"),
        ).exclude(status=CANCELED)  # fmt: skip
        sessions = list(rows.select_related("cohort").order_by("starts_at", "id"))
        lines = [_line(session, program, at) for session in sessions]
    return render(request, "live/door/doors.html", {"sessions": lines, "zone": zone_said(program.zone)})


def _line(session: Session, program: Any, at: Any) -> dict[str, Any]:
    opens_at = doors_open_at(session, program)
    names = {session.cohort.pk: session.cohort.name} if session.cohort else {}
    return {
        "id": session.pk,
        "title": session_title(session, names),
        "when": span_said(session.starts_at, session.ends_at, program.zone),
        "day": day_said(session.starts_at, program.zone),
        "is_open": opens_at <= at,
        "opens": time_said(opens_at, program.zone),
    }


def session_of(request: HttpRequest, session: UUID) -> Session:
    """The session, for whoever leads it, helps to, or has said that they come; else as for one that never was."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        found = Session.objects.filter(pk=session, program=program).select_related("cohort", "program").first()
        if found is None or by.account is None or not _leads(found, by.account):
            raise Http404
    return found


def _leads(session: Session, account: UUID) -> bool:
    """By the plan, or, once the doors are open, by what is so in the room."""
    planned = Staffing.objects.filter(block__session=session, released_at__isnull=True, clinician__account=account)
    return planned.exists() or bool(tie(account, session.pk).relations & LEADS_OR_HELPS)


@rule("door")
@require_safe
def door(request: HttpRequest, session: UUID) -> HttpResponse:
    """Everybody who is expected."""
    found = session_of(request, session)
    by, program = asker(request), found.program
    assert by.account is not None
    with behind(program.pk, by):
        seen = the_door(found, program)
        patients = [each.person.patient for each in seen.people.values() if each.person.patient]
        treated = treated_by(by.account, patients)
        policy = in_force(found.on_day, program.pk)
        made = cards(seen, treated, policy.whole(ENTER), policy.whole(LAST))
        context = _context(found, seen, made)
    context["rung_at"] = f"{raw_doors_at(request)}/live/stream/{found.pk}"
    reading.note(patients=patients, part="door")
    told = [each.person.patient for each in seen.people.values() if each.talk and each.person.patient in treated]
    reading.note(patients=[patient for patient in told if patient], part="talk-first")
    return render(request, "live/door/door.html", context)


def _context(session: Session, seen: Door, made: list[Card]) -> dict[str, Any]:
    zone = session.program.zone
    names = {session.cohort.pk: session.cohort.name} if session.cohort else {}
    room = seen.room
    staff = Clinician.objects.filter(pk__in=room.staff).order_by("search_name") if room else []
    planned = dict.fromkeys(name for each in leaders_of([session.pk]).values() for name in each)
    return {
        "session": session,
        "title": session_title(session, names),
        "when": span_said(session.starts_at, session.ends_at, zone),
        "zone": zone_said(zone),
        "is_open": seen.live is not None,
        "opens": time_said(doors_open_at(session, session.program), zone),
        "cards": made,
        "inside": len(room.inside) if room else 0,
        "most": room.most if room else None,
        "staff": [c.name for c in staff],
        "planned": list(planned),
        "needed": room.needed_with(None) if room else 1,
        "reasons": TURNED_AWAY_BECAUSE,
        "observers_wait": [ask.clinician.name for ask in standing_asks(session.pk) if ask.here_at],
    }
