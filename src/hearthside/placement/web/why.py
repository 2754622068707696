"""Why this group, and what others would have meant; or why somebody still waits, and what would help."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.models import Account, Program
from hearthside.access.rule import rule
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import reading
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient, PatientWishes
from hearthside.people.queries.names import names_shown
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.queries.offers import zones_of
from hearthside.placement.queries.own_place import own_place
from hearthside.placement.queries.reasons import names_of_cohorts, place_of, reason_of, said_by_planner
from hearthside.placement.report.words import REASONS
from hearthside.placement.web import why_words as words
from hearthside.placement.web.asking import ENDED, for_patient, waits_or_is_treated
from hearthside.placement.web.place_words import place_lines
from hearthside.placement.words import PLACED, UNDECIDED
from hearthside.policy.queries import today
from hearthside.schedule.queries.pages_person import Me
from hearthside.schedule.said import whole_date_said, whole_day_said, zone_said


@rule("own-care")
@require_safe
@for_patient("placement-reason")
def my_place(request: HttpRequest, who: Me) -> HttpResponse:
    """Why this group, or why they still wait: for the person."""
    assert who.patient is not None
    actor, zone = asker(request), who.zone
    reason = reason_of(who.patient, actor)
    undecided = Offer.objects.visible_to(actor).filter(patient=who.patient, status__in=UNDECIDED).exists()
    with behind(who.program.pk, actor):
        membership = place_of(who.patient)
        place = own_place(membership) if membership else None
        since = PatientWishes.objects.values_list("waiting_since", flat=True).get(patient=who.patient)
        names = names_of_cohorts(_groups(reason))
    context: dict[str, Any] = {"zone": zone_said(zone), "undecided": undecided, "since": whole_date_said(since)}
    if membership is not None and place is not None:
        context |= {"place": place_lines(place, zone), "has_begun": membership.from_on <= today(who.program)}
        context["why"] = _why(reason, membership, names, zone)
        return render(request, "placement/my_place.html", context)
    if not waits_or_is_treated(request, who):
        return render(request, "placement/no_offer.html", {"sentence": ENDED, "ended": True})
    waiting = reason.facts if reason is not None and reason.kind != PLACED else None
    if reason is not None and waiting is not None:
        context |= {
            "sentence": words.waits(waiting),
            "helps": words.helps(waiting, zone_said(zone)),
            "may_say_times": bool(waiting["help"]) and waiting["help"]["kind"] == "hours",
            "looked": whole_date_said(who.day(reason.at)),
        }
    return render(request, "placement/waiting.html", context)


def _groups(reason: PlacementReason | None) -> list[dict[str, Any]]:
    if reason is None or reason.kind != PLACED:
        return []
    return [reason.facts, *reason.facts["others"]]


def _why(
    reason: PlacementReason | None, membership: Membership, names: dict[str, str], zone: str
) -> dict[str, Any] | None:
    """The facts of this very place, in words; nothing where they are of another one."""
    if reason is None or reason.kind != PLACED or reason.facts["cohort"] != str(membership.cohort_id):
        return None
    facts = reason.facts
    return {
        "week": facts["week"],
        "rules": words.rules_met(facts),
        "wishes": words.wishes(facts, facts, zone),
        "others": [words.other(each, facts, zone, names.get(each["cohort"], "")) for each in facts["others"]],
    }


def _day(at: datetime, program: Program) -> str:
    return whole_day_said(at, program.zone)


def _taken_out(reason: PlacementReason, program: Program, actor: Actor) -> str:
    """`by Robin Tate on Thursday, November 26`, where somebody took them out of the plan; for whoever sees plans."""
    noted = reason.facts.get("taken_out")
    if not noted:
        return ""
    day = _day(datetime.fromisoformat(noted["at"]), program)
    with behind(program.pk, actor):
        names = Account.objects.filter(pk__in=[noted["by"]] if noted["by"] else [])
        who = names.values_list("name", flat=True).first()
    return f"by {who} on {day}" if who else f"on {day}"


@rule("placement-reason", subject="patient")
@require_safe
def person_why(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The same about somebody, for whoever plans or treats them: with the rules by their ids."""
    actor = asker(request)
    rows = Patient.objects.visible_to(actor, "placement-reason").standing().select_related("program")
    who = rows.filter(pk=patient).first()
    if who is None:
        raise Http404
    reading.note(patients=[who.pk], part="placement-reason")
    reason = reason_of(who, actor)
    with behind(program_of(request).pk, actor):
        membership = place_of(who)
        names = names_of_cohorts(_groups(reason))
        # As the person reads it: on their own clocks.
        zone = zones_of([who.pk])[who.pk]
    planner = said_by_planner(reason, actor) if reason is not None and reason.kind != PLACED else None
    context: dict[str, Any] = {
        "patient": who,
        "back": {"url": reverse("people:patient", args=[who.pk]), "words": names_shown(actor, [who.pk])[who.pk]},
        "zone": zone_said(zone),
        "has_place": membership is not None,
        "cohort": membership.cohort if membership else None,
        "from_on": whole_date_said(membership.from_on) if membership else "",
        "why": _why(reason, membership, names, zone) if membership else None,
        "written": _day(reason.at, who.program) if reason else "",
    }
    if membership is None and reason is not None and reason.kind != PLACED:
        context |= {
            "rule": words.RULES[planner["reason"] if planner else reason.facts["reason"]],
            # Whom a plan looked at has its sentence; for whoever was only looked at, the rule says it.
            "sentence": planner["sentence"] if planner else f"{REASONS[reason.facts['reason']]}.",
            "apart": planner is not None and planner["reason"] == "keep_apart",
            "taken_out": _taken_out(reason, who.program, actor) if planner else "",
            "reads": words.waits(reason.facts),
            "helps": words.helps(reason.facts, zone_said(zone)),
        }
    part = request.headers.get("HX-Request")
    return render(request, "placement/person_why_part.html" if part else "placement/person_why.html", context)
