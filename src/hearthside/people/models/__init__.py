"""Tables of people: import them from their own modules; Django finds them through this list."""

from hearthside.people.models import (
    applications,
    authorities,
    clinicians,
    consents,
    contacts,
    couples,
    grants,
    merges,
    patients,
    pets,
)

__all__ = [
    "applications",
    "authorities",
    "clinicians",
    "consents",
    "contacts",
    "couples",
    "grants",
    "merges",
    "patients",
    "pets",
]
