"""
What an actor is to the subject of a page: answered by the package that knows.

`access` knows roles; that somebody is the patient, the partner or the clinician of a record is known higher up. The
owning package registers one function for each kind of subject. An unknown id and a hidden one give the same answer:
nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hearthside.ledger.actors import Actor


@dataclass(frozen=True)
class Standing:
    """What the actor is to the subject, and whose records a page about it shows."""

    relations: frozenset[str] = frozenset()
    patients: tuple[UUID, ...] = field(default_factory=tuple)


Resolver = Callable[[Actor, Any, str], Standing]
_resolvers: dict[str, Resolver] = {}


def register(subject: str, resolver: Resolver) -> None:
    """Let this function say what an actor is to a subject of this kind: (actor, id, part) -> Standing."""
    _resolvers[subject] = resolver


def standing(subject: str, actor: Actor, subject_id: Any, part: str) -> Standing:
    """What this actor is to this subject, for this part of the record."""
    return _resolvers[subject](actor, subject_id, part)


def is_registered(subject: str) -> bool:
    return subject in _resolvers


def by_role(actor: Actor) -> frozenset[str]:
    """What an actor is where roles alone decide."""
    return frozenset("partner role" if role == "partner" else role for role in actor.roles)
