"""
Authorities to practice: recorded, confirmed, renewed, ended.

A clinician may record their own; only somebody else of the program confirms it, having seen it at its source, and until
then it counts for nothing. Whatever changes in an authority takes its confirmation away.
"""

from dataclasses import asdict
from datetime import date, timedelta

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.states import STATE_NAMES
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.clinicians import locked
from hearthside.people.credentials.facts import Right, WrongFact, span, text
from hearthside.people.credentials.tables import compacts
from hearthside.people.credentials.types import ENDED_BECAUSE
from hearthside.people.credentials.values import day_in
from hearthside.people.events import clinicians as events
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.clinicians import Clinician


class AuthorityHeldAlready(WrongFact):
    """The same kind of authority for the same state is on record for some of these days."""

    def __init__(self, right: Right) -> None:
        self.state = right.state
        super().__init__(
            "valid_from",
            f"For some of these days the same kind of right in {STATE_NAMES[right.state]} is on record already. "
            "Renew or change that one, or begin the day after it ends.",
        )


class OwnAuthority(WrongFact):
    """Nobody confirms their own license."""

    def __init__(self) -> None:
        super().__init__("source", "Nobody confirms their own license. Ask the coordinator or the director.")


class NotToBeConfirmed(WrongFact):
    """There is nothing to confirm: it is not granted, suspended, or of a compact that is not in use."""

    def __init__(self, why: str) -> None:
        super().__init__("source", why)


class HasNoLastDay(WrongFact):
    """What has no last day needs no renewal."""

    def __init__(self) -> None:
        super().__init__("valid_to", "This one has no last day, so there is nothing to renew. Change it instead.")


@action
def record_authority(*, credential: Credential, right: Right, by: Actor) -> PracticeAuthority:
    """
    Record a license, privilege, registration or exception. It counts once somebody else has confirmed it.

    Raises:
        NotAllowed: `by` neither keeps clinicians' records nor is the clinician.
        AuthorityHeldAlready: an equal one is on record for some of these days.
        WrongFact: something typed is missing or cannot be.
    """
    require_keeper_or_self(by, credential.clinician)
    right = right.checked()
    clinician, _ = locked(credential.clinician)
    with refusing({"authority_once_at_a_time": AuthorityHeldAlready(right)}):
        authority = PracticeAuthority.objects.create(
            program_id=clinician.program_id, credential=credential, **asdict(right)
        )
    record(
        events.AuthorityRecorded(
            clinician=clinician.id,
            authority=authority.id,
            kind=right.kind,
            state=right.state,
            status=right.status,
            valid_from=right.valid_from,
            valid_to=right.valid_to,
        ),
        by=by,
    )
    return authority  # type: ignore[no-any-return]


@action
def change_authority(*, authority: PracticeAuthority, right: Right, by: Actor) -> PracticeAuthority:
    """
    Correct what was recorded, or say that what was applied for is granted. It must be confirmed again.

    Raises:
        NotAllowed: `by` neither keeps clinicians' records nor is the clinician.
        AuthorityHeldAlready: an equal one is on record for some of these days.
        WrongFact: something typed is missing or cannot be.
    """
    clinician, authority = _held(authority)
    require_keeper_or_self(by, clinician)
    right = right.checked()
    if asdict(right) == {name: getattr(authority, name) for name in asdict(right)}:
        return authority
    for name, value in asdict(right).items():
        setattr(authority, name, value)
    authority.verified_at, authority.verified_by, authority.source = None, None, ""
    authority.ended_because = ""
    with refusing({"authority_once_at_a_time": AuthorityHeldAlready(right)}):
        authority.save()
    record(
        events.AuthorityChanged(
            clinician=clinician.id,
            authority=authority.id,
            status=right.status,
            valid_from=right.valid_from,
            valid_to=right.valid_to,
        ),
        by=by,
    )
    return authority


