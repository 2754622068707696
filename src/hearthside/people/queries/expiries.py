"""What ends soon, or has just ended, of all without which somebody may not treat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hearthside.access import limits
from hearthside.people.credentials.sentences import KINDS
from hearthside.people.credentials.types import CREDENTIAL_TYPES
from hearthside.people.models.authorities import Credential, PracticeAuthority, Supervision
from hearthside.people.models.clinicians import Clinician

AUTHORITY, CREDENTIAL, SUPERVISION = "authority", "credential", "supervision"

# Policy says how many days before a last day it is told of.
NOTICES = ("license.notice.first", "license.notice.second", "license.notice.third", "license.notice.last")

# What follows the last day: something that counts, something nobody has confirmed yet, or nothing.
FOLLOWED, UNCONFIRMED, NOTHING = "renewed", "renewal_unconfirmed", "not_renewed"


@dataclass(frozen=True)
class Expiry:
    """One last day."""

    clinician: Clinician
    what: str
    subject: UUID
    # The kind of authority or credential, as a word of its list.
    kind: str
    words: str
    state: str
    ends_on: date
    days_left: int
    followed: str
    # States in which a privilege or registration rests on this license and ends with it.
    also: tuple[str, ...] = ()

    @property
    def has_ended(self) -> bool:
        return self.days_left < 0

    def mark(self, marks: Sequence[int]) -> int | None:
        """Which of these was reached: days before, 0 once the day has passed, or None while it is far away."""
        if self.has_ended:
            return 0
        return min((mark for mark in marks if self.days_left <= mark), default=None)


def notice_days(program: UUID) -> list[int]:
    """Days before a last day at which it is told of in this program today, the fewest first."""
    return sorted(set(limits.numbers(NOTICES, program).values()))


def expiries(*, program: UUID, on: date, within: int) -> list[Expiry]:
    """
    All that ends within so many days after `on`, or ended as many before, the soonest first.

    Only of clinicians who still work for the program.
    """
    days = timedelta(days=within)
    span = (on - days, on + days)
    found = [*_authorities(program, on, span), *_credentials(program, on, span), *_supervisions(program, on, span)]
    return sorted(found, key=lambda e: (e.ends_on, e.clinician.search_name, e.state, str(e.subject)))


def _authorities(program: UUID, on: date, span: tuple[date, date]) -> Iterator[Expiry]:
    working = Clinician.objects.filter(program_id=program).working_on(on)
    active = PracticeAuthority.objects.filter(program_id=program, status="active")
    # What ends is told with all that is held under the same credential, and most of that does not end.
    ending = active.filter(valid_to__range=span).values("credential")
    held = list(
        active.filter(credential__in=ending, credential__clinician__in=working)
        .exclude(credential__status="given_up")
        .select_related("credential__clinician")
    )
    for row in held:
        if row.valid_to is None or not span[0] <= row.valid_to <= span[1]:
            continue
        # Whoever gave a license up, or lost it, does not wait for a renewal.
        if row.ended_because in ("given_up", "revoked") and row.valid_to < on:
            continue
        rest = {a.state for a in held if a.credential_id == row.credential_id and a.home_state == row.state}
        yield Expiry(
            clinician=row.credential.clinician,
            what=AUTHORITY,
            subject=row.id,
            kind=row.kind,
            words=KINDS[row.kind].capitalize(),
            state=row.state,
            ends_on=row.valid_to,
            days_left=(row.valid_to - on).days,
            followed=_followed(row, held),
            also=tuple(sorted(rest)) if row.kind == "license" else (),
        )


def _followed(row: PracticeAuthority, held: list[PracticeAuthority]) -> str:
    """Whether an equal authority goes on without a gap."""
    assert row.valid_to is not None
    after = [
        other
        for other in held
        if (other.credential_id, other.state, other.kind) == (row.credential_id, row.state, row.kind)
        and row.valid_to < (other.valid_to or date.max)
        and other.valid_from <= row.valid_to + timedelta(days=1)
        and other.pk != row.pk
    ]
    if any(other.verified_at is not None for other in after):
        return FOLLOWED
    return UNCONFIRMED if after else NOTHING


def _credentials(program: UUID, on: date, span: tuple[date, date]) -> Iterator[Expiry]:
    working = Clinician.objects.filter(program_id=program).working_on(on)
    rows = Credential.objects.filter(program_id=program, clinician__in=working, status="active", expires_on__range=span)
    for row in rows.select_related("clinician"):
        yield Expiry(
            clinician=row.clinician,
            what=CREDENTIAL,
            subject=row.id,
            kind=row.type,
            words=CREDENTIAL_TYPES[row.type],
            state="",
            ends_on=row.expires_on,
            days_left=(row.expires_on - on).days,
            followed=NOTHING,
        )


def _supervisions(program: UUID, on: date, span: tuple[date, date]) -> Iterator[Expiry]:
    working = Clinician.objects.filter(program_id=program).working_on(on)
    rows = list(Supervision.objects.filter(program_id=program, supervisee__in=working).select_related("supervisee"))
    for row in rows:
        if row.ends_on is None or not span[0] <= row.ends_on <= span[1]:
            continue
        goes_on = any(
            other.supervisee_id == row.supervisee_id
            and row.ends_on < (other.ends_on or date.max)
            and other.starts_on <= row.ends_on + timedelta(days=1)
            for other in rows
        )
        yield Expiry(
            clinician=row.supervisee,
            what=SUPERVISION,
            subject=row.id,
            kind=SUPERVISION,
            words="Supervision",
            state="",
            ends_on=row.ends_on,
            days_left=(row.ends_on - on).days,
            followed=FOLLOWED if goes_on else NOTHING,
        )
