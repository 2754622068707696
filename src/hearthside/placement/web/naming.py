"""Names in place of ids: the planner and the check speak in ids alone."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import HttpRequest

from hearthside.access.answering import asker
from hearthside.caseload.models.cohorts import Cohort as CohortRow
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.names import names_shown
from hearthside.placement.solver.week import Week

IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def named(sentence: str, names: Mapping[str, str]) -> str:
    """A sentence of the planner, with names in place of ids."""
    return IDS.sub(lambda found: names.get(found[0], "somebody"), sentence)


def names_in(request: HttpRequest, *weeks: Week) -> dict[str, str]:
    """Names of everybody and every cohort in these weeks, as far as the asker may see them."""
    people = {p for w in weeks for c in w.cohorts for p in c.members} | {u.person_id for w in weeks for u in w.unplaced}
    people |= {p for w in weeks for s in w.sessions for p in s.people}
    staff = {s.clinician_id for w in weeks for c in w.cohorts for s in c.staff}
    staff |= {c for w in weeks for s in w.sessions for c in s.clinicians}
    cohorts = {c.id for w in weeks for c in w.cohorts if IDS.fullmatch(c.id)}
    found = {str(pk): name for pk, name in names_shown(asker(request), _uuids(people)).items()}
    clinicians = Clinician.objects.visible_to(asker(request)).filter(pk__in=_uuids(staff))
    found |= {str(pk): name for pk, name in clinicians.values_list("pk", "name")}
    rows = CohortRow.objects.visible_to(asker(request)).filter(pk__in=_uuids(cohorts))
    return found | {str(pk): name for pk, name in rows.values_list("pk", "name")}


def item_said(item: str, week: Week, names: Mapping[str, str]) -> str:
    """What can be taken out, in words."""
    kind, _, id = item.partition(":")
    if kind == "person":
        return names.get(id, "Somebody")
    if kind == "cohort":
        return names.get(id, f"New cohort {id.removeprefix('g')}")
    session = next((s for s in week.sessions if s.id == id), None)
    if session is None:
        return "A weekly session"
    who = " and ".join(names.get(p, "somebody") for p in session.people)
    return f"Weekly session ({session.kind.replace('_', ' ')}) of {who}"


def _uuids(ids: Iterable[str]) -> list[UUID]:
    return [UUID(each) for each in ids]
