"""Who treats somebody: each with what their role is, in plain words."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.rules.treatments import MODALITIES
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.queries.pages_person import Me, facilitators
from hearthside.schedule.said import date_said
from hearthside.schedule.web.asking import for_patient
from hearthside.schedule.web.patient_words import ROLES

# Sessions of so many days tell who leads a group.
AHEAD = timedelta(days=28)


@rule("own-care")
@require_safe
@for_patient
def my_team(request: HttpRequest, who: Me) -> HttpResponse:
    """Everybody who treats them now or is about to, alone first, then in groups."""
    at = clock.now()
    reading.note(patients=who.charts, part="treatments", purpose=reading.ACCESS_REQUEST)
    treated = Treatment.objects.visible_to(asker(request)).filter(patient=who.patient).not_over_by(at)
    own = [
        {
            "clinician": row.clinician,
            "role": MODALITIES[row.modality],
            "sentence": ROLES[row.modality],
            "from": date_said(who.day(row.from_at)) if row.from_at > at else "",
        }
        for row in treated.select_related("clinician").order_by("modality", "from_at")
    ]
    # Behind the scenes: it asks of their own seats, and need not ask of each block again whether they have one.
    with behind(who.program.pk, asker(request)):
        lines = facilitators(who, at, at + AHEAD)
    context = {"own": own, "groups": _groups(request, lines)}
    return render(request, "schedule/patient/team.html", context)


def _groups(request: HttpRequest, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Their groups by name, each with who leads it."""
    asked = {line["clinician"] for line in lines}
    clinicians = Clinician.objects.visible_to(asker(request)).in_bulk(asked)
    cohorts = Cohort.objects.visible_to(asker(request)).in_bulk({line["cohort"] for line in lines})
    groups: dict[Any, dict[str, Any]] = {}
    for line in lines:
        cohort, clinician = cohorts.get(line["cohort"]), clinicians.get(line["clinician"])
        if cohort is None or clinician is None:
            continue
        group = groups.setdefault(cohort.pk, {"cohort": cohort, "people": []})
        role = "Group leader" if line["part"] == "lead" else "Second group leader"
        group["people"].append({"clinician": clinician, "role": role, "sentence": ROLES[line["part"]]})
    return sorted(groups.values(), key=lambda group: str(group["cohort"].name))
