"""
Who may treat whom, by name: the rule of practice authority asked of the records.

A page of thirty clinicians costs as many queries as a page of one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet

from hearthside.people.credentials.authority import can_treat
from hearthside.people.credentials.reasons import Reason
from hearthside.people.credentials.values import Allowed, Authority, Refused, Supervision
from hearthside.people.credentials.values import Credential as CredentialValue
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.authorities import Supervision as SupervisionRow
from hearthside.people.models.clinicians import Clinician

# A credential with the authorities held under it.
Right = tuple[CredentialValue, tuple[Authority, ...]]
# In words of the database: nearly every page about sessions asks it.
_HELD = """
    SELECT c.id, c.clinician_id, c.type, c.status, c.issued_on, c.expires_on,
           EXISTS (SELECT 1 FROM people_supervision s WHERE s.supervisee_id = c.clinician_id),
           a.kind, a.state, a.valid_from, a.valid_to, a.status, a.verified_at, a.compact, a.home_state
      FROM people_credential c LEFT JOIN people_practice_authority a ON a.credential_id = c.id
     WHERE c.clinician_id = ANY (%s) AND c.status <> 'given_up'
     ORDER BY c.id, a.state, a.kind, a.valid_from DESC, a.id
"""


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


def with_rights(clinicians: "QuerySet[Clinician]") -> dict[UUID, Clinician]:
    """
    Of these clinicians, by id, what the rule asks of, as plain values: for questions about many. Two queries, and
    where somebody is supervised two more.
    """
    found = {clinician.pk: clinician for clinician in clinicians}
    held, anybody = _held_by(found)
    by_whom = _supervisors(found, held) if anybody else {}
    for pk, clinician in found.items():
        own = by_whom.get(pk)
        clinician.rights = tuple((replace(c, supervisions=own) if own else c, a) for c, a in held.get(pk, ()))
    return found


def _supervisors(clinicians: Collection[UUID], held: Mapping[UUID, list[Right]]) -> dict[UUID, tuple[Supervision, ...]]:
    """Of each of these who is supervised, by whom: one for each credential of each supervisor."""
    rows = SupervisionRow.objects.filter(supervisee__in=list(clinicians)).order_by("-starts_on", "id")
    supervised = list(
        rows.values_list(
            "supervisee", "supervisor", "supervisor__works_from", "supervisor__works_until", "starts_on", "ends_on"
        )
    )
    missing = {row[1] for row in supervised} - set(clinicians)
    theirs = {**held, **(_held_by(missing)[0] if missing else {})}
    found: dict[UUID, list[Supervision]] = defaultdict(list)
    for supervisee, supervisor, works_from, works_until, starts_on, ends_on in supervised:
        ends = min([day for day in (ends_on, works_until) if day is not None], default=None)
        for credential, authorities in theirs.get(supervisor, ()):
            found[supervisee].append(Supervision(max(starts_on, works_from), ends, credential, authorities))
    return {pk: tuple(each) for pk, each in found.items()}


def _held_by(clinicians: Collection[UUID]) -> tuple[dict[UUID, list[Right]], bool]:
    """
    Each one's credentials with the authorities held under them, in the order in which they are asked; and whether
    anybody of them is supervised.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(clinicians)])
        rows = cursor.fetchall()
    credentials: dict[UUID, tuple[UUID, CredentialValue]] = {}
    under: dict[UUID, list[Authority]] = defaultdict(list)
    anybody = False
    for pk, clinician, kind, status, issued_on, expires_on, is_supervised, *held in rows:
        anybody = anybody or is_supervised
        if pk not in credentials:
            credentials[pk] = clinician, CredentialValue(kind, status, issued_on, expires_on)
        of_kind, state, valid_from, valid_to, its_status, verified_at, compact, home_state = held
        if of_kind is not None and its_status != "mistake":
            confirmed = verified_at is not None
            under[pk].append(
                Authority(of_kind, state, valid_from, valid_to, its_status, confirmed, compact, home_state)
            )
    found: dict[UUID, list[Right]] = defaultdict(list)
    for pk, (clinician, value) in credentials.items():
        found[clinician].append((value, tuple(under.get(pk, ()))))
    return found, anybody


def may_treat(clinician: Clinician, state: str, on: date, doing: str) -> Allowed | Refused:
    """
    Whether this clinician may: by one of their credentials, or the refusal that is nearest to a yes.

    Read through `with_authorities` or `with_rights` it asks the database nothing.
    """
    found: list[Allowed | Refused] = [
        can_treat(authorities, credential, state, on, doing) for credential, authorities in _rights(clinician)
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


def _rights(clinician: Clinician) -> Iterable[Right]:
    if clinician.rights is not None:
        return clinician.rights
    supervisions = tuple(_supervisions(clinician))
    return [(_credential(c, supervisions), _authorities(c)) for c in clinician.credentials.all()]


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
