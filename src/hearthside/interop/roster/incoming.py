"""A roster as it is to be brought in: plain values, by the ids of its files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hearthside.caseload.rules.day_plans import Plan
from hearthside.people.credentials.facts import Card, Limits, Papers, Right
from hearthside.people.particulars import Details, Wishes
from hearthside.placement.solver.week import Cohort, Session
from hearthside.schedule.windows import DatedException, Window


@dataclass(frozen=True)
class Animal:
    """A pet as the record keeps it."""

    name: str
    species: str
    notes: str


@dataclass(frozen=True)
class Times:
    """When somebody is free."""

    windows: tuple[Window, ...] = ()
    exceptions: tuple[DatedException, ...] = ()


@dataclass(frozen=True)
class IncomingPerson:
    """One line of people.csv with everything that other files say of the person."""

    key: str
    details: Details
    wishes: Wishes
    waiting_since: date
    day_plans: tuple[str, ...]
    minimum_minutes: int | None
    partner: str
    together: bool
    apart: frozenset[str]
    times: Times
    pets: tuple[Animal, ...] = ()


@dataclass(frozen=True)
class IncomingClinician:
    """One line of clinicians.csv with everything that other files say of the clinician."""

    key: str
    card: Card
    papers: Papers
    limits: Limits
    rights: tuple[Right, ...]
    times: Times


@dataclass(frozen=True)
class IncomingPlan:
    """One line of programs.csv."""

    key: str
    title: str
    plan: Plan


@dataclass(frozen=True)
class Incoming:
    """Everything of a folder. `notes` says in sentences what it holds that is not brought in."""

    week: date
    people: tuple[IncomingPerson, ...]
    clinicians: tuple[IncomingClinician, ...]
    plans: tuple[IncomingPlan, ...]
    cohorts: tuple[Cohort, ...] = ()
    open_cohorts: frozenset[str] | None = None
    sessions: tuple[Session, ...] = ()
    notes: tuple[str, ...] = ()
    has_week: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)


def digest(thing: object) -> str:
    """What by its equal nothing of it changed: the same for the same values, whatever order they were written in."""
    return hashlib.sha256(json.dumps(_plain(thing), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, frozenset | set):
        return sorted(_plain(each) for each in value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int) else str(value)
