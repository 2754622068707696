"""People of another system become applicants, or none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.interop.events import ApplicantsImported
from hearthside.interop.fhir.applicants import Applicant
from hearthside.interop.queries.known import Known
from hearthside.interop.roster.incoming import digest
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.applicants import bring_in_applicants
from hearthside.people.particulars import Details

KIND = "applicant"


@dataclass(frozen=True)
class Applied:
    """How many came; how many were known already, and of how many of those the sender now says something else."""

    came: int
    known: int
    differing: int
    applications: tuple[UUID, ...] = ()


@action
def import_applicants(*, program: Program, applicants: Sequence[Applicant], source: str, by: Actor) -> Applied:
    """
    Let those of these people be applicants whom this source did not bring before; the others stay as they are here.

    Raises:
        NotAllowed: `by` may not bring applicants into this program.
        WrongFact: something about somebody cannot be kept.
    """
    require(by, Permission.BRING_APPLICANTS, within=program.id)
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    known = Known(program, source)
    new = [each for each in applicants if known.was(KIND, each.key) is None]
    rows = bring_in_applicants(program=program, applicants=[details_of(each) for each in new], by=by)
    for each, row in zip(new, rows, strict=True):
        known.note(KIND, each.key, row.id, digest(details_of(each)))
    known.keep()
    ids = tuple(row.id for row in rows)
    before = [(each, was) for each in applicants if (was := known.was(KIND, each.key)) is not None]
    differing = sum(was.digest != digest(details_of(each)) for each, was in before)
    if rows:
        record(
            ApplicantsImported(program=program.id, source=source, applications=ids, known_already=len(before)), by=by
        )
    return Applied(len(rows), len(before), differing, ids)


def details_of(applicant: Applicant) -> Details:
    """An applicant of a bundle as people keep one."""
    return Details(
        first_name=applicant.first_name,
        last_name=applicant.last_name,
        chosen_name=applicant.chosen_name,
        born_on=applicant.born_on,
        state=applicant.state,
        zone=applicant.zone,
        street=applicant.street,
        city=applicant.city,
        postal_code=applicant.postal_code,
        languages=applicant.languages,
        email=applicant.email,
        phone=applicant.phone,
    )
