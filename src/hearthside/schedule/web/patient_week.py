"""A week of somebody's own sessions, day by day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule.queries.hours import week_for
from hearthside.schedule.queries.pages_person import Me, fill_in, own_sessions
from hearthside.schedule.said import zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import patient_words as words
from hearthside.schedule.web.asking import WEEK, day_asked, for_me
from hearthside.schedule.web.clock_changes import clock_change


@rule("own-sessions")
@require_safe
@for_me
def my_week(request: HttpRequest, who: Me) -> HttpResponse:
    """The treatment week that the address asks for, on their own clocks."""
    at, actor = clock.now(), asker(request)
    this_week, _ = week_for(who.program, who.day(at))
    first, last = week_for(who.program, day_asked(request, who.day(at)))
    sessions = own_sessions(actor, who, *day_span(first, last, who.zone))
    sessions = [own for own in sessions if first <= who.day(own.session.starts_at) <= last]
    with behind(who.program.pk, actor):
        fill_in(sessions)
    context = {
        "who": who,
        "zone": zone_said(who.zone),
        "week": words.week_said(first),
        "is_this_week": first == this_week,
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "days": words.days_of(sessions, first, who.zone, at),
        "is_empty": not sessions,
        "clocks": clock_change(who.zone, who.program.zone, first, last),
    }
    return render(request, "schedule/patient/week.html", context)
