"""
Grants are brought up to date from the relationships they follow from: after each change, and every night for all.

A person's own scope may not write grants. What follows from their change is written in a scope of the system, of the
same program, which lasts no longer than the writing.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.ending import at_end
from hearthside.ledger.record import record
from hearthside.ledger.scope import looking_as
from hearthside.people.events.patients import GrantsChanged, GrantsDiffered, RolePartsGranted
from hearthside.people.models.grants import Grant
from hearthside.people.queries.grants_due import Due, due, in_force

# The columns of what is due, in the order of `Due`: a hundred grants when somebody joins a group.
_GIVE = """
    INSERT INTO people_grant (program_id, from_at, id, patient_id, part, holder_id, holder_role, relation, why, because)
    SELECT %s, %s, due.* FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::text[],
                                     %s::text[], %s::uuid[]) AS due
    ON CONFLICT DO NOTHING RETURNING id
"""


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
        there = {each: pk for pk, each in in_force(program, patients) if not only or each.why == only}
        ended = [_grant(program, pk, each) for each, pk in there.items() if each not in wanted]
        Grant.objects.filter(pk__in=[grant.pk for grant in ended]).update(until_at=at)
        given = _give(program, sorted(wanted - there.keys(), key=str), at)
    return Brought(tuple(given), tuple(ended))


def _give(program: UUID, missing: Sequence[Due], at: datetime) -> list[Grant]:
    """Those of these that nobody else gave meanwhile: two changes may ask for one grant at the same moment."""
    if not missing:
        return []
    grants = {new_id(): each for each in missing}
    columns = [list(column) for column in zip(*grants.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, [program, at, list(grants), *columns])
        return [_grant(program, pk, grants[pk]) for (pk,) in cursor.fetchall()]


def _grant(program: UUID, pk: UUID, due: Due) -> Grant:
    return Grant(
        id=pk,
        program_id=program,
        patient_id=due.patient,
        part=due.part,
        holder_id=due.holder,
        holder_role=due.holder_role,
        relation=due.relation,
        why=due.why,
        because=due.because,
    )
