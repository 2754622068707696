"""
What decides whether somebody fits a group: read for all of them at once, whoever asks.

Read behind the scenes: a rule must know what the coordinator need not see. Nothing of it leaves an action but a refusal
in words that its reader may have.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from hearthside.caseload.models.day_plans import PatientDayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.rules.cohorts import Person, Stay
from hearthside.caseload.rules.spans import Days
from hearthside.people.models.couples import CoupleMember, KeepApart
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import with_status
from hearthside.people.rules import DIED, DISCHARGED

_READ = ("pk", "merged_into", "status_now", "chosen_name", "details__state", "details__languages", "wishes__track",
         "wishes__focuses")  # fmt: skip
TRACK = _READ.index("wishes__track")


@dataclass(frozen=True)
class Known:
    """One patient as the rules of groups see them."""

    id: UUID
    program: UUID
    name: str
    state: str
    here: bool
    person: Person
    # The partner who is kept together with them, where that one is a patient here.
    partner: UUID | None


def known(program: UUID, patients: Collection[UUID]) -> dict[UUID, Known]:
    """These patients and their partners: within a scope that may see all of it. Four queries."""
    partner_of = _partners(patients)
    asked = {*patients, *partner_of, *partner_of.values()}
    rows = with_status(Patient.objects.filter(program=program, pk__in=asked)).values_list(*_READ)
    found = {row[0]: row for row in rows}
    here = {pk: merged is None and status not in (DISCHARGED, DIED) for pk, (_, merged, status, *_) in found.items()}
    apart = set(kept_apart(asked))
    plans: dict[UUID, list[str]] = defaultdict(list)
    for patient, key in PatientDayPlan.objects.filter(patient__in=asked).values_list("patient", "key"):
        plans[patient].append(key)
    answers = {}
    for pk, _, _, name, state, languages, track, focuses in found.values():
        partner = partner_of.get(pk)
        if partner and (not here.get(partner) or frozenset({pk, partner}) in apart):
            partner = None
        answers[pk] = Known(
            id=pk,
            program=program,
            name=name,
            state=state,
            here=here[pk],
            person=Person(
                track=track,
                languages=tuple(languages),
                focuses=tuple(focuses),
                day_plans=tuple(sorted(plans[pk])),
                partners_track=found[partner][TRACK] if partner else None,
            ),
            partner=partner,
        )
    return answers


def kept_apart(patients: Collection[UUID]) -> list[frozenset[UUID]]:
    """Pairs among these people who may not share a group now."""
    here = set(patients)
    if len(here) < 2:
        return []
    pairs = KeepApart.objects.filter(first__in=here, until_at__isnull=True).values_list("first", "second")
    return [frozenset(pair) for pair in pairs if pair[1] in here]


def stays(memberships: Iterable[Membership]) -> list[Stay]:
    """Memberships as the rules take them."""
    return [Stay(m.patient_id, m.cohort_id, Days(m.from_on, m.until_on)) for m in memberships]


def _partners(patients: Collection[UUID]) -> dict[UUID, UUID]:
    """Who is whose partner now, both ways, where both are patients."""
    members = CoupleMember.objects.filter(until_at__isnull=True, patient__isnull=False)
    of_these = members.filter(Q(couple__members__patient__in=patients)).distinct()
    couples: dict[UUID, list[UUID]] = defaultdict(list)
    for couple, patient in of_these.values_list("couple", "patient"):
        couples[couple].append(patient)
    pairs = [pair for pair in couples.values() if len(pair) == 2]
    return {one: other for pair in pairs for one, other in (pair, reversed(pair))}
