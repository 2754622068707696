"""
Grants are brought up to date from the relationships they follow from: after each change, and every night for all.

A person's own scope may not write grants. What follows from their change is written in a scope of the system, of the
same program, which lasts no longer than the writing.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.ending import at_end
from hearthside.ledger.record import record
from hearthside.ledger.scope import looking_as
from hearthside.people.events.patients import GrantsChanged, GrantsDiffered, RolePartsGranted
from hearthside.people.models.grants import Grant
from hearthside.people.queries.grants_due import Due, as_due, due, in_force


@dataclass(frozen=True)
class Brought:
    """The grants that were given and ended to make them agree with the relationships."""

    given: tuple[Grant, ...]
    ended: tuple[Grant, ...]

    @property
    def patients(self) -> tuple[UUID, ...]:
        return tuple(sorted({g.patient_id for g in (*self.given, *self.ended) if g.patient_id}))

    @property
    def ids(self) -> dict[str, tuple[UUID, ...]]:
        return {"given": tuple(g.id for g in self.given), "ended": tuple(g.id for g in self.ended)}


@contextmanager
def behind(program: UUID, by: Actor) -> Iterator[Actor]:
    """Write what follows from a change of `by`: what `by` may not see stays unseen by everything outside this."""
    actor = system_actor("follow_up", program=program, request_id=by.request_id)
    with looking_as(actor):
        yield actor


@action
def grant_role_parts(*, program: Program, by: Actor) -> int:
    """
    Let each role of the program see what the table says, and no more. Gives how many grants that changed.

    Done once more it changes nothing, so it may run whenever the table may have changed.

    Raises:
        NotAllowed: `by` may not decide who sees what in this program.
    """
    require(by, Permission.GRANT_ROLE_PARTS, within=program.id)
    brought = _bring(program.id, None, by, only="role")
    if brought.given or brought.ended:
        record(RolePartsGranted(program=program.id, given=len(brought.given), ended=len(brought.ended)), by=by)
    return len(brought.given) + len(brought.ended)


@action
def compare_grants(*, program: Program, by: Actor) -> Brought:
    """
    Compare every grant of the program with the relationships, put right what differs, and say so in the ledger.

    A difference means that somebody saw more, or less, than they should have: it is looked into, not only repaired.

    Raises:
        NotAllowed: `by` may not decide who sees what in this program.
    """
    require(by, Permission.GRANT_ROLE_PARTS, within=program.id)
    brought = _bring(program.id, None, by)
    if brought.given or brought.ended:
        record(GrantsDiffered(patients=brought.patients, **brought.ids), by=by)
    return brought


def bring_grants_up_to_date(program: UUID, patients: Collection[UUID] | None, *, by: Actor) -> None:
    """
    Give and end what follows from a change of these patients' relationships, at the end of the action that made it.

    Without patients it is a change that may touch anybody's: somebody who treats people signs in from now on.
    """
    touched: Collection[UUID | None] = [None] if patients is None else patients
    at_end(("grants", program), partial(_follow, program), touched, by=by)


def _follow(program: UUID, touched: set[UUID | None], by: Actor) -> None:
    brought = _bring(program, None if None in touched else tuple(p for p in touched if p), by)
    if brought.given or brought.ended:
        record(GrantsChanged(patients=brought.patients, **brought.ids), by=by)


def _bring(program: UUID, patients: Collection[UUID] | None, by: Actor, *, only: str = "") -> Brought:
    with behind(program, by):
        at = clock.now()
        wanted = {d for d in due(program, patients) if not only or d.why == only}
        there = {as_due(g): g for g in in_force(program, patients) if not only or g.why == only}
        ended = [grant for key, grant in there.items() if key not in wanted]
        Grant.objects.filter(pk__in=[g.pk for g in ended]).update(until_at=at)
        given = _give([_grant(program, each, at) for each in sorted(wanted - there.keys(), key=str)])
    return Brought(tuple(given), tuple(ended))


def _give(missing: list[Grant]) -> list[Grant]:
    """Those of these that nobody else gave meanwhile: two changes may ask for one grant at the same moment."""
    if not missing:
        return []
    Grant.objects.bulk_create(missing, ignore_conflicts=True)
    there = set(Grant.objects.filter(pk__in=[grant.pk for grant in missing]).values_list("pk", flat=True))
    return [grant for grant in missing if grant.pk in there]


def _grant(program: UUID, due: Due, at: datetime) -> Grant:
    return Grant(
        program_id=program,
        patient_id=due.patient,
        part=due.part,
        holder_id=due.holder,
        holder_role=due.holder_role,
        relation=due.relation,
        why=due.why,
        because=due.because,
        from_at=at,
    )
