"""Who of those named is of this program, and who comes as a couple: asked once however many sessions name them."""

from collections.abc import Collection
from uuid import UUID

from hearthside.access.models import Program
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import CoupleMember, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.plain import Person


class Roll:
    """These clinicians and people as far as they are of this program. Read behind the scenes."""

    def __init__(self, program: Program, clinicians: Collection[UUID], people: Collection[Person]) -> None:
        patients = {p.patient for p in people if p.patient}
        partners = {p.partner for p in people if p.partner}
        here = Patient.objects.standing().filter(program=program, pk__in=patients)
        without_chart = PartnerWithoutChart.objects.filter(program=program, pk__in=partners)
        working = Clinician.objects.filter(program=program, pk__in=clinicians)
        self._people = {*here.values_list("pk", flat=True), *without_chart.values_list("pk", flat=True)}
        self._clinicians = set(working.values_list("pk", flat=True))
        members = CoupleMember.objects.filter(until_at__isnull=True)
        own = [*members.filter(patient__in=patients), *members.filter(partner__in=partners)]
        self._couples: dict[UUID, list[UUID]] = {}
        for member in own:
            who = member.patient_id or member.partner_id
            assert who is not None
            self._couples.setdefault(who, []).append(member.couple_id)

    def has_people(self, people: Collection[Person]) -> bool:
        """Whether all of these are people of this program."""
        return all(p.who in self._people for p in people)

    def has_clinicians(self, clinicians: Collection[UUID]) -> bool:
        """Whether all of these are clinicians of this program."""
        return self._clinicians.issuperset(clinicians)

    def couples_whole(self, people: Collection[Person]) -> bool:
        """Whether each of these comes with the partner they are linked to."""
        couples = [couple for p in people for couple in self._couples.get(p.who, ())]
        return len(couples) == len(people) and all(couples.count(couple) == 2 for couple in couples)
