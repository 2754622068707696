"""
The clinicians of a roster, many at once, with where they may treat.

A roster says what somebody does here and in which states, and nothing of their profession. So the credential is one
that says just that, until the profession is recorded; and whoever brings the roster in and may confirm licenses says by
doing so that they were seen, with the roster as the source.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission, may_do
from hearthside.access.require import require
from hearthside.base.text import folded
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.event import Event
from hearthside.ledger.record import record_all
from hearthside.people.actions.clinicians import write_card
from hearthside.people.credentials.facts import Card, Limits, Papers, Right, roles_in_scope
from hearthside.people.credentials.types import NOT_STATED
from hearthside.people.events.clinicians import (
    AuthorityConfirmed,
    AuthorityRecorded,
    ClinicianAdded,
    CredentialAdded,
)
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.clinicians import Clinician, ClinicianFile

AT_ONCE = 1000


@dataclass(frozen=True)
class Colleague:
    """A clinician of a roster."""

    card: Card
    papers: Papers
    limits: Limits
    rights: tuple[Right, ...]


@action
def add_clinicians_from_roster(
    *, program: Program, colleagues: Sequence[Colleague], works_from: date, source: str, by: Actor
) -> list[Clinician]:
    """
    Add these clinicians, in this order, with their licenses; `source` says where the licenses were seen.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
        WrongFact: something about somebody is missing or cannot be; RoleOutOfScope among them.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    clinicians, files, credentials = [], [], []
    for each in colleagues:
        card, papers, limits = each.card.checked(), each.papers.checked(), each.limits.checked()
        roles_in_scope(card.roles, frozenset({NOT_STATED}))
        clinician = Clinician(program=program, works_from=works_from, search_name=folded(card.name))
        write_card(clinician, card)
        clinicians.append(clinician)
        files.append(ClinicianFile(clinician=clinician, program=program, **asdict(papers), **asdict(limits)))
        credentials.append(Credential(program=program, clinician=clinician, type=NOT_STATED))
    Clinician.objects.bulk_create(clinicians, AT_ONCE)
    ClinicianFile.objects.bulk_create(files, AT_ONCE)
    Credential.objects.bulk_create(credentials, AT_ONCE)
    record_all(_came(clinicians, credentials, works_from), by=by)
    pairs = zip(credentials, colleagues, strict=True)
    _write_rights(program, [(c, right) for c, each in pairs for right in each.rights], source, by)
    return clinicians


@action
def add_rights_from_roster(
    *, program: Program, rights: Iterable[tuple[UUID, Right]], source: str, by: Actor
) -> list[PracticeAuthority]:
    """
    Add these licenses to clinicians (by their ids) who are here already.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    wanted = list(rights)
    found = Credential.objects.filter(program=program, clinician__in={who for who, _ in wanted}, status="active")
    credentials: dict[UUID, Credential] = {}
    for credential in found.order_by("id"):
        credentials.setdefault(credential.clinician_id, credential)
    return _write_rights(
        program, [(credentials[who], right) for who, right in wanted if who in credentials], source, by
    )


def _write_rights(
    program: Program, rights: Sequence[tuple[Credential, Right]], source: str, by: Actor
) -> list[PracticeAuthority]:
    at = clock.now()
    may_confirm = may_do(by.roles, Permission.CONFIRM_AUTHORITIES)
    rows = []
    for credential, right in rights:
        # What is only applied for counts nowhere, so nothing of it needs to hold yet.
        kept = right if right.status == "pending" else right.checked()
        row = PracticeAuthority(program=program, credential=credential, **asdict(kept))
        own = by.account is not None and credential.clinician.account_id == by.account
        if may_confirm and kept.status == "active" and not own:
            row.source, row.verified_at, row.verified_by_id = source, at, by.account
        rows.append(row)
    PracticeAuthority.objects.bulk_create(rows, AT_ONCE)
    record_all(_recorded(rows), by=by)
    return rows


def _came(clinicians: Iterable[Clinician], credentials: Iterable[Credential], works_from: date) -> Iterator[Event]:
    for clinician, credential in zip(clinicians, credentials, strict=True):
        yield ClinicianAdded(
            clinician=clinician.id, account=None, works_from=works_from, roles=tuple(clinician.roles),
            tracks=tuple(clinician.tracks),
        )  # fmt: skip
        yield CredentialAdded(clinician=clinician.id, credential=credential.id, type=NOT_STATED)


def _recorded(rows: Iterable[PracticeAuthority]) -> Iterator[Event]:
    for row in rows:
        whose = row.credential.clinician_id
        yield AuthorityRecorded(
            clinician=whose, authority=row.id, kind=row.kind, state=row.state, status=row.status,
            valid_from=row.valid_from, valid_to=row.valid_to,
        )  # fmt: skip
        if row.verified_at is not None:
            yield AuthorityConfirmed(clinician=whose, authority=row.id, state=row.state)
