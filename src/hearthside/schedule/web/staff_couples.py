"""Who comes together: the other half of somebody's couple, and the other couples of the program."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from hearthside.access.answering import asker
from hearthside.ledger import reading
from hearthside.people.models.couples import CoupleMember
from hearthside.people.models.patients import Patient
from hearthside.policy.effective import Policy
from hearthside.schedule.plain import Person
from hearthside.schedule.web.staff_asking import names_of


@dataclass(frozen=True)
class Partner:
    """The other half of somebody's couple, and how they come."""

    person: Person
    name: str


@dataclass(frozen=True)
class Couple:
    """Two who come together, and what they are called."""

    name: str
    people: tuple[Person, ...]


def partner_of(request: HttpRequest, who: Patient) -> Partner | None:
    """The other half of their couple, if there is one and the asker may know of it."""
    own = CoupleMember.objects.filter(patient=who, until_at__isnull=True).values("couple")
    other = CoupleMember.objects.filter(couple__in=own, until_at__isnull=True).exclude(patient=who)
    member = other.select_related("patient", "partner").first()
    if member is None:
        return None
    if member.partner_id is not None:
        return Partner(Person(partner=member.partner_id), member.name)
    reading.note(patients=[member.patient_id], part="shared-couple")
    name = names_of(request, [member.patient_id]).get(member.patient_id, member.name)
    return Partner(Person(patient=member.patient_id), name)


def most_couples(policy: Policy, name: str, partner: Partner) -> str:
    """How many couples a couples group takes, these two counted."""
    most = policy.whole("couples_group.max_couples")
    return f"At most {most} couples come, {name} and {partner.name} included."


def other_couples(request: HttpRequest, who: Patient) -> dict[str, Couple]:
    """Every other couple of whom the asker may see each half, by its id; each look written down."""
    own = CoupleMember.objects.filter(patient=who, until_at__isnull=True).values("couple")
    seen = set(Patient.objects.visible_to(asker(request), "schedule").standing().values_list("pk", flat=True))
    members = CoupleMember.objects.filter(until_at__isnull=True).exclude(couple__in=own)
    halves: dict[UUID, list[CoupleMember]] = {}
    for member in members.select_related("patient", "partner").order_by("id"):
        halves.setdefault(member.couple_id, []).append(member)
    whole = {
        couple: both
        for couple, both in halves.items()
        if len(both) == 2 and {m.patient_id for m in both if m.patient_id} <= seen
    }
    names = names_of(request, {m.patient_id for both in whole.values() for m in both if m.patient_id})
    found = {
        str(couple): Couple(
            " and ".join(names.get(m.patient_id or m.couple_id, m.name) for m in both),
            tuple(Person(patient=m.patient_id, partner=m.partner_id) for m in both),
        )
        for couple, both in whole.items()
    }
    return dict(sorted(found.items(), key=lambda item: item[1].name))