@action
def confirm_authority(*, authority: PracticeAuthority, source: str, by: Actor) -> PracticeAuthority:
    """
    Say that somebody here saw this authority at its source; from now on it counts.

    Raises:
        NotAllowed: `by` may not confirm licenses.
        OwnAuthority: it is the own one of `by`.
        NotToBeConfirmed: it is not granted, or its compact is not in use.
        WrongFact: it does not say where it was looked up.
    """
    require(by, Permission.CONFIRM_AUTHORITIES, within=authority.program_id)
    clinician, authority = _held(authority)
    if by.account is not None and by.account == clinician.account_id:
        raise OwnAuthority
    source = text("source", source, most=300, needed="Say where you looked it up: the address, or whom you called.")
    if authority.status != "active":
        raise NotToBeConfirmed("Only what is active can be confirmed. Change its status once the board has granted it.")
    at = clock.now()
    _refuse_where_compact_is_not_in_use(authority, day_in(clinician.program.zone, at))
    authority.source, authority.verified_at, authority.verified_by_id = source, at, by.account
    authority.save()
    record(events.AuthorityConfirmed(clinician=clinician.id, authority=authority.id, state=authority.state), by=by)
    return authority


@action
def renew_authority(
    *, authority: PracticeAuthority, valid_to: date | None, number: str = "", by: Actor
) -> PracticeAuthority:
    """
    Record that an authority goes on from the day after its last, under the same number unless another is given.

    Gives the renewal, which counts once it is confirmed; what it renews counts until its own last day.

    Raises:
        NotAllowed: `by` neither keeps clinicians' records nor is the clinician.
        HasNoLastDay: it is open-ended.
        AuthorityHeldAlready: it was renewed already.
        WrongFact: the new last day is before the renewal begins.
    """
    clinician, authority = _held(authority)
    require_keeper_or_self(by, clinician)
    if authority.valid_to is None:
        raise HasNoLastDay
    right = Right(
        kind=authority.kind,
        state=authority.state,
        valid_from=authority.valid_to + timedelta(days=1),
        valid_to=valid_to,
        number=number or authority.number,
        compact=authority.compact,
        home_state=authority.home_state,
    ).checked()
    with refusing({"authority_once_at_a_time": AuthorityHeldAlready(right)}):
        renewal = PracticeAuthority.objects.create(
            program_id=clinician.program_id, credential=authority.credential, **asdict(right)
        )
    record(
        events.AuthorityRenewed(clinician=clinician.id, authority=authority.id, renewal=renewal.id, valid_to=valid_to),
        by=by,
    )
    return renewal  # type: ignore[no-any-return]


@action
def end_authority(*, authority: PracticeAuthority, last_day: date, because: str, by: Actor) -> PracticeAuthority:
    """
    Let an authority end with `last_day`, for a reason of the list. It stays on record.

    Raises:
        NotAllowed: `by` neither keeps clinicians' records nor is the clinician.
        WrongFact: the day is before its first or after its last, or the reason is not in the list.
    """
    clinician, authority = _held(authority)
    require_keeper_or_self(by, clinician)
    if because not in ENDED_BECAUSE:
        raise WrongFact("because", "Choose the reason from the list.")
    span("valid_from", authority.valid_from, "last_day", last_day)
    if authority.valid_to is not None and last_day > authority.valid_to:
        raise WrongFact("last_day", "It ends earlier than that already. To make it longer, renew it.")
    authority.valid_to, authority.ended_because = last_day, because
    authority.save()
    record(
        events.AuthorityEnded(
            clinician=clinician.id, authority=authority.id, state=authority.state, valid_to=last_day, because=because
        ),
        by=by,
    )
    return authority


def require_keeper_or_self(by: Actor, clinician: Clinician) -> None:
    """Go on for whoever keeps clinicians' records here, and for the clinician in person. Raises NotAllowed."""
    in_person = by.account is not None and by.account == clinician.account_id and by.program == clinician.program_id
    if not (in_person and "clinician" in by.roles):
        require(by, Permission.KEEP_CLINICIANS, within=clinician.program_id)


def _held(authority: PracticeAuthority) -> tuple[Clinician, PracticeAuthority]:
    """The clinician and the authority as they are now, locked in this order."""
    clinician, _ = locked(authority.credential.clinician)
    return clinician, PracticeAuthority.objects.select_for_update().get(pk=authority.pk)


def _refuse_where_compact_is_not_in_use(authority: PracticeAuthority, today: date) -> None:
    if authority.kind != "compact_privilege":
        return
    compact = compacts()[authority.compact]
    for state in (authority.state, authority.home_state):
        if not compact.is_in_use(state, today):
            raise NotToBeConfirmed(
                f"As far as our data says, {compact.title} is not in use in {STATE_NAMES[state]}, so this privilege "
                "cannot count. A license is needed there."
            )
