"""What one clinician's page needs, computed: states at a glance, licenses by credential, supervision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from hearthside.access import parts, subjects
from hearthside.access.models import Account
from hearthside.access.permissions import Permission, may_do
from hearthside.base.states import STATE_NAMES
from hearthside.ledger.actors import Actor
from hearthside.people.credentials.sentences import written
from hearthside.people.credentials.types import DOINGS
from hearthside.people.credentials.values import Allowed, Refused
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat
from hearthside.people.queries.expiries import notice_days
from hearthside.people.web.clinician_words import (
    COMPACT_WORDS,
    GENDER_WORDS,
    KIND_WORDS,
    ROLE_WORDS,
    TRACK_WORDS,
    State,
    days_in_words,
    disputed,
    languages_in_words,
    span_in_words,
    state_of,
)


@dataclass(frozen=True)
class StateLine:
    """One state at a glance: may they treat there today, what, and if not why."""

    name: str
    state: State
    may: str
    remedy: str


@dataclass(frozen=True)
class AuthorityLine:
    """One authority, with what can be done about it."""

    authority: PracticeAuthority
    words: str
    where: str
    span: str
    state: State
    confirmed: str
    disputed: str
    can_confirm: bool
    can_renew: bool
    can_end: bool


@dataclass(frozen=True)
class CredentialLine:
    """A credential with the authorities held under it."""

    credential: Credential
    state: State
    span: str
    authorities: list[AuthorityLine]


def page_of(clinician: Clinician, by: Actor, on: date) -> dict[str, Any]:
    """Everything that the page shows to this reader on this day. `clinician` was read through `with_authorities`."""
    is_self = by.account is not None and by.account == clinician.account_id
    may_keep = may_do(by.roles, Permission.KEEP_CLINICIANS)
    may_confirm = may_do(by.roles, Permission.CONFIRM_AUTHORITIES) and not is_self
    may_record = may_keep or (is_self and "clinician" in by.roles)
    names = _confirmers(clinician)
    soon = notice_days(clinician.program_id)[-1]
    return {
        "clinician": clinician,
        "file": clinician.file,
        "today": on,
        "is_self": is_self,
        "may_keep": may_keep,
        "may_record": may_record,
        "sees_times": parts.may("clinician-availability", subjects.by_role(by), parts.READ),
        "languages": languages_in_words(clinician.languages),
        "roles": ", ".join(ROLE_WORDS[role] for role in clinician.roles),
        "tracks": ", ".join(TRACK_WORDS[track] for track in clinician.tracks),
        "gender": GENDER_WORDS[clinician.gender],
        "works": _works(clinician, on),
        "states": state_lines(clinician, on, soon),
        "credentials": [
            _credential_line(c, on, names, soon=soon, may_record=may_record, may_confirm=may_confirm)
            for c in clinician.credentials.all()
        ],
        "supervisions": [_supervision(s, on) for s in clinician.supervisions.all()],
        "supervises": [_supervision(s, on) for s in clinician.supervises.select_related("supervisee")],
    }


def state_lines(clinician: Clinician, on: date, soon: int) -> list[StateLine]:
    """Each state in which anything is on record, those where they may treat first."""
    states = sorted({a.state for c in clinician.credentials.all() for a in c.authorities.all()})
    lines = [_state_line(clinician, state, on, soon) for state in states]
    return sorted(lines, key=lambda line: (line.state.kind not in ("ok", "warn"), line.name))


def _state_line(clinician: Clinician, state: str, on: date, soon: int) -> StateLine:
    found = {doing: may_treat(clinician, state, on, doing) for doing in DOINGS}
    allowed = {doing: answer for doing, answer in found.items() if isinstance(answer, Allowed)}
    name = STATE_NAMES[state]
    if not clinician.works_on(on):
        return StateLine(name, State("danger", "May not treat"), "Does not work here that day.", "")
    if not allowed:
        refusals = [answer for answer in found.values() if isinstance(answer, Refused)]
        nearest = max(refusals, key=lambda refusal: refusal.reason.nearness)
        return StateLine(name, State("danger", "May not treat"), nearest.sentence, nearest.remedy)
    may = f"May {', '.join(DOINGS[doing] for doing in allowed)}."
    ends = min((a.until for a in allowed.values() if a.until is not None), default=None)
    if ends is None:
        return StateLine(name, State("ok", "May treat"), may, "")
    left = (ends - on).days
    if left > soon:
        return StateLine(name, State("ok", f"May treat until {written(ends)}"), may, "")
    return StateLine(name, State("warn", f"Ends {days_in_words(left)}"), may, f"Until {written(ends)}, unless renewed.")


def _credential_line(
    credential: Credential, on: date, names: dict[Any, str], *, soon: int, may_record: bool, may_confirm: bool
) -> CredentialLine:
    if credential.status == "suspended":
        state = State("danger", "Suspended")
    elif credential.expires_on is not None and credential.expires_on < on:
        state = State("danger", "Ended")
    else:
        state = State("ok", "Active")
    span = f"Until {written(credential.expires_on)}" if credential.expires_on else ""
    lines = [
        _authority_line(a, on, names, soon=soon, may_record=may_record, may_confirm=may_confirm)
        for a in credential.authorities.all()
    ]
    return CredentialLine(credential, state, span, lines)


def _authority_line(
    authority: PracticeAuthority, on: date, names: dict[Any, str], *, soon: int, may_record: bool, may_confirm: bool
) -> AuthorityLine:
    where = STATE_NAMES[authority.state]
    if authority.home_state:
        compact = f"{COMPACT_WORDS[authority.compact]}, " if authority.compact else ""
        where = f"{where} ({compact}home state {STATE_NAMES[authority.home_state]})"
    confirmed = ""
    if authority.verified_at is not None:
        by = names.get(authority.verified_by_id)
        day = written(localdate(authority.verified_at))
        confirmed = f"Confirmed {day}{f' by {by}' if by else ''}: {authority.source}"
    ended = authority.valid_to is not None and authority.valid_to < on
    return AuthorityLine(
        authority=authority,
        words=KIND_WORDS[authority.kind],
        where=where,
        span=span_in_words(authority.valid_from, authority.valid_to),
        state=state_of(authority, on, soon=soon),
        confirmed=confirmed,
        disputed=disputed(authority) if authority.verified_at is None else "",
        can_confirm=may_confirm and authority.status == "active" and authority.verified_at is None and not ended,
        can_renew=may_record and authority.status == "active" and authority.valid_to is not None,
        can_end=may_record and not ended,
    )


def _confirmers(clinician: Clinician) -> dict[Any, str]:
    """The names of those who confirmed anything here."""
    ids = {a.verified_by_id for c in clinician.credentials.all() for a in c.authorities.all() if a.verified_by_id}
    return dict(Account.objects.filter(pk__in=ids).values_list("id", "name")) if ids else {}


def _works(clinician: Clinician, on: date) -> str:
    if clinician.works_until is None:
        return f"Since {written(clinician.works_from)}"
    verb = "Left" if clinician.works_until < on else "Leaves"
    return f"Since {written(clinician.works_from)}. {verb} {written(clinician.works_until)}"


def _supervision(row: Any, on: date) -> dict[str, Any]:
    ended = row.ends_on is not None and row.ends_on < on
    if ended:
        state = State("plain", "Ended")
    elif row.starts_on > on:
        state = State("info", f"From {written(row.starts_on)}")
    else:
        state = State("ok", "In force")
    return {"row": row, "span": span_in_words(row.starts_on, row.ends_on), "state": state, "ended": ended}
