"""
Who may treat whom, by name: the rule of practice authority asked of the records.

A page of thirty clinicians costs as many queries as a page of one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from hearthside.people.credentials.authority import can_treat
from hearthside.people.credentials.reasons import Reason
from hearthside.people.credentials.values import Allowed, Authority, Refused, Supervision
from hearthside.people.credentials.values import Credential as CredentialValue
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.authorities import Supervision as SupervisionRow
from hearthside.people.models.clinicians import Clinician


@dataclass(frozen=True)
class Answer:
    """A clinician, and whether they may treat: chosen from or explained by whoever asks."""

    clinician: Clinician
    may: Allowed | Refused


def clinicians_who_can_treat(*, program: UUID, state: str, on: date, doing: str) -> list[Clinician]:
    """
    The program's clinicians who may do this for somebody in this state on this day, by name. Nobody else may be
    offered, however much they are needed.
    """
    return [a.clinician for a in answers(program=program, state=state, on=on, doing=doing) if a.may]


def answers(*, program: UUID, state: str, on: date, doing: str) -> list[Answer]:
    """Every clinician who works for the program that day, each with a yes or the reason why not, by name."""
    working = with_authorities(Clinician.objects.filter(program_id=program).working_on(on))
    return [Answer(c, may_treat(c, state, on, doing)) for c in working.order_by("search_name", "id")]


def with_authorities(clinicians: "QuerySet[Clinician]") -> "QuerySet[Clinician]":
    """The same clinicians with all that the rule asks of, read in six queries however many they are."""
    held = Prefetch("authorities", PracticeAuthority.objects.exclude(status="mistake"))
    credentials = Prefetch("credentials", Credential.objects.exclude(status="given_up").prefetch_related(held))
    supervisors = Prefetch("supervisor", Clinician.objects.prefetch_related(credentials))
    return clinicians.prefetch_related(
        credentials, Prefetch("supervisions", SupervisionRow.objects.prefetch_related(supervisors))
    )


def may_treat(clinician: Clinician, state: str, on: date, doing: str) -> Allowed | Refused:
    """
    Whether this clinician may: by one of their credentials, or the refusal that is nearest to a yes.

    Read through `with_authorities` it asks the database nothing.
    """
    supervisions = tuple(_supervisions(clinician))
    found: list[Allowed | Refused] = [
        can_treat(_authorities(credential), _credential(credential, supervisions), state, on, doing)
        for credential in clinician.credentials.all()
    ]
    for answer in found:
        if isinstance(answer, Allowed):
            return answer
    refusals = [answer for answer in found if isinstance(answer, Refused)]
    return max(refusals, key=lambda r: r.reason.nearness, default=_no_credential())


def states_covered(clinician: Clinician, on: date, doings: Iterable[str]) -> list[str]:
    """The states in which this clinician may do at least one of these that day, in the order of their letters."""
    asked = tuple(doings)
    states = {a.state for c in clinician.credentials.all() for a in c.authorities.all()}
    return sorted(s for s in states if any(may_treat(clinician, s, on, doing) for doing in asked))


def _no_credential() -> Refused:
    return Refused(Reason.OUT_OF_SCOPE, "No credential is on record.", "Record what this clinician is.")


def _supervisions(clinician: Clinician) -> Iterable[Supervision]:
    """One for each credential of each supervisor; whoever has left the program answers for nobody."""
    for row in clinician.supervisions.all():
        last_days = [day for day in (row.ends_on, row.supervisor.works_until) if day is not None]
        for credential in row.supervisor.credentials.all():
            yield Supervision(
                starts_on=max(row.starts_on, row.supervisor.works_from),
                ends_on=min(last_days, default=None),
                supervisor=_credential(credential, ()),
                supervisor_authorities=_authorities(credential),
            )


def _credential(row: Credential, supervisions: tuple[Supervision, ...]) -> CredentialValue:
    return CredentialValue(row.type, row.status, row.issued_on, row.expires_on, supervisions)


def _authorities(row: Credential) -> tuple[Authority, ...]:
    return tuple(authority_value(a) for a in row.authorities.all())


def authority_value(row: PracticeAuthority) -> Authority:
    """The authority as the rule takes it."""
    return Authority(
        kind=row.kind,
        state=row.state,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        status=row.status,
        confirmed=row.verified_at is not None,
        compact=row.compact,
        home_state=row.home_state,
    )
