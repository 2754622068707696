"""Who could come into a cohort: people without a place, alone or with the partner they stay with; and why some not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries import persons
from hearthside.caseload.queries.persons import Known
from hearthside.caseload.rules.cohorts import Group, why_unfit
from hearthside.caseload.rules.spans import Days
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import with_status
from hearthside.people.rules import DIED, DISCHARGED

REASONS = {
    "track": "need another track",
    "language": "do not speak its language",
    "focus": "did not ask for its focus",
    "day_plan": "chose other day plans",
    "apart": "may not share a group with somebody in it",
    "partner": "stay together with a partner who does not fit",
}


@dataclass(frozen=True)
class Unit:
    """One person, or two partners who stay together."""

    patients: tuple[UUID, ...]
    names: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def key(self) -> str:
        return "+".join(str(p) for p in self.patients)


@dataclass(frozen=True)
class Candidates:
    """Who fits, by how long they have waited; and how many do not, by reason."""

    units: list[Unit]
    others: Counter[str]


def candidates(program: Program, group: Group, *, on: date, beside: Iterable[UUID] = (), by: Actor) -> Candidates:
    """
    People of whom `by` may see the details, who have no place on this day or later, and whom the cohort fits.

    `beside` are those in it already. Nobody is named who does not fit: a reason could tell too much.
    """
    visible = set(Patient.objects.visible_to(by).standing().values_list("pk", flat=True))
    there = set(beside)
    with behind(program.id, by):
        placed = Membership.objects.filter(program=program).not_over_by(on).values("patient")
        rows = with_status(Patient.objects.filter(program=program, pk__in=visible).exclude(pk__in=placed))
        rows = rows.exclude(status_now__in=[DISCHARGED, DIED]).order_by("wishes__waiting_since", "pk")
        waiting = list(rows.values_list("pk", flat=True))
        people = persons.known(program.id, {*waiting, *there})
        apart = persons.kept_apart({*waiting, *there})
    avoid = {p: {q for pair in apart if p in pair for q in pair - {p}} for p in {q for pair in apart for q in pair}}
    free = set(waiting)
    units, others, done = [], Counter[str](), set[UUID]()
    for patient in waiting:
        if patient in done:
            continue
        pair = [people[patient], *([people[p]] if (p := people[patient].partner) else [])]
        done |= {each.id for each in pair}
        reason = _why_not(pair, group, on, free, there, avoid)
        if reason:
            others[reason] += sum(each.id in free for each in pair)
        else:
            ids = tuple(each.id for each in pair)
            units.append(Unit(ids, tuple(e.name for e in pair), tuple(e.state for e in pair)))
    return Candidates(units, others)


def _why_not(
    pair: list[Known], group: Group, on: date, free: set[UUID], there: set[UUID], avoid: dict[UUID, set[UUID]]
) -> str | None:
    asked = Days(on, on)
    reasons = [why_unfit(each.person, group, asked) for each in pair]
    if any(each.id not in free for each in pair):
        return "partner"
    if any(avoid.get(each.id, set()) & there for each in pair):
        return "apart"
    found = [reason for reason in reasons if reason]
    if not found:
        return None
    return found[0] if len(pair) == 1 or all(reasons) else "partner"
