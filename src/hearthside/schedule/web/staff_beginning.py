"""What repeats begins: a weekly session with a person or a couple, a cohort's program day. Looked at before it does."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access.answering import asker, program_of, see_other, sent
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.series import preview_series, start_series
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.choosing import Choice, who_may_lead
from hearthside.schedule.queries.outlook import Outlook
from hearthside.schedule.said import whole_date_said
from hearthside.schedule.web.staff_asking import names_of, one
from hearthside.schedule.web.staff_beginning_forms import BeginForm, CouplesGroupForm, ProgramDayForm, WeeklyForm
from hearthside.schedule.web.staff_changes import page
from hearthside.schedule.web.staff_couples import most_couples, other_couples, partner_of
from hearthside.schedule.web.staff_person import back_to, patient_of
from hearthside.schedule.words import (
    ALONE,
    COUPLES_GROUP,
    EXCUSED_BECAUSE,
    KIND_NAMES,
    PROGRAM_DAY,
    QUESTION_KINDS,
    WITH_PARTNERS,
)

BEGIN = "schedule/staff/begin.html"
NO_OTHER_COUPLE = "A couples group has more couples than one, and no other one is linked here yet."
# What a weekly session of a person may be, and what with both partners.
KINDS = (*ALONE, "wellness", *WITH_PARTNERS)
# Beside which field it stands that there are too many people, or too few who lead.
FIELDS = {"staff": "lead", "GroupFull": "people", "TooFewStaff": "helpers"}
FOUND = QUESTION_KINDS | EXCUSED_BECAUSE | {"outside_windows": "It is outside the hours that they recorded"}
BECOMES = {
    "short": "It is short of staff that day, and cover is sought.",
    "canceled": "It does not take place that day.",
    "excused": "Their seat is excused that day.",
    "question": "You are asked what is to be done.",
}


@rule("schedule", mode="write", subject="patient")
@page
def repeat_for(request: HttpRequest, patient: UUID) -> HttpResponse:
    """A weekly session: first of which kind, then who may lead it."""
    who = patient_of(request, patient)
    program, partner = program_of(request), partner_of(request, who)
    kinds = [kind for kind in KINDS if partner is not None or kind not in WITH_PARTNERS]
    kind, back = request.GET.get("kind", ""), back_to(request, who)
    context: dict[str, Any] = {
        "heading": f"A weekly session for {back['words']}",
        "back": back,
        "kinds": [(code, KIND_NAMES[code]) for code in kinds],
    }
    if kind not in kinds:
        return render(request, BEGIN, context)
    people = [Person(patient=who.pk)]
    if kind in WITH_PARTNERS and partner is not None:
        people.append(partner.person)
    policy = in_force(day_in(program.zone, clock.now()), program.pk)
    leads, others = who_may_lead(program, kind, people, clock.now(), by=asker(request))
    usual = f"minutes.{kind}"
    initial = {"minutes": policy.whole(usual) if usual in policy.values else None}
    zone = str(policy.value("reference_zone"))
    if kind == COUPLES_GROUP and partner is not None:
        couples, most = other_couples(request, who), most_couples(policy, back["words"], partner)
        if not couples:
            return render(request, BEGIN, context | {"cannot": NO_OTHER_COUPLE})
        form: WeeklyForm = CouplesGroupForm(zone, leads, couples, most, sent(request), initial=initial)
    else:
        form = WeeklyForm(zone, leads, sent(request), initial=initial)
    context |= {
        "heading": f"{KIND_NAMES[kind]} every week: {back['words']}" + (f" and {partner.name}" if people[1:] else ""),  # type: ignore[union-attr]
        "others": others,
        "nobody": not leads,
    }

    def asked() -> dict[str, Any]:
        everybody = [*people, *form.chosen()] if isinstance(form, CouplesGroupForm) else people
        return {"program": program, "pattern": form.pattern(kind), "staff": form.staff(), "people": everybody}

    return _begin(request, form, asked, to=back["url"], context=context)


@rule("staffing", mode="write")
@page
def program_day(request: HttpRequest, cohort: UUID) -> HttpResponse:
    """The days, hours and staff of a cohort; whoever has a place in it has a seat in each."""
    rows = Cohort.objects.visible_to(asker(request)).select_related("day_plan", "program")
    found, program = one(rows.filter(pk=cohort)), program_of(request)
    back = {"url": reverse("caseload:cohort", args=[found.pk]), "words": found.name}
    today = day_in(program.zone, clock.now())
    context: dict[str, Any] = {"heading": f"The program day of {found.name}", "back": back}
    if found.until_on is not None and found.until_on < today:
        return render(request, BEGIN, context | {"cannot": "This cohort has ended."})
    with behind(program.pk, asker(request)):
        is_running = Series.objects.running().filter(cohort=found, kind=PROGRAM_DAY).exists()
        places = Membership.objects.filter(cohort=found).not_over_by(today)
        people = [Person(patient=each) for each in places.values_list("patient", flat=True).distinct()]
    if is_running:
        sentence = "Its program day repeats already. Change its days or hours from one of its sessions in the week."
        return render(request, BEGIN, context | {"cannot": sentence})

    def choice(part: str) -> tuple[list[Choice], list[Choice]]:
        return who_may_lead(
            program, PROGRAM_DAY, people, clock.now(), part=part, track=found.track, language=found.language,
            by=asker(request),
        )  # fmt: skip

    (leads, others), (helpers, _) = choice("lead"), choice("co")
    zone = str(in_force(today, program.pk).value("reference_zone"))
    initial = {"from_on": max(today, found.from_on)}
    form = ProgramDayForm(found.day_plan, zone, leads, helpers, sent(request), initial=initial)
    context |= {"others": others, "nobody": not leads}

    def asked() -> dict[str, Any]:
        return {"program": program, "pattern": form.pattern(found.pk, found.until_on), "staff": form.staff()}

    return _begin(request, form, asked, to=back["url"], context=context)


def _begin(
    request: HttpRequest, form: BeginForm, asked: Callable[[], dict[str, Any]], *, to: str, context: dict[str, Any]
) -> HttpResponse:
    """Show what would come of it; where exactly that was seen and is sent again, begin."""
    seen, look = "", None
    if form.is_bound and form.is_valid():
        try:
            look = preview_series(**asked(), by=asker(request))
            seen = _fingerprint(request, look)
            if refused := next((f for f in look.findings if f.becomes == "refused"), None):
                field = FIELDS.get(refused.kind)
                form.add_error(field if field in form.fields else None, refused.sentence)
            elif request.POST.get("seen") == seen:
                retrying(start_series)(**asked(), by=asker(request))
                messages.success(request, "It begins. Everybody in it is told.")
                return see_other(to)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            field = FIELDS.get(name := getattr(refusal, "field", ""), name)
            form.add_error(field if field in form.fields else None, str(refusal))
    context |= {"form": form}
    if look is not None and not form.errors:
        context |= {"seen": seen, "look": _in_words(request, look)}
    return render(request, BEGIN, context, status=422 if form.errors else 200)


def _fingerprint(request: HttpRequest, look: Outlook) -> str:
    """What was asked and what would come of it: another answer is shown again before it begins."""
    said = sorted(
        (name, request.POST.getlist(name)) for name in request.POST if name not in ("seen", "csrfmiddlewaretoken")
    )
    found = [(f.kind, f.becomes, f.day.isoformat(), str(f.who)) for f in look.findings]
    return hashlib.sha256(repr((said, found, len(look.occurrences))).encode()).hexdigest()


def _in_words(request: HttpRequest, look: Outlook) -> dict[str, Any]:
    clinicians = look.fitness.clinicians if look.fitness else {}
    names = names_of(request, {f.who for f in look.findings if f.who and f.who not in clinicians})
    days = [made.start.day for made in look.occurrences]
    return {
        "count": len(days),
        "first": whole_date_said(min(days)) if days else "",
        "last": whole_date_said(max(days)) if days else "",
        "findings": [
            {
                "day": whole_date_said(f.day),
                "about": "" if f.sentence or f.who is None else clinicians[f.who].name if f.who in clinicians
                else names.get(f.who, "Somebody’s partner"),
                "sentence": f.sentence or f"{FOUND[f.kind]}.",
                "becomes": BECOMES[f.becomes],
            }
            for f in sorted(look.findings, key=lambda f: f.day)
        ],
    }  # fmt: skip
