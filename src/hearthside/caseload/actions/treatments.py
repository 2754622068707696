"""Who treats whom, from an instant on. Ended, never deleted: the chart must show who was treating on any past day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload import locks
from hearthside.caseload.actions.assigning import Assignment, all_here, check_kind, checked_day, members_of
from hearthside.caseload.actions.settling import settled
from hearthside.caseload.actions.treatment_endings import end_rows
from hearthside.caseload.events import TreatmentAssigned
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.queries import choosing, persons
from hearthside.caseload.rules.spans import Instants
from hearthside.caseload.rules.treatments import DISTINCT_MODALITIES, Held, held_twice
from hearthside.caseload.treatment_refusals import (
    CannotTreat,
    ConflictMeanwhile,
    ConflictOfRole,
    LicenseMeanwhile,
    NoCouple,
    RoleTaken,
)
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient


@action
def assign_treatment(
    *,
    clinician: Clinician,
    modality: str,
    from_at: datetime,
    patient: Patient | None = None,
    couple: Couple | None = None,
    until_at: datetime | None = None,
    by: Actor,
) -> list[Treatment]:
    """
    Make this clinician somebody's therapist, counselor or prescriber, or (with `couple`) a couple's therapist.

    Whoever held the role until then finishes at the same instant; of prescribers there may be several.

    Raises:
        NotAllowed: `by` may not say who treats whom in this program.
        WrongFact: the modality is not from the list, or an instant cannot be.
        NoCouple, NotHere: the couple has ended; somebody is discharged or has died.
        CannotTreat: the clinician has not the role, track, language or license.
        ConflictOfRole: the clinician holds another role for somebody they would treat.
        RoleTaken: the role is filled from a later instant on.

    Rule: docs/rules/conflict-of-role.md
    """
    asked = Assignment(clinician, modality, patient, couple)
    return assign_all(clinician.program, [asked], from_at=from_at, until_at=until_at, by=by)


def assign_all(
    program: Program,
    assignments: Sequence[Assignment],
    *,
    from_at: datetime,
    until_at: datetime | None = None,
    by: Actor,
) -> list[Treatment]:
    """
    Within an action: all of these from the same instant on, or none, with as many questions as for one.

    Raises:
        NotAllowed, and whatever `assign_treatment` does.
    """
    require(by, Permission.ASSIGN_TREATMENTS, within=program.id)
    if not assignments:
        return []
    for each in assignments:
        check_kind(each)
    on = checked_day(program, from_at, until_at)
    locks.lock_clinicians([each.clinician.id for each in assignments])
    locks.lock_couples([each.couple.id for each in assignments if each.couple])
    with behind(program.id, by):
        members = members_of([each.couple.id for each in assignments if each.couple])
        treated = [members[e.couple.id] if e.couple else [e.patient.id] if e.patient else [] for e in assignments]
        everybody = {patient for patients in treated for patient in patients}
        locks.lock_patients(everybody)
        known = persons.known(program.id, everybody)
        held: dict[UUID, list[Held]] = {patient: [] for patient in everybody}
        for one in choosing.held_by(everybody):
            held[one.patient].append(one)
    # In the asker's own sight: licenses are for staff to see.
    clinicians = choosing.to_choose_from([each.clinician.pk for each in assignments])
    rows: list[Treatment] = []
    ending: list[Held] = []
    for each, patients in zip(assignments, treated, strict=True):
        standing = [h for patient in patients for h in held[patient]]
        over = _finished_by(standing, each.modality, from_at)
        standing = [h for h in standing if h not in over]
        people = all_here(known, patients)
        choice = choosing.why_not(
            clinicians[each.clinician.pk], people, each.modality, from_at, on=on, treatments=standing
        )
        if not choice.may:
            refusal = ConflictOfRole if choice.reason == choosing.CONFLICT else CannotTreat
            raise refusal(choice.clinician.pk, choice.reason, f"{choice.sentence} {choice.remedy}")
        asked = [_held(each, patient, from_at, until_at) for patient in patients]
        if held_twice([*standing, *asked]) or _the_same(asked, standing):
            raise RoleTaken(each.modality)
        # Whoever comes next in the same change finds what stands from this one on.
        for patient in patients:
            held[patient] = [h for h in [*standing, *asked] if h.patient == patient]
        ending += over
        rows += [_row(each, patient, from_at, until_at) for patient in patients]
    with behind(program.id, by):
        _finish(ending, from_at, by)
    _write(rows)
    _tell_assigned(rows, by=by)
    bring_grants_up_to_date(program.id, everybody, by=by)
    return rows


def _write(rows: Sequence[Treatment]) -> None:
    """The database decides; we only put its "no" into words, which name the kind."""
    for modality in dict.fromkeys(row.modality for row in rows):
        with settled(
            {"treatment_conflict_of_role": ConflictMeanwhile(), "treatment_one_of_a_kind": RoleTaken(modality),
             "couples_treatment_is_both": NoCouple(), "treatment_licensed": LicenseMeanwhile()}
        ):  # fmt: skip
            Treatment.objects.bulk_create([row for row in rows if row.modality == modality])


def _held(asked: Assignment, patient: UUID, from_at: datetime, until_at: datetime | None) -> Held:
    couple = asked.couple.id if asked.couple else None
    return Held(patient, asked.clinician.id, asked.modality, Instants(from_at, until_at), couple)


def _row(asked: Assignment, patient: UUID, from_at: datetime, until_at: datetime | None) -> Treatment:
    return Treatment(
        program_id=asked.clinician.program_id,
        patient_id=patient,
        clinician=asked.clinician,
        modality=asked.modality,
        couple=asked.couple,
        from_at=from_at,
        until_at=until_at,
    )


def _tell_assigned(rows: list[Treatment], *, by: Actor) -> None:
    """Record who treats whom from now on, and let packages above follow."""
    record_all(
        (
            TreatmentAssigned(
                patient=row.patient_id,
                treatment=row.id,
                clinician=row.clinician_id,
                modality=row.modality,
                from_at=row.from_at,
                until_at=row.until_at,
            )
            for row in rows
        ),
        by=by,
    )
    for row in rows:
        following.follow("treatment", treatment=row, by=by)


def _finished_by(held: Sequence[Held], modality: str, at: datetime) -> list[Held]:
    """Treatments of the same kind that go on at this instant: their role passes on."""
    if modality not in DISTINCT_MODALITIES:
        return []
    return [
        h
        for h in held
        if h.modality == modality and h.during.start < at and (h.during.end is None or h.during.end > at)
    ]


def _the_same(asked: Sequence[Held], standing: Sequence[Held]) -> bool:
    """Whether the clinician does this for somebody already: of prescribers there may be several, each once."""
    return any(
        (one.patient, one.clinician, one.modality) == (other.patient, other.clinician, other.modality)
        and one.during.overlaps(other.during)
        for one in asked
        for other in standing
    )


def _finish(ending: Sequence[Held], at: datetime, by: Actor) -> None:
    for one in ending:
        same = Treatment.objects.filter(
            patient=one.patient, clinician=one.clinician, modality=one.modality, from_at=one.during.start
        )
        end_rows(list(same), at, "changed", by)
