"""
Which grants follow from treatments and memberships: a clinician sees whom they treat; a group sees each other's names.

A clinician sees from when the treatment is said, not from when it begins: a first session is prepared.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import permutations
from uuid import UUID

from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.people.queries import grants_due
from hearthside.people.queries.grants_due import Due, day_of, parts_of


def for_treatments(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """Whoever treats somebody, or is to, sees what the table lets their own clinician see."""
    rows = Treatment.objects.filter(program=program, clinician__account__isnull=False).not_over_by(clock.now())
    if patients is not None:
        rows = rows.filter(patient__in=patients)
    for treatment, patient, account in rows.values_list("pk", "patient", "clinician__account"):
        for part in parts_of("own clinician"):
            yield Due(patient, part, account, "", "own clinician", "treatment", treatment)


def for_group_members(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """Those who are in one cohort today see of each other what the table lets a group see."""
    day = day_of(program)
    rows = Membership.objects.filter(program=program).on(day)
    if patients is not None:
        rows = rows.filter(cohort__in=Membership.objects.filter(patient__in=patients).on(day).values("cohort"))
    groups: dict[UUID, list[tuple[UUID, UUID, UUID | None]]] = defaultdict(list)
    for cohort, membership, patient, account in rows.values_list("cohort", "pk", "patient", "patient__account"):
        groups[cohort].append((membership, patient, account))
    for group in groups.values():
        for (membership, patient, _), (_, _, account) in permutations(group, 2):
            if account is not None:
                for part in parts_of("own group member"):
                    yield Due(patient, part, account, "", "own group member", "cohort", membership)


def register() -> None:
    """Tell people which grants follow from what is known here."""
    grants_due.register("treatment", for_treatments)
    grants_due.register("cohort", for_group_members)
