"""Who treats whom, from an instant on. Ended, never deleted: the chart must show who was treating on any past day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.caseload import locks
from hearthside.caseload.actions.settling import settled
from hearthside.caseload.events import TreatmentAssigned, TreatmentEnded
from hearthside.caseload.models.treatments import ENDINGS, Treatment
from hearthside.caseload.queries import choosing, persons
from hearthside.caseload.queries.choosing import Choice
from hearthside.caseload.queries.persons import Known
from hearthside.caseload.refusals import NotHere
from hearthside.caseload.rules.spans import Instants
from hearthside.caseload.rules.treatments import DISTINCT_MODALITIES, MODALITIES, Held, held_twice
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record, record_all
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import EARLIEST, LATEST, WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple, CoupleMember
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import one_of


class CannotTreat(Refusal):
    """The clinician does not work here, has not the role, track or language, or no license where somebody is."""

    def __init__(self, choice: Choice) -> None:
        self.clinician, self.reason = choice.clinician.pk, choice.reason
        super().__init__(f"{choice.sentence} {choice.remedy}")


class ConflictOfRole(CannotTreat):
    """The clinician already holds another role for somebody they would treat."""


class ConflictMeanwhile(Refusal):
    """Somebody else gave the clinician another role for the same person a moment ago."""

    def __init__(self) -> None:
        super().__init__("This clinician holds another role for the same person since. Look at the treatments again.")


class RoleTaken(Refusal):
    """Another treatment of the same kind begins later: two of a kind never overlap."""

    def __init__(self, modality: str) -> None:
        self.modality = modality
        super().__init__(
            f"A {MODALITIES[modality].lower()} is on record for a part of this time. End that one first, or end this "
            "one before it begins."
        )


class NoCouple(Refusal):
    """Couples therapy is for two people who are linked as partners."""

    def __init__(self) -> None:
        super().__init__("These two are not linked as partners any more. Look at the record again.")


class TreatmentOver(Refusal):
    """The treatment ends sooner already."""

    def __init__(self) -> None:
        super().__init__("This treatment has ended already.")


@dataclass(frozen=True)
class Assignment:
    """Who is to be treated by whom, as what: one person, or with couples therapy a couple."""

    clinician: Clinician
    modality: str
    patient: Patient | None = None
    couple: Couple | None = None


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
        _check_kind(each)
    on = _checked_day(program, from_at, until_at)
    locks.lock_clinicians([each.clinician.id for each in assignments])
    locks.lock_couples([each.couple.id for each in assignments if each.couple])
    with behind(program.id, by):
        members = _members([each.couple.id for each in assignments if each.couple])
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
        people = _here(known, patients)
        choice = choosing.why_not(
            clinicians[each.clinician.pk], people, each.modality, from_at, on=on, treatments=standing
        )
        if not choice.may:
            raise ConflictOfRole(choice) if choice.reason == choosing.CONFLICT else CannotTreat(choice)
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
             "couples_treatment_is_both": NoCouple()}
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


@action
def end_treatment(*, treatment: Treatment, until_at: datetime, because: str, by: Actor) -> list[Treatment]:
    """
    End a treatment at an instant; couples therapy ends for both. One that has not begun by then never does.

    Raises:
        NotAllowed: `by` may not say who treats whom in this program.
        WrongFact: no reason from the list, or an instant that cannot be.
        TreatmentOver: it ends sooner already.
    """
    require(by, Permission.ASSIGN_TREATMENTS, within=treatment.program_id)
    one_of("because", because, ENDINGS, "Choose why it ends.")
    if not EARLIEST <= until_at.date() <= LATEST:
        raise WrongFact("until_at", "Check the year.")
    locks.lock_clinicians([treatment.clinician_id])
    locks.lock_couples([treatment.couple_id] if treatment.couple_id else [])
    with behind(treatment.program_id, by):
        asked = Q(pk=treatment.pk)
        if treatment.couple_id:
            asked = Q(couple=treatment.couple_id, clinician=treatment.clinician_id, from_at=treatment.from_at)
        found = list(Treatment.objects.filter(asked, program=treatment.program_id).order_by("patient_id"))
        locks.lock_patients([row.patient_id for row in found])
        rows = list(Treatment.objects.filter(pk__in=[row.pk for row in found]).order_by("patient_id"))
        for row in rows:
            if row.until_at is not None and row.until_at <= until_at:
                raise TreatmentOver
        end_rows(rows, until_at, because, by)
    bring_grants_up_to_date(treatment.program_id, [row.patient_id for row in rows], by=by)
    return rows


def _check_kind(asked: Assignment) -> None:
    one_of("modality", asked.modality, MODALITIES, "Choose one from the list.")
    if (asked.couple is None) == (asked.patient is None) or (asked.couple is not None) != (asked.modality == "couples"):
        raise WrongFact("modality", "Couples therapy is for a couple, everything else for one person.")


def _checked_day(program: Program, from_at: datetime, until_at: datetime | None) -> date:
    for field, at in (("from_at", from_at), ("until_at", until_at)):
        if at is not None and not EARLIEST <= at.date() <= LATEST:
            raise WrongFact(field, "Check the year.")
    if until_at is not None and until_at <= from_at:
        raise WrongFact("until_at", "It ends after it begins. Check both.")
    return day_in(program.zone, from_at)


def _members(couples: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Of each couple that is linked, the partners who are patients here. Raises NoCouple."""
    found: dict[UUID, list[UUID]] = {couple: [] for couple in couples}
    members = CoupleMember.objects.filter(couple__in=couples, until_at__isnull=True, patient__isnull=False)
    for couple, patient in members.order_by("patient").values_list("couple", "patient"):
        found[couple].append(patient)
    if not all(found.values()):
        raise NoCouple
    return found


def _here(known: Mapping[UUID, Known], patients: Sequence[UUID]) -> list[Known]:
    for each in patients:
        if each not in known:
            raise WrongFact("patient", "Choose somebody of this program.")
        if not known[each].here:
            raise NotHere(each, known[each].name)
    return [known[each] for each in patients]


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


def end_rows(rows: Sequence[Treatment], at: datetime, because: str, by: Actor) -> None:
    """Within an action that holds the people: these treatments end, and what follows from it."""
    for row in rows:
        row.until_at, row.ended_because = max(at, row.from_at), because
        row.save(update_fields=["until_at", "ended_because"])
        record(
            TreatmentEnded(
                patient=row.patient_id,
                treatment=row.id,
                clinician=row.clinician_id,
                modality=row.modality,
                until_at=row.until_at,
                because=because,
            ),
            by=by,
        )
        following.follow("treatment", treatment=row, by=by)
