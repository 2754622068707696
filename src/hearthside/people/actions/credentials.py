"""Professions that clinicians hold: what they are decides what they may do."""

from datetime import date

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.clinicians import locked
from hearthside.people.credentials.facts import WrongFact, roles_in_scope, span, text
from hearthside.people.credentials.types import CREDENTIAL_STATUSES, NOT_STATED, PROFESSIONS, SHORT_TITLES
from hearthside.people.events.clinicians import CredentialAdded, CredentialChanged
from hearthside.people.models.authorities import Credential
from hearthside.people.models.clinicians import Clinician


class CredentialHeldAlready(WrongFact):
    """The clinician already has this credential."""

    def __init__(self) -> None:
        super().__init__("type", "This credential is on record already. Change it instead.")


@action
def add_credential(
    *, clinician: Clinician, type: str, number: str = "", issued_on: date | None = None,
    expires_on: date | None = None, by: Actor
) -> Credential:  # fmt: skip
    """
    Add a profession that a clinician holds.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        CredentialHeldAlready: it is on record.
        WrongFact: something typed cannot be.
    """
    require(by, Permission.KEEP_CLINICIANS, within=clinician.program_id)
    if type not in PROFESSIONS:
        raise WrongFact("type", "Choose the credential from the list.")
    span("issued_on", issued_on, "expires_on", expires_on)
    clinician, _ = locked(clinician)
    with refusing({"credential_type_once": CredentialHeldAlready()}):
        credential = Credential.objects.create(
            program_id=clinician.program_id,
            clinician=clinician,
            type=type,
            number=text("number", number, most=60),
            issued_on=issued_on,
            expires_on=expires_on,
        )
    _retitle(clinician)
    record(CredentialAdded(clinician=clinician.id, credential=credential.id, type=type), by=by)
    return credential  # type: ignore[no-any-return]


@action
def change_credential(
    *, credential: Credential, status: str, number: str, issued_on: date | None, expires_on: date | None,
    type: str = "", by: Actor,
) -> Credential:  # fmt: skip
    """
    Change a credential's status, number or days. One that is suspended or given up allows nothing.

    `type` records the profession of somebody who came in a roster without one; licenses held under it stay.

    Raises:
        RoleOutOfScope: the profession does not allow what they do here.
        NotAllowed: `by` may not keep clinicians' records.
        CredentialHeldAlready: another of the same type has taken its place.
        WrongFact: something typed cannot be.
    """
    require(by, Permission.KEEP_CLINICIANS, within=credential.program_id)
    if status not in CREDENTIAL_STATUSES:
        raise WrongFact("status", "Choose a status from the list.")
    span("issued_on", issued_on, "expires_on", expires_on)
    clinician, _ = locked(credential.clinician)
    credential = Credential.objects.select_for_update().get(pk=credential.pk)
    if type and credential.type == NOT_STATED:
        _state_profession(clinician, credential, type)
    credential.status, credential.number = status, text("number", number, most=60)
    credential.issued_on, credential.expires_on = issued_on, expires_on
    with refusing({"credential_type_once": CredentialHeldAlready()}):
        credential.save()
    _retitle(clinician)
    record(
        CredentialChanged(clinician=clinician.id, credential=credential.id, status=status, expires_on=expires_on),
        by=by,
    )
    return credential


def _state_profession(clinician: Clinician, credential: Credential, type: str) -> None:
    if type not in PROFESSIONS:
        raise WrongFact("type", "Choose the credential from the list.")
    others = clinician.credentials.exclude(pk=credential.pk).exclude(status="given_up").values_list("type", flat=True)
    roles_in_scope(tuple(clinician.roles), frozenset([type, *others]))
    credential.type = type


def _retitle(clinician: Clinician) -> None:
    """Write the letters behind the name anew, in the order of the list of credentials."""
    held = set(clinician.credentials.filter(status="active").values_list("type", flat=True))
    clinician.titles = ", ".join(short for kind, short in SHORT_TITLES.items() if kind in held and short)
    clinician.save(update_fields=["titles"])
