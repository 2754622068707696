"""What an actor is to a record, from the grants in force: the answer that pages and actions both act on."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q

from hearthside.access import parts, subjects
from hearthside.access.parts import READ, WRITE
from hearthside.access.require import TRUSTED
from hearthside.access.subjects import Standing
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.models.applications import Application
from hearthside.people.models.couples import CoupleMember, PartnerWithoutChart
from hearthside.people.models.grants import LIVE_AND_HELD, Grant
from hearthside.people.models.patients import Patient

FOLLOW_UP = "follow_up"
_STANDING = f"""
    SELECT p.id, ARRAY (SELECT DISTINCT g.relation::text FROM people_grant g
                         WHERE {LIVE_AND_HELD} AND (g.patient_id IS NULL OR g.patient_id = p.id))
      FROM people_patient p WHERE p.id = ANY (%s) AND p.program_id = %s
"""


class NotYours(Refusal):
    """This part of this record is not the actor's to change."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__("You may not change this part of the record. Ask intake or the person's own clinician.")


def to_patient(actor: Actor, patient: UUID, part: str) -> Standing:
    """What this actor is to this patient, as far as it opens this part: relations of live grants of the part."""
    return _to_patients(actor, [patient], part)


def to_couple(actor: Actor, couple: UUID, part: str) -> Standing:
    """What this actor is to either member of a couple; a page about a couple shows those of whom they see the part."""
    members = CoupleMember.objects.filter(couple=couple, patient__isnull=False).values_list("patient", flat=True)
    return _to_patients(actor, list(members), part)


def to_application(actor: Actor, application: UUID, part: str) -> Standing:
    """What this actor is to an application of the program: whatever their roles are."""
    if not Application.objects.filter(pk=application, program=actor.program).exists():
        return Standing()
    grants = Grant.objects.live().held_by(actor).filter(part=part, patient__isnull=True)
    return Standing(frozenset(grants.values_list("relation", flat=True)), (application,))


def _to_patients(actor: Actor, asked: list[UUID], part: str) -> Standing:
    # An id of another program, or of nobody, gives the same nothing as one that may not be seen.
    grant = [actor.program, part, at := clock.now(), at, actor.account, sorted(actor.roles)]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [*grant, asked, actor.program])
        held = {patient: relations for patient, relations in cursor.fetchall() if relations}
    return Standing(frozenset(relation for each in held.values() for relation in each), tuple(sorted(held)))


def may(actor: Actor, patient: UUID, part: str, mode: str = READ) -> bool:
    """Whether this actor may read (or write) this part of this patient's record."""
    if actor.is_system:
        return actor.system in TRUSTED | {FOLLOW_UP}
    return parts.may(part, to_patient(actor, patient, part).relations, mode)


def require_part(by: Actor, patient: Patient, part: str) -> None:
    """
    Go on only if `by` may change this part of this patient's record.

    Raises:
        NotYours: no grant in force lets them.
    """
    if not may(by, patient.id, part, WRITE) or (by.program not in (None, patient.program_id)):
        raise NotYours(part)


def may_screen(actor: Actor, person: UUID, program: UUID) -> bool:
    """Whether this actor may record a private safety screen of somebody, an applicant or a patient."""
    if actor.program not in (None, program):
        return False
    if Patient.objects.filter(pk=person).exists() or actor.is_system:
        return may(actor, person, "safety-screen", WRITE)
    if not Application.objects.filter(pk=person, program=program).exists():
        return False
    grants = Grant.objects.live().held_by(actor).filter(part="safety-screen", patient__isnull=True)
    return parts.may("safety-screen", frozenset(grants.values_list("relation", flat=True)), WRITE)


def charts_of(program: UUID, accounts: Iterable[UUID]) -> dict[UUID, UUID]:
    """The patient behind each of these accounts: themselves, or whose partner they are."""
    asked = list(accounts)
    partners = PartnerWithoutChart.objects.filter(program=program, account__in=asked)
    found: dict[UUID, UUID] = dict(partners.values_list("account", "patient"))
    own = Patient.objects.filter(program=program, account__in=asked, merged_into__isnull=True)
    return found | dict(own.values_list("account", "pk"))


def modes(actor: Actor, patient: UUID) -> dict[str, str]:
    """Every part of this patient's record that this actor may see, with R or W: one question for a whole page."""
    grants = Grant.objects.live().held_by(actor).filter(Q(patient=patient) | Q(patient__isnull=True))
    held: dict[str, set[str]] = {}
    for part, relation in grants.values_list("part", "relation").distinct():
        held.setdefault(part, set()).add(parts.table().get((part, relation), ""))
    return {part: WRITE if WRITE in found else READ for part, found in held.items() if found - {""}}


def register() -> None:
    """Tell the gate how to find out what somebody is to a patient, a couple, an application."""
    subjects.register("patient", to_patient)
    subjects.register("couple", to_couple)
    subjects.register("application", to_application)
