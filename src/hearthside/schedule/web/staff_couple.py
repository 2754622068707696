"""A couple as such: who treats the two, in which groups they are, what both have ahead, and ways on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access import parts
from hearthside.access.answering import asker
from hearthside.access.parts import READ, WRITE
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.rules.treatments import DISTINCT_MODALITIES, MODALITIES
from hearthside.ledger import clock, reading
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import Couple, CoupleMember
from hearthside.people.queries.standing import modes
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.said import whole_date_said, zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import names_of, one
from hearthside.schedule.web.staff_person import ahead, lines_of


@rule("treatments", subject="couple")
@require_safe
def couple(request: HttpRequest, couple: UUID) -> HttpResponse:
    """
    What both have ahead and who treats them, as far as the asker may see it of each.

    Whether either of them wishes to be kept apart from anybody is not on it, and nothing on it follows from that.
    """
    rows = Couple.objects.visible_to(asker(request)).open().select_related("program")
    found: Couple = one(rows.filter(pk=couple))
    members = list(found.members.select_related("patient", "partner").order_by("id"))
    charts = [m.patient_id for m in members if m.patient_id]
    seen = {chart: modes(asker(request), chart) for chart in charts}
    names = names_of(request, charts)
    called = {m.pk: names.get(m.patient_id or m.pk, m.name) for m in members}
    reading.note(patients=charts, part="shared-couple")
    first = next((m.patient_id for m in members if m.patient_id), None)
    roles = asker(request).roles

    def may(part: str, permission: Permission) -> bool:
        return may_do(roles, permission) and all(modes_of.get(part) == WRITE for modes_of in seen.values())

    people = [
        {"name": called[m.pk], "patient": m.patient_id, "opens": "schedule" in seen.get(m.patient_id or m.pk, {})}
        for m in members
    ]
    context = {
        "people": people,
        "back": next(person for person in people if person["opens"]),
        "names": " and ".join(called[m.pk] for m in members),
        "first": first,
        "roles": _roles(request, found, members),
        "groups": _groups(request, found, members),
        "lines": _sessions(request, members, called),
        "zone": zone_said(words.zone_of(request)),
        "may_plan": may("schedule", Permission.KEEP_SCHEDULE),
        "may_assign": may("treatments", Permission.ASSIGN_TREATMENTS),
        "sees_week": parts.may("staffing", roles, READ),
        "sees_cohorts": parts.may("cohorts", roles, READ),
        "may_part": may_do(roles, Permission.LINK_PARTNERS),
    }
    return render(request, "schedule/staff/couple.html", context)


def _roles(request: HttpRequest, found: Couple, members: Sequence[CoupleMember]) -> list[dict[str, Any]]:
    """Each of the roles that different people hold, with who holds it for each of the two or is about to."""
    charts = [m.patient_id for m in members if m.patient_id]
    rows = Treatment.objects.visible_to(asker(request)).filter(patient__in=charts).not_over_by(now := clock.now())
    held: dict[tuple[UUID | None, str], dict[str, Any]] = {}
    for row in rows.select_related("clinician").order_by("from_at", "id"):
        begins = whole_date_said(day_in(found.program.zone, row.from_at)) if row.from_at > now else ""
        held.setdefault((row.patient_id, row.modality), {"clinician": row.clinician, "from": begins})
    reading.note(patients=charts, part="treatments")
    return [
        {
            "role": MODALITIES[modality],
            "holders": [{"patient": m.patient_id, **held.get((m.patient_id, modality), {})} for m in members],
        }
        for modality in DISTINCT_MODALITIES
    ]


def _groups(request: HttpRequest, found: Couple, members: Sequence[CoupleMember]) -> list[Any]:
    """The group of each of the two, or the one that they come into next."""
    charts = [m.patient_id for m in members if m.patient_id]
    rows = Membership.objects.visible_to(asker(request)).filter(patient__in=charts).select_related("cohort")
    today = day_in(found.program.zone, clock.now())
    places: dict[UUID | None, dict[str, Any]] = {}
    for row in rows.not_over_by(today).order_by("from_on", "id"):
        begins = whole_date_said(row.from_on) if row.from_on > today else ""
        places.setdefault(row.patient_id, {"cohort": row.cohort, "from": begins})
    reading.note(patients=charts, part="membership")
    return [{"patient": m.patient_id, **places.get(m.patient_id, {})} for m in members]


def _sessions(request: HttpRequest, members: Sequence[CoupleMember], called: dict[UUID, str]) -> list[dict[str, Any]]:
    """Every session that one or both come to, once, with which of them."""
    theirs = Q()
    for member in members:
        theirs |= Q(patient=member.patient_id) if member.patient_id else Q(partner=member.partner_id)
    seats: list[Seat] = list(ahead(Seat.objects.visible_to(asker(request)).filter(theirs)))
    reading.note(patients=sorted({s.patient_id for s in seats if s.patient_id}), part="schedule")
    names = {m.patient_id or m.partner_id: called[m.pk] for m in members}
    found: dict[UUID, dict[str, Any]] = {}
    for line in lines_of(seats, words.zone_of(request)):
        seat = line["seat"]
        row = found.setdefault(seat.session_id, {**line, "who": []})
        row["who"].append({"name": names[seat.patient_id or seat.partner_id], "state": line["state"]})
    for row in found.values():
        states = {each["state"] for each in row["who"]}
        if len(row["who"]) == len(members) and len(states) == 1:
            row["who"] = [{"name": "Both", "state": states.pop()}]
    return list(found.values())
