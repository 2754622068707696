"""One person of a proposed week: where they would be, where they could be, and where they are today."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access.answering import sent
from hearthside.access.rule import rule
from hearthside.placement.report import times, words
from hearthside.placement.report.cohort_view import cohort_view
from hearthside.placement.solver.edits import StayPut
from hearthside.placement.solver.place import PlaceDesk
from hearthside.placement.solver.week import Week
from hearthside.placement.web.asking import page
from hearthside.placement.web.finding_words import cohort_called
from hearthside.placement.web.review_asking import Opened, changed, has_cohort, held_against_roster, opened, status
from hearthside.placement.web.review_forms import MoveForm, SureForm
from hearthside.placement.web.review_words import sessions_of


@rule("proposals", mode="write")
@page
@held_against_roster
def person(request: HttpRequest, proposal: UUID, which: str, planned_person: str) -> HttpResponse:
    """One person of the plan: where they would be, where they could be, and where they are today."""
    at, person = opened(request, proposal, which), planned_person
    problem, week = at.review.problem, at.review.week
    if person not in problem.person:
        raise Http404
    row = next((c for c in week.cohorts if person in c.members), None)
    kind, data = request.POST.get("kind"), sent(request)
    move = MoveForm(person, at.cohorts_to_choose(without=row.id if row else ""), data if kind == "move" else None)
    stay = SureForm(data if kind == "stay" else None)
    context: dict[str, Any] = {"broken": []}
    if kind in ("move", "stay"):
        form: Any = move if kind == "move" else stay
        edit = move.edit if kind == "move" else lambda: StayPut(person)
        done, broken = changed(at, form, edit, to=lambda _: at.home)
        if done:
            return done
        context = {"broken": broken, "form": form}
    context |= {"at": at, "back": at.back, "move": move, "name": at.names.get(person, "Somebody"), "person": person}
    return render(request, "placement/review/person.html", {**context, **_about(at, person)}, status=status(context))


def _about(at: Opened, who: str) -> dict[str, Any]:
    """Where they would be, where they are today, and which cohorts of the plan fit them, the best first."""
    problem, week = at.review.problem, at.review.week
    partner = problem.partner.get(who, "")
    unit = {who, partner} if partner else {who}
    line = next((u for u in week.unplaced if u.person_id == who), None)
    shown = at.review.planned.one(week.cohort_of()[who].id) if who in week.cohort_of() else None
    today = at.before.cohort_of().get(who)
    now = shown.id if shown else ""
    return {
        "partner": at.names.get(partner, ""),
        "shown": shown,
        "member": next((p for p in shown.people if p["id"] == who), None) if shown else None,
        "line": line,
        "today": cohort_called(today.id, at.names) if today else "",
        "today_ends": today is not None and not has_cohort(week, today.id),
        "may_stay": today is not None and today.id != now and has_cohort(week, today.id) and problem.replan,
        "fits": _fits(at, who, unit, now),
        "sessions": sessions_of(at.review, (who,)),
    }


def _fits(at: Opened, who: str, unit: set[str], now: str) -> list[dict[str, Any]]:
    problem, week = at.review.problem, at.review.week
    left = (replace(c, members=tuple(m for m in c.members if m not in unit)) for c in week.cohorts)
    cohorts = tuple(replace(c, size=len(c.members)) for c in left if c.members)
    sessions = tuple(s for s in week.sessions if not unit.intersection(s.people))
    options = PlaceDesk(problem, Week(cohorts, sessions), prepared=False).options(who)
    zone = problem.person[who].zone
    found = []
    for option in options:
        if option.cohort_id == now:
            continue
        row = next(c for c in cohorts if c.id == option.cohort_id)
        found.append(
            {
                "id": option.cohort_id,
                "name": cohort_called(option.cohort_id, at.names),
                "when": times.sentence(times.cohort_when(problem, row, zone), zone),
                "size": words.count(option.size_after, "person", "people"),
                "about": cohort_view(problem, row).about,
                "helps": sorted({problem.clinician[s.clinician_id].name for s in option.adds_staff}),
            }
        )
    return found
