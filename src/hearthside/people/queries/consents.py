"""Which agreements stand: signed, in the version that holds, and not taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from hearthside.base.zones import zone
from hearthside.people.agreements.texts import KINDS, Agreement, in_force, version
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient


@dataclass(frozen=True)
class Signed:
    """One agreement as a page shows it: the version that holds now, and the signature under it, if it stands."""

    kind: str
    now: Agreement
    signature: Signature | None
    # Signed, but in a version that holds no more.
    outdated: bool

    @property
    def title(self) -> str:
        return KINDS[self.kind]


def has_signed(patient: Patient, kind: str, on: date) -> bool:
    """
    Whether the version that holds on this day was signed by its end, and neither taken back nor run out by then.

    Taken back looks exactly like never signed.
    """
    return standing_signatures([patient.pk], [kind], on, patient.program.zone).exists()


def standing_signatures(
    patients: Iterable[UUID], kinds: Iterable[str], on: date, zone_name: str
) -> QuerySet[Signature]:
    """The signatures that stand on a day, of many patients in one query. Days are the program's."""
    end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone(zone_name))
    versions = Q()
    for kind in kinds:
        versions |= Q(kind=kind, version=in_force(kind, on).version)
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
    for kind in kinds:
        text = in_force(kind, on)
        standing = [s for s in every if s.kind == kind and stands(s, on)]
        current = next((s for s in standing if s.version == text.version), None)
        now.append(Signed(kind, text, current, current is None and bool(standing)))
    return now, every


def stands(signature: Signature, on: date) -> bool:
    """Neither taken back, nor run out, nor about a couple that has ended; whatever its version."""
    return (
        not hasattr(signature, "revocation")
        and (signature.until_on is None or signature.until_on >= on)
        and (signature.couple is None or signature.couple.until_at is None)
    )


def text_of(signature: Signature) -> Agreement:
    """The very text that was signed."""
    return version(signature.kind, signature.version)
