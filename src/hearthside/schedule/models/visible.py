"""Rows of the schedule as pages obtain them: by program, and those with a person in them by that person's record."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from hearthside.access.roles import STAFF
from hearthside.ledger.actors import Actor
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient


def is_staff(actor: Actor) -> bool:
    """Whether the actor holds a role of the program's staff, or is a part of the system."""
    return (actor.is_system and not actor.is_anonymous) or bool(actor.roles & set(STAFF))


class OfProgramQuerySet(models.QuerySet[Any]):
    """Rows that name no patient: times, blocks and staff, known to all staff of the program."""

    def visible_to(self, actor: Actor) -> Self:
        if not is_staff(actor):
            return self.none()
        return self if actor.program is None else self.filter(program_id=actor.program)


class OfPersonQuerySet(models.QuerySet[Any]):
    """Rows about a patient or a partner without a chart: seen with the patient's part, or when they are one's own."""

    def visible_to(self, actor: Actor) -> Self:
        part: str = self.model.PART
        seen = Patient.objects.visible_to(actor, part)
        partners = PartnerWithoutChart.objects.filter(Q(patient__in=seen) | Q(account=actor.account))
        if actor.is_system:
            partners = PartnerWithoutChart.objects.filter(patient__in=seen)
        return self.filter(Q(patient__in=seen) | Q(partner__in=partners))

    def seen_of(self, actor: Actor, patient: Patient) -> Self:
        """Of one patient's rows those that this actor may see: the same answer, without looking at anybody else's."""
        part: str = self.model.PART
        return self.filter(patient__in=Patient.objects.visible_to(actor, part).filter(pk=patient.pk))


def one_person(name: str) -> models.CheckConstraint:
    """A patient or a partner without a chart: one of the two."""
    return models.CheckConstraint(
        condition=Q(patient__isnull=False, partner__isnull=True) | Q(patient__isnull=True, partner__isnull=False),
        name=name,
    )
