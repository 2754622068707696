"""What is asked of who is to be treated by whom, before a rule is: that it is whole, and that everybody is here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.queries.persons import Known
from hearthside.caseload.refusals import NotHere
from hearthside.caseload.rules.treatments import MODALITIES
from hearthside.caseload.treatment_refusals import NoCouple
from hearthside.people.credentials.facts import EARLIEST, LATEST, WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple, CoupleMember
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import one_of


@dataclass(frozen=True)
class Assignment:
    """Who is to be treated by whom, as what: one person, or with couples therapy a couple."""

    clinician: Clinician
    modality: str
    patient: Patient | None = None
    couple: Couple | None = None


def check_kind(asked: Assignment) -> None:
    one_of("modality", asked.modality, MODALITIES, "Choose one from the list.")
    if (asked.couple is None) == (asked.patient is None) or (asked.couple is not None) != (asked.modality == "couples"):
        raise WrongFact("modality", "Couples therapy is for a couple, everything else for one person.")


def checked_day(program: Program, from_at: datetime, until_at: datetime | None) -> date:
    for field, at in (("from_at", from_at), ("until_at", until_at)):
        if at is not None and not EARLIEST <= at.date() <= LATEST:
            raise WrongFact(field, "Check the year.")
    if until_at is not None and until_at <= from_at:
        raise WrongFact("until_at", "It ends after it begins. Check both.")
    return day_in(program.zone, from_at)


def members_of(couples: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Of each couple that is linked, the partners who are patients here. Raises NoCouple."""
    found: dict[UUID, list[UUID]] = {couple: [] for couple in couples}
    members = CoupleMember.objects.filter(couple__in=couples, until_at__isnull=True, patient__isnull=False)
    for couple, patient in members.order_by("patient").values_list("couple", "patient"):
        found[couple].append(patient)
    if not all(found.values()):
        raise NoCouple
    return found


def all_here(known: Mapping[UUID, Known], patients: Sequence[UUID]) -> list[Known]:
    for each in patients:
        if each not in known:
            raise WrongFact("patient", "Choose somebody of this program.")
        if not known[each].here:
            raise NotHere(each, known[each].name)
    return [known[each] for each in patients]
