"""
That somebody is who they say: by their birth date, or by a code that staff told them on the telephone.

After as many wrong answers as policy allows for passwords only a code helps. Neither is ever kept as it was typed.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from hearthside.access import limits
from hearthside.access.sealing import keyed_hash
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.door_events import DoorCodeMade, IdentityRefused
from hearthside.live.door_refusals import NotWhoTheySay
from hearthside.live.door_words import HERE, LINK
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.check_in import Visitor, check_in_of, person_of
from hearthside.live.queries.leading import require_leading
from hearthside.live.refusals import NoPlaceHere
from hearthside.live.rules.check_in import BIRTH_DATE, CODE
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient

DIGITS = 6


@action
def tell_code(*, check_in: CheckIn, by: Actor) -> str:
    """
    A code for one person, shown once to whoever tells it to them. The one before it works no more.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to.
    """
    with behind(check_in.program_id, by):
        live = LiveSession.objects.get(pk=check_in.session_id)
    require_leading(live, by)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    with behind(check_in.program_id, by):
        row = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
        row.code_hash, row.wrong_factors = _hash(row, code), 0
        row.save(update_fields=["code_hash", "wrong_factors"])
    record(DoorCodeMade(check_in=row.pk, patient=row.patient_id), by=by)
    return code


@action
def note_wrong_factor(*, visitor: Visitor, by: Actor) -> None:
    """
    Somebody could not show who they are: counted, whatever became of the page that they sent.

    Raises:
        NoPlaceHere: they have not begun to check in, or `by` acts in another program.
    """
    if by.program != visitor.program.pk:
        raise NoPlaceHere
    with behind(visitor.program.pk, by):
        begun = check_in_of(visitor.session.pk, visitor.person)
        if begun is None:
            raise NoPlaceHere
        row = CheckIn.objects.select_for_update(of=("self",)).get(pk=begun.pk)
        row.wrong_factors += 1
        row.save(update_fields=["wrong_factors"])
    record(IdentityRefused(check_in=row.pk, patient=row.patient_id), by=by)


def shown_by_ticket(visitor: Visitor) -> bool:
    """
    Whether the ticket itself says who they are: staff read the code to them; or the link went to the address of a
    partner of whom no birth date is known.
    """
    return visitor.ticket_kind == HERE or (visitor.ticket_kind == LINK and visitor.person.partner is not None)


def show_who(visitor: Visitor, row: CheckIn, given: Mapping[str, Any]) -> dict[str, Any]:
    """
    By what they have shown who they are, which is all that is kept of it.

    Raises:
        NotWhoTheySay: neither the birth date nor the code is theirs.
    """
    factor = matches(visitor, row, given)
    if not factor:
        field = "born_on" if takes_birth_date(visitor, row) and not given.get("code") else "code"
        raise NotWhoTheySay(field, locked=_is_locked(row))
    return {"factor": factor}


def takes_birth_date(visitor: Visitor, row: CheckIn | None) -> bool:
    """Whether a birth date still shows who they are: it is known, and was not guessed at too often."""
    person = person_of(visitor)
    known = isinstance(person, Patient) and person.details.born_on is not None
    return known and not _is_locked(row)


def matches(visitor: Visitor, row: CheckIn, given: Mapping[str, Any]) -> str:
    """By what they have shown who they are: `birth_date`, `code`, or nothing."""
    code = "".join(c for c in str(given.get("code") or "") if c.isdecimal() and c.isascii())
    if code and row.code_hash and not _is_locked(row) and secrets.compare_digest(row.code_hash, _hash(row, code)):
        return CODE
    person = person_of(visitor)
    born_on = person.details.born_on if isinstance(person, Patient) else None
    if born_on is not None and takes_birth_date(visitor, row) and given.get("born_on") == born_on:
        return BIRTH_DATE
    return ""


def _is_locked(row: CheckIn | None) -> bool:
    return row is not None and row.wrong_factors >= limits.number(limits.LOCKOUT_FAILURES, row.program_id)


def _hash(row: CheckIn, code: str) -> str:
    return keyed_hash(f"{row.pk} {code}", purpose="door code")
