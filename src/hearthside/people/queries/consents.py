"""Which agreements stand: signed, in the version that holds, and not taken back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from hearthside.access import limits
from hearthside.access.models import Program
from hearthside.base.zones import zone
from hearthside.people.agreements.lasting import first_day_that_counts, last_day
from hearthside.people.agreements.texts import KINDS, Agreement, in_force, version
from hearthside.people.credentials.values import day_in
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient

# Agreements that are signed again after a time, and where policy says after how many months.
MONTHS = {"telehealth": "consent.telehealth.months"}
NOTICE_DAYS = "consent.telehealth.notice.days"
# How long somebody may allow us at most to tell their partner something.
DISCLOSURE_MONTHS = "consent.disclosure.months"


@dataclass(frozen=True)
class Signed:
    """One agreement as a page shows it: the version that holds now, and the signature under it, if it stands."""

    kind: str
    now: Agreement
    signature: Signature | None
    # Signed, but in a version that holds no more.
    outdated: bool
    # The last day on which it stands, and whether that is near.
    until_on: date | None = None
    ends_soon: bool = False
    # The last day on which it stood, where nothing stands any more because its time is over.
    ended_on: date | None = None

    @property
    def title(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Lasting:
    """How long signatures stand in a program: its zone, and the months of the kinds that do not stand for ever."""

    zone: str
    months: Mapping[str, int]
    # A signature that ends within so many days is asked for again.
    soon: int

    def last_day(self, signature: Signature) -> date | None:
        """The last day on which it stands if nobody takes it back; None if it has none."""
        if signature.kind not in self.months:
            return signature.until_on
        signed_on = day_in(self.zone, signature.signed_at)
        return last_day(signed_on, self.months[signature.kind])


def lasting(program: Program, on: date) -> Lasting:
    """How long signatures stand by the policy of this day."""
    found = limits.numbers([*MONTHS.values(), NOTICE_DAYS], program.pk, on)
    return Lasting(program.zone, {kind: found[key] for kind, key in MONTHS.items()}, found[NOTICE_DAYS])


def longest_disclosure(program: Program, today: date) -> date:
    """The latest last day that somebody who signs today may choose for what we may tell their partner."""
    return last_day(today, limits.number(DISCLOSURE_MONTHS, program.pk, today))


def has_signed(patient: Patient, kind: str, on: date) -> bool:
    """
    Whether the version that holds on this day was signed by its end, and neither taken back nor run out by then.

    Taken back looks exactly like never signed.
    """
    return standing_signatures([patient.pk], [kind], on, patient.program).exists()


def standing_signatures(
    patients: Iterable[UUID], kinds: Collection[str], on: date, program: Program
) -> QuerySet[Signature]:
    """The signatures that stand on a day, of many patients in one query. Days are the program's."""
    end = _midnight(on + timedelta(days=1), program.zone)
    months = lasting(program, on).months if MONTHS.keys() & set(kinds) else {}
    versions = Q()
    for kind in kinds:
        of_kind = Q(kind=kind, version=in_force(kind, on).version)
        if kind in months:
            of_kind &= Q(signed_at__gte=_midnight(first_day_that_counts(on, months[kind]), program.zone))
        versions |= of_kind
    found = Signature.objects.filter(versions, signed_at__lt=end).filter(
        Q(patient__in=patients) | Q(patient__merged_into__in=patients)
    )
    return found.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on),
        Q(revocation__isnull=True) | Q(revocation__revoked_at__gte=end),
        Q(couple__isnull=True) | Q(couple__until_at__isnull=True) | Q(couple__until_at__gte=end),
    )


def agreements_of(
    person: Patient | PartnerWithoutChart, kinds: Iterable[str], on: date
) -> tuple[list[Signed], list[Signature]]:
    """What this person signed: each kind as it stands now, and every signature there ever was, the latest first."""
    of = {"patient": person} if isinstance(person, Patient) else {"partner": person}
    every = list(
        Signature.objects.filter(**of).select_related("revocation", "couple", "account").order_by("-signed_at", "-id")
    )
    now = []
    times = lasting(person.program, on)
    for kind in kinds:
        text = in_force(kind, on)
        not_taken_back = [s for s in every if s.kind == kind and not hasattr(s, "revocation")]
        standing = [s for s in not_taken_back if stands(s, on, times)]
        current = next((s for s in standing if s.version == text.version), None)
        until = times.last_day(current) if current else None
        ended = [day for s in not_taken_back if kind in times.months and (day := times.last_day(s)) and day < on]
        now.append(
            Signed(
                kind,
                text,
                current,
                outdated=current is None and bool(standing),
                until_on=until,
                ends_soon=kind in times.months and until is not None and (until - on).days <= times.soon,
                ended_on=max(ended) if ended and not standing else None,
            )
        )
    return now, every


def stands(signature: Signature, on: date, times: Lasting) -> bool:
    """Neither taken back, nor run out, nor about a couple that has ended; whatever its version."""
    until = times.last_day(signature)
    return (
        not hasattr(signature, "revocation")
        and (until is None or until >= on)
        and (signature.couple is None or signature.couple.until_at is None)
    )


def _midnight(day: date, zone_name: str) -> datetime:
    """When a day begins on the program's clocks."""
    return datetime.combine(day, time.min, tzinfo=zone(zone_name))


def text_of(signature: Signature) -> Agreement:
    """The very text that was signed."""
    return version(signature.kind, signature.version)
