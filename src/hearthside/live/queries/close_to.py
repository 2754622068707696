"""Who stands too near to somebody to be called for them: they themselves, and whoever they are a couple with."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from hearthside.people.models.couples import CoupleMember, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.plain import Person


def accounts_close_to(people: Iterable[Person]) -> frozenset[UUID]:
    """With which accounts these people, and the partners with whom they are a couple now, sign in."""
    who = tuple(people)
    patients = [person.patient for person in who if person.patient]
    partners = [person.partner for person in who if person.partner]
    members = CoupleMember.objects.filter(couple__until_at__isnull=True, until_at__isnull=True)
    couples = members.filter(Q(patient__in=patients) | Q(partner__in=partners)).values("couple")
    beside = members.filter(couple__in=couples)
    charts = Patient.objects.filter(Q(pk__in=patients) | Q(pk__in=beside.values("patient")))
    guests = PartnerWithoutChart.objects.filter(Q(pk__in=partners) | Q(pk__in=beside.values("partner")))
    accounts = [*charts.values_list("account", flat=True), *guests.values_list("account", flat=True)]
    return frozenset(account for account in accounts if account)
