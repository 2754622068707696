"""Whose partner somebody is, and whether they have a reason of their own to be kept apart. Read behind the scenes."""

from uuid import UUID

from django.db.models import Q

from hearthside.people.models.couples import CoupleMember, KeepApartReason


def partner_of(patient: UUID) -> UUID | None:
    """The other member of the open couple, where that is a patient too."""
    own = CoupleMember.objects.filter(patient=patient, until_at__isnull=True).values("couple")
    others = CoupleMember.objects.filter(couple__in=own, patient__isnull=False).exclude(patient=patient)
    found: UUID | None = others.values_list("patient", flat=True).first()
    return found


def keeps_apart(patient: UUID, other: UUID) -> bool:
    """Whether a reason that was given from this person's own side keeps the two apart, not one of the other's."""
    pair = Q(pair__first=patient, pair__second=other) | Q(pair__first=other, pair__second=patient)
    return KeepApartReason.objects.filter(pair, patient=patient, until_at__isnull=True).exists()
