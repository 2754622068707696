"""
Whether a clinician may treat somebody who is in a certain state on a certain day.

Treatment happens where the patient is. The clinician needs a right to practice in that state on that day, a credential
whose scope holds what they would be doing, and, in professions that ask for it, a supervisor who could do it alone.
What nobody has recorded and confirmed does not exist: a crisis opens no exception by itself.

Rule: docs/rules/practice-authority.md
"""

from collections.abc import Iterable
from datetime import date

from hearthside.base.states import STATE_NAMES
from hearthside.people.credentials import sentences
from hearthside.people.credentials.reasons import Reason
from hearthside.people.credentials.tables import compacts, scopes
from hearthside.people.credentials.values import Allowed, Authority, Credential, Refused, Supervision


def can_treat(
    authorities: Iterable[Authority], credential: Credential, state: str, at: date, doing: str
) -> Allowed | Refused:
    """
    Yes, by which authority and until when; or no, with the reason and what would help.

    `authorities` are those held under this credential, in any state. `at` is the day in the program's zone, inclusive
    at both ends of every span. `doing` is a word of `types.DOINGS`.
    """
    held = tuple(authorities)
    if state not in STATE_NAMES:
        return sentences.refused(Reason.UNKNOWN_STATE, state=state)
    scope = scopes().get((credential.type, doing))
    if scope is None:
        return sentences.refused(Reason.OUT_OF_SCOPE, credential=credential, doing=doing)
    if (not_now := _credential_not_now(credential, at)) is not None:
        return not_now

    answers = [_authority_counts(a, held, credential, at) for a in held if a.state == state]
    allowed = [answer for answer in answers if isinstance(answer, Allowed)]
    if not allowed:
        refusals = [answer for answer in answers if isinstance(answer, Refused)]
        none_there = sentences.refused(Reason.NO_AUTHORITY, state=state)
        return max(refusals, key=lambda refusal: refusal.reason.nearness, default=none_there)

    longest = max(allowed, key=lambda a: (a.until is None, a.until or date.min))
    until = _earliest(longest.until, credential.expires_on)
    if scope == "supervised":
        return _supervised(credential.supervisions, Allowed(longest.authority, until), state, at, doing)
    return Allowed(longest.authority, until)


def _credential_not_now(credential: Credential, at: date) -> Refused | None:
    """Why the credential itself is worth nothing that day, or None."""
    if credential.status != "active":
        return sentences.refused(Reason.CREDENTIAL_NOT_ACTIVE, credential=credential)
    if credential.issued_on is not None and at < credential.issued_on:
        return sentences.refused(Reason.CREDENTIAL_NOT_YET_ISSUED, credential=credential, day=credential.issued_on)
    if credential.expires_on is not None and at > credential.expires_on:
        return sentences.refused(Reason.CREDENTIAL_EXPIRED, credential=credential, day=credential.expires_on)
    return None


def _authority_counts(
    authority: Authority, held: tuple[Authority, ...], credential: Credential, at: date
) -> Allowed | Refused:
    """Whether this one authority counts in its own state that day."""
    refused = _not_valid(authority, at)
    if refused is None and authority.kind == "exception" and authority.valid_to is None:
        refused = sentences.refused(Reason.EXCEPTION_WITHOUT_END, authority=authority)
    # Before asking anybody to confirm a privilege: where the compact is not in use there is nothing to confirm.
    if refused is None and authority.kind == "compact_privilege":
        refused = _compact_refuses(authority, credential, at)
    if refused is None and not authority.confirmed:
        refused = sentences.refused(Reason.UNCONFIRMED, authority=authority)
    if refused is not None:
        return refused
    if not authority.home_state and authority.kind != "compact_privilege":
        return Allowed(authority, authority.valid_to)

    # A privilege lives by the license at home and dies with it, whatever its own date says.
    homes = [
        a
        for a in held
        if a.kind == "license" and a.state == authority.home_state and a.confirmed and _not_valid(a, at) is None
    ]
    if not homes:
        return sentences.refused(Reason.HOME_LICENSE_MISSING, authority=authority)
    home_until = None if any(a.valid_to is None for a in homes) else max(a.valid_to for a in homes if a.valid_to)
    return Allowed(authority, _earliest(authority.valid_to, home_until))


def _not_valid(authority: Authority, at: date) -> Refused | None:
    """Why an authority does not hold that day by its own status and days, or None."""
    if authority.status == "pending":
        return sentences.refused(Reason.PENDING, authority=authority)
    if authority.status != "active":
        return sentences.refused(Reason.SUSPENDED, authority=authority)
    if authority.valid_to is not None and at > authority.valid_to:
        return sentences.refused(Reason.EXPIRED, authority=authority, day=authority.valid_to)
    if at < authority.valid_from:
        return sentences.refused(Reason.NOT_YET_VALID, authority=authority, day=authority.valid_from)
    return None


def _compact_refuses(authority: Authority, credential: Credential, at: date) -> Refused | None:
    """Why the compact itself gives no privilege here, or None."""
    compact = compacts().get(authority.compact)
    if compact is None or credential.type not in compact.credential_types:
        return sentences.refused(Reason.WRONG_COMPACT, authority=authority, credential=credential)
    for state in (authority.state, authority.home_state):
        if not compact.is_in_use(state, at):
            return sentences.refused(Reason.COMPACT_NOT_IN_USE, authority=authority, state=state)
    return None


def _supervised(
    supervisions: tuple[Supervision, ...], own: Allowed, state: str, at: date, doing: str
) -> Allowed | Refused:
    """The same answer if somebody supervises that day who could do it there alone."""
    if not supervisions:
        return sentences.refused(Reason.SUPERVISION_MISSING, doing=doing)
    now = [s for s in supervisions if s.holds(at)]
    if not now:
        return sentences.refused(Reason.SUPERVISION_NOT_NOW, doing=doing)
    untils = []
    for supervision in now:
        alone = scopes().get((supervision.supervisor.type, doing)) == "yes"
        theirs = can_treat(supervision.supervisor_authorities, supervision.supervisor, state, at, doing)
        if alone and isinstance(theirs, Allowed):
            untils.append(_earliest(own.until, _earliest(supervision.ends_on, theirs.until)))
    if not untils:
        return sentences.refused(Reason.SUPERVISOR_MAY_NOT, state=state, doing=doing)
    return Allowed(own.authority, None if None in untils else max(u for u in untils if u))


def _earliest(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
