"""A proposed week changed by hand: a cohort, a person or a session of it, each a page with plain controls."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from hearthside.access.answering import asker, see_other, sent
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.base.words import SESSION_ROLE
from hearthside.ledger.retrying import retrying
from hearthside.placement.actions.editing import undo_edit
from hearthside.placement.report import times, words
from hearthside.placement.report.cohort_view import cohort_view
from hearthside.placement.solver.edits import StayPut, TakeOutCohort, TakeOutSession
from hearthside.placement.solver.place import PlaceDesk
from hearthside.placement.solver.week import Week
from hearthside.placement.web.asking import page
from hearthside.placement.web.finding_words import cohort_called
from hearthside.placement.web.review_asking import Opened, changed, held_against_roster, opened, refused
from hearthside.placement.web.review_forms import BringForm, MoveForm, PatternForm, SessionForm, StaffForm
from hearthside.placement.web.review_words import session_called, session_when
from hearthside.ui.forms import Plainly


class SureForm(Plainly, forms.Form):
    """Nothing is asked."""


@rule("proposals", mode="write")
@page
@held_against_roster
def cohort(request: HttpRequest, proposal: UUID, which: str, planned_cohort: str) -> HttpResponse:
    """One cohort of the plan: who is in it, who leads it, when it meets; each can be changed."""
    at = opened(request, proposal, which)
    row, shown = at.cohort(planned_cohort), at.review.cohort(planned_cohort)
    assert shown is not None
    problem = at.review.problem
    waiting = [(u.person_id, at.names.get(u.person_id, "Somebody")) for u in at.review.week.unplaced]
    kind, data = request.POST.get("kind"), sent(request)

    def of(name: str) -> Any:
        return data if kind == name else None

    asked: dict[str, Any] = {
        "bring": BringForm(row.id, sorted(waiting, key=lambda each: each[1]), of("bring"), auto_id="bring-%s"),
        "staff": StaffForm(problem, row, shown.view, of("staff"), auto_id="staff-%s"),
        "pattern": PatternForm(problem, problem.program[row.program_id], row, of("pattern"), auto_id="pattern-%s"),
    }
    out = SureForm(of("take_out"))
    here = at.address("review_cohort", row.id)
    context: dict[str, Any] = {"broken": []}
    if kind in asked or kind == "take_out":
        form = asked.get(kind or "", out)
        edit = form.edit if kind in asked else lambda: TakeOutCohort(row.id)
        done, broken = changed(at, form, edit, to=lambda week: here if _has(week, row.id) else at.home)
        if done:
            return done
        context = {"broken": broken, "form": form}
    context |= {
        "at": at,
        "shown": shown,
        "back": at.back,
        "zone": _zone(at),
        **asked,
        "sessions": _sessions(at, row.members),
    }
    return render(request, "placement/review/cohort.html", context, status=_status(context))


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
    return render(request, "placement/review/person.html", {**context, **_about(at, person)}, status=_status(context))


@rule("proposals", mode="write")
@page
@held_against_roster
def session(request: HttpRequest, proposal: UUID, which: str, planned_session: str) -> HttpResponse:
    """One weekly session of the plan: when it is and who leads it."""
    at = opened(request, proposal, which)
    row = next((s for s in at.review.week.sessions if s.id == planned_session), None)
    if row is None:
        raise Http404
    kind, data = request.POST.get("kind"), sent(request)
    form = SessionForm(at.review.problem, row, SESSION_ROLE[row.kind], data if kind == "session" else None)
    out = SureForm(data if kind == "take_out" else None)
    context: dict[str, Any] = {"broken": []}
    if kind in ("session", "take_out"):
        asked: Any = form if kind == "session" else out
        edit = form.edit if kind == "session" else lambda: TakeOutSession(row.id)
        done, broken = changed(at, asked, edit, to=lambda _: at.home)
        if done:
            return done
        context = {"broken": broken, "form": asked}
    context |= {
        "at": at,
        "back": at.back,
        "session": form,
        "name": session_called(row, at.names),
        "when": session_when(at.review.problem, row),
    }
    return render(request, "placement/review/session.html", context, status=_status(context))


@rule("proposals", mode="write")
@require_POST
def undo(request: HttpRequest, proposal: UUID, which: str) -> HttpResponse:
    """Take the last change by hand back."""
    at = opened(request, proposal, which)
    try:
        retrying(undo_edit)(answer=at.answer, by=asker(request))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "The last change is taken back, with all that came with it.")
    return see_other(at.home)


def _zone(at: Opened) -> str:
    return times.zone_name(at.review.problem.policy.reference_zone)


def _status(context: dict[str, Any]) -> int:
    return 422 if refused(context.get("form")) else 200


def _has(week: Week, cohort: str) -> bool:
    return any(c.id == cohort for c in week.cohorts)


def _sessions(at: Opened, people: tuple[str, ...]) -> list[dict[str, Any]]:
    """The weekly sessions of these people, in the order of the week."""
    rows = [s for s in at.review.week.sessions if set(s.people) & set(people)]
    return [
        {"id": s.id, "name": session_called(s, at.names), "when": session_when(at.review.problem, s)}
        for s in sorted(rows, key=lambda s: (s.day, s.start, s.id))
    ]


def _about(at: Opened, who: str) -> dict[str, Any]:
    """Where they would be, where they are today, and which cohorts of the plan fit them, the best first."""
    problem, week = at.review.problem, at.review.week
    partner = problem.partner.get(who, "")
    unit = {who, partner} if partner else {who}
    line = next((u for u in week.unplaced if u.person_id == who), None)
    shown = at.review.cohort(week.cohort_of()[who].id) if who in week.cohort_of() else None
    today = at.before.cohort_of().get(who)
    now = shown.id if shown else ""
    return {
        "partner": at.names.get(partner, ""),
        "shown": shown,
        "me": next((p for p in shown.people if p["id"] == who), None) if shown else None,
        "line": line,
        "today": cohort_called(today.id, at.names) if today else "",
        "today_ends": today is not None and not _has(week, today.id),
        "may_stay": today is not None and today.id != now and _has(week, today.id) and problem.replan,
        "fits": _fits(at, who, unit, now),
        "sessions": _sessions(at, (who,)),
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
