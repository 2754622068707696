"""What is on today: the one thing that matters next, the day block by block, and how the week stands."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.queries.couples import own_couples
from hearthside.schedule.hours import length
from hearthside.schedule.queries.asked_today import asked_today
from hearthside.schedule.queries.hours import PersonWeek, weeks_of
from hearthside.schedule.queries.pages_person import Me, OwnSession, fill_in, own_sessions
from hearthside.schedule.queries.pages_week import filled
from hearthside.schedule.queries.people_in import clinicians_in
from hearthside.schedule.said import date_said, day_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import patient_words as words
from hearthside.schedule.web.asking import for_me, today_in
from hearthside.schedule.words import ALONE, WITH_PARTNERS
from hearthside.ui.seats import WORDS, counted

# How far ahead the next session is looked for when there is none today.
AHEAD = 28


@rule("own-sessions")
@require_safe
@for_me
def today(request: HttpRequest, who: Me) -> HttpResponse:
    """Today, on their own clock."""
    at, actor = clock.now(), asker(request)
    day = who.day(at)
    from_at, until_at = day_span(day, day + timedelta(days=AHEAD), who.zone)
    mine = own_sessions(actor, who, from_at, until_at)
    # Of the evening before there is what still goes on: it has not become another day for whoever is in it.
    of_today = [own for own in mine if who.day(own.starts_at) == day or (own.starts_at < at and not own.is_over(at))]
    later = next((own for own in mine if who.day(own.starts_at) > day and own.is_on), None)
    couples = next((own for own in mine if own.session.kind in WITH_PARTNERS and own.is_on), None)
    with behind(who.program.pk, actor):
        fill_in({own.session.pk: own for own in (*of_today, later, couples) if own}.values())
        now = next((own for own in of_today if own.is_on and not own.is_over(at)), None)
        size = _size(now) if now else ""
        asked = asked_today(actor, who.program)
    week = _week(who, day) if who.patient else None
    context = {
        "who": who,
        "day": date_said(day),
        "greeting": words.greeting(at, who.zone),
        "zone": zone_said(who.zone),
        "now": {**words.session_line(now, who.zone, at), "until": words.until_said(at, now.starts_at)} if now else None,
        "size": size,
        "sessions": [words.session_line(own, who.zone, at) for own in of_today],
        "steps": [words.block_line(each, who.zone) for own in of_today if own.is_on for each in own.blocks],
        "later": later and {**words.session_line(later, who.zone, at), "day": day_said(later.starts_at, who.zone)},
        "asked": asked,
        # Who waits for a place is not short of anything.
        "week": _meter(week) if week and (mine or week.hours.sums.countable) else None,
        "partner": _partner(request, couples, who),
    }
    return render(request, "schedule/patient/today.html", context)


def _size(now: OwnSession) -> str:
    """How many they are, where they are more than one with one. Behind the scenes: a number, and nobody's name."""
    if now.session.kind in (*ALONE, WITH_PARTNERS[0]):
        return ""
    row = filled([now.session])[0]
    if row.people < 2:
        return ""
    therapists = counted(len(clinicians_in([now.session.pk])), "therapist")
    people = WORDS[row.people] if row.people < len(WORDS) else row.people
    return f"You are {people} people today, with {therapists}."


def _week(who: Me, day: Any) -> PersonWeek:
    assert who.patient is not None
    reading.note(patients=who.charts, part="hours", purpose=reading.ACCESS_REQUEST)
    on = today_in(who.program.zone, clock.now())
    return weeks_of(who.program, [who.patient.pk], on)[who.patient.pk]


def _meter(week: PersonWeek) -> dict[str, Any]:
    """Treatment of this week against its minimum."""
    done, needed = week.hours.sums.countable, week.hours.minimum
    return {
        "figure": length(done),
        "of": f"of {length(needed)}",
        "value": done,
        "full": needed,
        "said": f"{length(done)} of {length(needed)}",
        "sentence": "That is enough." if week.hours.is_enough else f"{length(week.hours.missing)} short.",
    }


def _partner(request: HttpRequest, couples: OwnSession | None, who: Me) -> dict[str, str] | None:
    """What one does together with a partner who is linked now, and nothing that hangs on either's wishes."""
    view = next((view for _, view in own_couples(asker(request)) if view.ended_on is None), None)
    if view is None or couples is None:
        return None
    when = (
        f"{day_said(couples.starts_at, who.zone)}, {words.session_line(couples, who.zone, couples.starts_at)['when']}"
    )
    return {"name": view.partner_name, "title": couples.title, "when": when}
