"""Why people have their place, or still wait: written down when a week is published, and read until the next one."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.events import PlacementExplained
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.solver.edit_tried import TAKEN_OUT
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.placement.solver.why import Why
from hearthside.placement.words import PLACED, WAITING


def write_reasons(
    program: Program,
    before: Week,
    answer: Week,
    problem: Problem,
    *,
    proposal: Proposal | None = None,
    cohorts: Mapping[str, UUID] | None = None,
    taken_out: Mapping[str, Mapping[str, str]] | None = None,
    by: Actor,
) -> list[PlacementReason]:
    """
    Within an action that published `answer`: write down why everybody who has a place that they had not `before` has
    it, and why everybody who waits does. Ids of people are those of their records; `cohorts` says which record a cohort
    of the answer became, `taken_out` who took whom out of it.

    Whoever keeps the place they had keeps the reason that was written for it.
    """
    why = Why(problem, answer)
    had, has = before.cohort_of(), answer.cohort_of()
    facts: dict[UUID, tuple[str, dict[str, Any]]] = {}
    for who, cohort in has.items():
        if who not in had or had[who].id != cohort.id:
            facts[UUID(who)] = (PLACED, _named(why.placed(who), cohorts or {}))
    for row in answer.unplaced:
        said = why.waiting(row)
        if said["reason"] == TAKEN_OUT:
            said["taken_out"] = dict((taken_out or {}).get(row.person_id, {}))
        facts[UUID(row.person_id)] = (WAITING, said)
    return write_facts(program, facts, proposal, by=by)


def _named(facts: dict[str, Any], cohorts: Mapping[str, UUID]) -> dict[str, Any]:
    """The facts with the ids of cohorts as they are in the record."""
    for each in (facts, *facts["others"]):
        found = cohorts.get(each["cohort"])
        each["cohort"] = str(found) if found else each["cohort"]
    return facts


def write_facts(
    program: Program, facts: Mapping[UUID, tuple[str, dict[str, Any]]], proposal: Proposal | None, *, by: Actor
) -> list[PlacementReason]:
    """Within an action: these are the reasons of these people from now on."""
    if not facts:
        return []
    at = clock.now()
    rows = [
        PlacementReason(program=program, patient_id=who, proposal=proposal, kind=kind, facts=said, at=at)
        for who, (kind, said) in sorted(facts.items())
    ]
    with behind(program.pk, by):
        close_reasons(facts)
        PlacementReason.objects.bulk_create(rows)
    record(PlacementExplained(patients=tuple(sorted(facts)), proposal=proposal.pk if proposal else None), by=by)
    return rows


def close_reasons(patients: Iterable[UUID]) -> None:
    """Behind the scenes: what was written about these people holds no longer."""
    PlacementReason.objects.filter(patient__in=list(patients), over_at__isnull=True).update(over_at=clock.now())
