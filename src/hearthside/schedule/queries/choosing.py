"""Who may lead something with these people, and why nobody else may: what a form offers, and what it explains."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.fitness import Fitness


@dataclass(frozen=True)
class Choice:
    """A clinician, and what stands in the way."""

    id: UUID
    name: str
    reasons: tuple[str, ...] = ()


def who_may_lead(
    program: Program, kind: str, people: Collection[Person], at: datetime, *, part: str = "lead", track: str = "",
    language: str = "", by: Actor,
) -> tuple[list[Choice], list[Choice]]:  # fmt: skip
    """Whoever works here then, by name: those who may, and those who may not with every reason."""
    day = day_in(program.zone, at)
    here = list(Clinician.objects.visible_to(by).working_on(day).order_by("search_name", "id"))
    with behind(program.pk, by):
        fitness = Fitness(program.pk, [c.pk for c in here], [p.patient for p in people if p.patient])
        found = [
            Choice(
                c.pk, c.name,
                tuple(dict.fromkeys(fitness.objections(
                    kind, [Staff(c.pk, part=part)], people, day, at, track=track, language=language,
                ))),
            )
            for c in here
        ]  # fmt: skip
    return [c for c in found if not c.reasons], [c for c in found if c.reasons]
