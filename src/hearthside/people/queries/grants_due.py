"""
Which grants follow from the relationships there are: derived afresh, to be compared with the grants in force.

Each kind of relationship is one function; packages above register theirs (who treats whom, who sits in which group).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from hearthside.access import parts
from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.ending import once
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import CoupleMember
from hearthside.people.models.grants import RECORD_PARTS, ROLES_OF_PROGRAM, Grant
from hearthside.people.models.patients import Patient, StatusChange
from hearthside.people.rules import DIED


class Due(NamedTuple):
    """A grant that a relationship asks for. A group of ten asks for a thousand: a tuple, to be compared quickly."""

    patient: UUID | None
    part: str
    holder: UUID | None
    holder_role: str
    relation: str
    why: str
    because: UUID | None = None


def day_of(program: UUID, row: Program | None = None) -> date:
    """The program's present day, for sources that ask what holds today; of its row where somebody has read it."""
    return once(("day", program), lambda: day_in((row or Program.objects.get(pk=program)).zone, clock.now()))


# Program and patients (None: all of them) to the grants that are due.
Source = Callable[[UUID, Collection[UUID] | None], Iterable[Due]]


def parts_of(relation: str) -> tuple[str, ...]:
    """The parts of a record that somebody in this relation may see, by the table."""
    return tuple(part for part in RECORD_PARTS if (part, relation) in parts.table())


def for_roles(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """Roles that see every record of the program; asked only when all patients are."""
    if patients is None:
        for role in ROLES_OF_PROGRAM:
            for part in parts_of(role):
                yield Due(None, part, None, role, role, "role")


def for_self(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """A patient who signs in sees their own record, as long as they live and the record is theirs alone."""
    for patient in _alive(program, patients).filter(account__isnull=False):
        for part in parts_of("self"):
            yield Due(patient.id, part, patient.account_id, "", "self", "self", patient.id)


def for_partners(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """Each member of a linked couple sees of the other what the table lets a partner see."""
    members = CoupleMember.objects.filter(program=program, until_at__isnull=True)
    if patients is not None:
        members = members.filter(couple__members__patient__in=patients, couple__members__until_at__isnull=True)
    by_couple: dict[UUID, dict[UUID, CoupleMember]] = {}
    for member in members.select_related("patient", "partner"):
        by_couple.setdefault(member.couple_id, {})[member.id] = member
    for couple, pair in by_couple.items():
        for member in pair.values():
            for other in pair.values():
                account = member.person.account_id
                if other is not member and other.patient_id and account:
                    for part in parts_of("partner"):
                        yield Due(other.patient_id, part, account, "", "partner", "couple", couple)


_SOURCES: dict[str, Source] = {"role": for_roles, "self": for_self, "couple": for_partners}


def register(why: str, source: Source) -> None:
    """Let this function say which grants follow from relationships of this kind."""
    _SOURCES[why] = source


def due(program: UUID, patients: Collection[UUID] | None) -> set[Due]:
    """Every grant that should be in force, for these patients or (None) for the whole program."""
    every = (each for source in _SOURCES.values() for each in source(program, patients))
    return {each for each in every if patients is None or each.patient in patients}


def in_force(program: UUID, patients: Collection[UUID] | None) -> Iterator[tuple[UUID, Due]]:
    """The grants that are open, for the same question: each by its id, as it would be due."""
    grants = Grant.objects.filter(program=program, until_at__isnull=True)
    grants = grants if patients is None else grants.filter(patient__in=patients)
    for pk, *facts in grants.values_list("pk", *Due._fields):
        yield pk, Due(*facts)


def _alive(program: UUID, patients: Collection[UUID] | None) -> QuerySet[Patient]:
    latest = StatusChange.objects.filter(patient=OuterRef("pk")).order_by("-at", "-id").values("status")[:1]
    found = Patient.objects.filter(program=program, merged_into__isnull=True).alias(status_now=Subquery(latest))
    found = found.exclude(status_now=DIED)
    return found if patients is None else found.filter(pk__in=patients)
