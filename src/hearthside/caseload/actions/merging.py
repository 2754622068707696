"""Two records of one person become one: places, treatments and day plans move to the one that is kept, and back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.caseload import locks
from hearthside.caseload.actions.admitting import admit_members
from hearthside.caseload.actions.settling import settled
from hearthside.caseload.models.day_plans import PatientDayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import status_of
from hearthside.people.rules import DIED, DISCHARGED
from hearthside.policy.queries import today

PLACES, TREATMENTS = Membership._meta.db_table, Treatment._meta.db_table
DAY_PLANS = PatientDayPlan._meta.db_table


def follow_merge(*, kept: Patient, gone: Patient, moved: list[tuple[str, UUID]], by: Actor) -> None:
    """
    Move every place and treatment, past and present; what moved is added to `moved`.

    Raises:
        CareOverlaps: both records have some at the same time, or the one that is kept can have none.
    """
    with behind(kept.program_id, by):
        cohorts = set(Membership.objects.filter(patient=gone).values_list("cohort", flat=True))
    locks.lock_cohorts(kept.program_id, cohorts, by=by)
    locks.lock_patients([kept.pk, gone.pk])
    with behind(kept.program_id, by):
        places = list(Membership.objects.filter(patient=gone).values_list("pk", flat=True))
        treatments = list(Treatment.objects.filter(patient=gone).values_list("pk", flat=True))
        goes_on = Membership.objects.filter(patient=gone).not_over_by(today(kept.program)).exists()
        now = status_of(kept)
        if goes_on and now is not None and now.status in (DISCHARGED, DIED):
            raise CareOverlaps("The record that is kept is not in treatment here any more. Keep the other one.")
    _put(places, treatments, kept, cohorts, by)
    moved += [(PLACES, row) for row in places] + [(TREATMENTS, row) for row in treatments]
    moved += [(DAY_PLANS, row) for row in _move_day_plans(kept, gone, by)]
    admit_members(kept.program_id, today(kept.program), patients=[kept.pk], by=by)


def follow_unmerge(*, kept: Patient, gone: Patient, moves: Mapping[str, Collection[UUID]], by: Actor) -> None:
    """Every place and treatment that moved goes back, as it is now."""
    places, treatments = moves.get(PLACES, ()), moves.get(TREATMENTS, ())
    with behind(kept.program_id, by):
        cohorts = set(Membership.objects.filter(pk__in=places).values_list("cohort", flat=True))
    locks.lock_cohorts(kept.program_id, cohorts, by=by)
    locks.lock_patients([kept.pk, gone.pk])
    _put(places, treatments, gone, cohorts, by)
    with behind(kept.program_id, by):
        PatientDayPlan.objects.filter(pk__in=moves.get(DAY_PLANS, ())).update(patient=gone)


def _move_day_plans(kept: Patient, gone: Patient, by: Actor) -> list[UUID]:
    """Which day plans suit them is one wish: where the record that is kept says it, that stands."""
    with behind(kept.program_id, by):
        if PatientDayPlan.objects.filter(patient=kept).exists():
            return []
        rows = list(PatientDayPlan.objects.filter(patient=gone).values_list("pk", flat=True))
        PatientDayPlan.objects.filter(pk__in=rows).update(patient=kept)
    return rows


def _put(
    places: Collection[UUID], treatments: Collection[UUID], patient: Patient, cohorts: Collection[UUID], by: Actor
) -> None:
    with behind(patient.program_id, by), settled(_refusals()):
        Membership.objects.filter(pk__in=places).update(patient=patient)
        Treatment.objects.filter(pk__in=treatments).update(patient=patient)
    with behind(patient.program_id, by):
        beside = set(Membership.objects.filter(cohort__in=cohorts).values_list("patient", flat=True))
    bring_grants_up_to_date(patient.program_id, beside, by=by)


def _refusals() -> dict[str, Refusal]:
    said = {
        "membership_one_cohort": "Both records have a place in a cohort on the same days. End one of the places first.",
        "treatment_one_of_a_kind": "Both records are treated in the same way at the same time. End one of the "
        "treatments first.",
        "treatment_conflict_of_role": "One clinician treats the two records in different roles. End one of the "
        "treatments first.",
        "keep_apart_cohort": "The record that is kept may not share a group with somebody in the cohort of the other.",
        "couple_in_one_cohort": "Partners are in the same cohort, or in none: after this they would not be.",
    }
    return {name: CareOverlaps(sentence) for name, sentence in said.items()}
