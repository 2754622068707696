"""Agreements are signed and taken back, each on its own page, by the person they are about."""

from collections.abc import Collection
from datetime import date

from hearthside.base.refusal import Refusal
from hearthside.base.text import folded
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.agreements.texts import KINDS, TOPICS, in_force
from hearthside.people.credentials.facts import WrongFact, text
from hearthside.people.credentials.sentences import written
from hearthside.people.credentials.values import day_in
from hearthside.people.events.consents import AgreementRevoked, AgreementSigned
from hearthside.people.models.consents import Revocation, Signature
from hearthside.people.models.couples import Couple, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import one_of
from hearthside.people.queries.consents import longest_disclosure
from hearthside.people.queries.standing import NotYours, require_part


class TextChanged(Refusal):
    """The agreement changed between reading and signing."""

    def __init__(self) -> None:
        super().__init__("The agreement was changed while you were reading it. Read the new text below, then sign it.")


class AlreadyRevoked(Refusal):
    """It was taken back before."""

    def __init__(self) -> None:
        super().__init__("This was taken back before. It counts no more.")


class NotInCouple(Refusal):
    """A disclosure is to the partner one is linked with."""

    def __init__(self) -> None:
        super().__init__("You are not linked with a partner here, so there is nobody we could tell.")


@action
def sign_agreement(
    *,
    person: Patient | PartnerWithoutChart,
    kind: str,
    text_hash: str,
    typed_name: str,
    couple: Couple | None = None,
    topics: Collection[str] = (),
    until_on: date | None = None,
    by: Actor,
) -> Signature:
    """
    Sign the version of an agreement that holds today. `text_hash` is that of the text the person was shown.

    Raises:
        NotYours: `by` is neither the person nor somebody who may write down what they signed.
        TextChanged: another version holds by now.
        WrongFact: the typed name is not the person's, or a disclosure says too little or for too long.
        NotInCouple: a disclosure to nobody.
    """
    one_of("kind", kind, KINDS, "Choose an agreement from the list.")
    _require_own(by, person, kind)
    at = clock.now()
    today = day_in(person.program.zone, at)
    agreement = in_force(kind, today)
    if agreement.text_hash != text_hash:
        raise TextChanged
    name = text("typed_name", typed_name, most=200, needed="Type your full name.")
    if folded(name) not in _names_of(person):
        raise WrongFact("typed_name", "Type your full name as it stands above the box.")
    chosen = tuple(topic for topic in TOPICS if topic in topics)
    if kind == "disclosure":
        _check_disclosure(person, couple, chosen, topics)
        _check_last_day(until_on, today, longest_disclosure(person.program, today))

    signature = Signature.objects.create(
        program_id=person.program_id,
        patient=person if isinstance(person, Patient) else None,
        partner=person if isinstance(person, PartnerWithoutChart) else None,
        kind=kind,
        version=agreement.version,
        text_hash=text_hash,
        typed_name=name,
        signed_at=at,
        account_id=by.account,
        couple=couple if kind == "disclosure" else None,
        topics=list(chosen) if kind == "disclosure" else [],
        until_on=until_on if kind == "disclosure" else None,
    )
    record(
        AgreementSigned(
            signature=signature.id,
            patient=signature.patient_id,
            partner=signature.partner_id,
            agreement=kind,
            version=agreement.version,
            text_hash=text_hash,
        ),
        by=by,
    )
    return signature


@action
def revoke_agreement(*, signature: Signature, by: Actor) -> None:
    """
    Take a signature back: from now on nothing is done that rests on it. What was done before stays right.

    Raises:
        NotYours: `by` is neither the person nor somebody who may write down what they said.
        AlreadyRevoked: it was taken back before.
    """
    person = signature.patient or signature.partner
    assert person is not None
    _require_own(by, person, signature.kind)
    with refusing({"people_revocation_pkey": AlreadyRevoked()}):
        Revocation.objects.create(
            signature=signature, program_id=signature.program_id, revoked_at=clock.now(), account_id=by.account
        )
    record(AgreementRevoked(signature=signature.id, patient=signature.patient_id, agreement=signature.kind), by=by)


def _require_own(by: Actor, person: Patient | PartnerWithoutChart, kind: str) -> None:
    part = "consent-disclosure" if kind == "disclosure" else "consents"
    if isinstance(person, Patient):
        require_part(by, person, part)
    elif by.account is None or by.account != person.account_id:
        # Somebody without a chart signs for themselves; whoever keeps the patient's agreements may write it down.
        require_part(by, person.patient, part)
    if kind == "disclosure" and not isinstance(person, Patient):
        raise NotYours(part)


def _names_of(person: Patient | PartnerWithoutChart) -> set[str]:
    if isinstance(person, PartnerWithoutChart):
        return {folded(person.name)}
    details = person.details
    return {folded(details.full_name), folded(f"{person.chosen_name} {details.last_name}")}


def _check_disclosure(
    person: Patient | PartnerWithoutChart,
    couple: Couple | None,
    chosen: tuple[str, ...],
    topics: Collection[str],
) -> None:
    linked = couple and couple.until_at is None and couple.members.filter(patient_id=person.pk).exists()
    if not linked:
        raise NotInCouple
    if not chosen or len(chosen) != len(set(topics)):
        raise WrongFact("topics", "Choose at least one thing we may tell. Without one there is nothing to sign.")


def _check_last_day(until_on: date | None, today: date, latest: date) -> None:
    if until_on is None or not today <= until_on <= latest:
        raise WrongFact("until_on", f"Choose a last day: today or later, {written(latest)} at the latest.")
