"""
A roster brings many people at once: the same records as one at a time, written together.

Whoever brings a roster in answers for all of it, so one permission covers what intake and coordinators otherwise do
apart. Nothing here looks at what is there already: whoever calls has compared before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.couples import AlreadyLinked
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.actions.keep_apart import begin_reason
from hearthside.people.actions.patients import kept
from hearthside.people.credentials.values import day_in
from hearthside.people.events.couples import PartnersLinked
from hearthside.people.events.patients import PatientAdded
from hearthside.people.models.couples import Couple, CoupleMember, KeepApart
from hearthside.people.models.patients import Patient, PatientDetails, PatientWishes, StatusChange
from hearthside.people.particulars import Details, Wishes
from hearthside.people.rules import WAITING

AT_ONCE = 1000


@dataclass(frozen=True)
class Arrival:
    """Somebody of a roster: they may begin to wait on a day still to come, up to the week it is for."""

    details: Details
    wishes: Wishes
    waiting_since: date


@action
def take_on_from_roster(*, program: Program, arrivals: Sequence[Arrival], by: Actor) -> list[Patient]:
    """
    Take these people on, in this order. They get no account until somebody invites them.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
        WrongFact: something about somebody is missing or cannot be.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    at = clock.now()
    today = day_in(program.zone, at)
    checked = [(each.details.checked(today=today), each.wishes.checked(), each.waiting_since) for each in arrivals]
    patients = [Patient(program=program, chosen_name=details.chosen_name) for details, _, _ in checked]
    rows = list(zip(patients, checked, strict=True))
    Patient.objects.bulk_create(patients, AT_ONCE)
    PatientDetails.objects.bulk_create(
        [PatientDetails(patient=p, program=program, **kept(details)) for p, (details, _, _) in rows], AT_ONCE
    )
    PatientWishes.objects.bulk_create(
        [
            PatientWishes(
                patient=p, program=program, waiting_since=since, **{**asdict(wishes), "focuses": list(wishes.focuses)}
            )
            for p, (_, wishes, since) in rows
        ],
        AT_ONCE,
    )
    StatusChange.objects.bulk_create(
        [
            StatusChange(
                patient=p, program=program, status=WAITING, since_on=min(since, today), at=at, said_by_id=by.account
            )
            for p, (_, _, since) in rows
        ],
        AT_ONCE,
    )
    record_all((PatientAdded(patient=p.id, waiting_since=since) for p, (_, _, since) in rows), by=by)
    bring_grants_up_to_date(program.id, [p.id for p in patients], by=by)
    return patients


@action
def link_from_roster(*, program: Program, pairs: Sequence[tuple[UUID, UUID]], by: Actor) -> list[Couple]:
    """
    Link these patients as each other's partner, each pair a couple.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
        AlreadyLinked: one of them is linked with somebody.

    Rule: docs/rules/couples-privacy.md
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    at = clock.now()
    couples = [Couple(program=program, from_at=at) for _ in pairs]
    both = list(zip(couples, pairs, strict=True))
    with behind(program.id, by), refusing({"patient_in_one_open_couple": AlreadyLinked()}):
        Couple.objects.bulk_create(couples, AT_ONCE)
        CoupleMember.objects.bulk_create(
            [CoupleMember(program=program, couple=c, patient_id=p) for c, pair in both for p in sorted(pair)], AT_ONCE
        )
    record_all((PartnersLinked(couple=couple.id, patients=pair, partner=None) for couple, pair in both), by=by)
    bring_grants_up_to_date(program.id, sorted({p for pair in pairs for p in pair}), by=by)
    return couples


@action
def keep_apart_from_roster(*, program: Program, pairs: Iterable[tuple[UUID, UUID]], by: Actor) -> None:
    """
    Let these pairs never share a group, for no reason that is known here. Neither of a pair is told, as ever.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.

    Rule: docs/rules/couples-privacy.md
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    wanted = sorted(set(_in_order(pairs)))
    with behind(program.id, by):
        people = Patient.objects.in_bulk({p for pair in wanted for p in pair})
        for first, second in wanted:
            begin_reason(people[first], people[second], source="staff", words="", by=by)


def apart_now(program: UUID, among: Iterable[UUID], by: Actor) -> set[tuple[UUID, UUID]]:
    """Pairs of these people that are kept apart now, the smaller id first."""
    asked = set(among)
    with behind(program, by):
        open_pairs = KeepApart.objects.filter(program_id=program, until_at__isnull=True)
        pairs = _in_order(open_pairs.values_list("first", "second"))
    return {pair for pair in pairs if asked.issuperset(pair)}


def _in_order(pairs: Iterable[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    return [(min(pair), max(pair)) for pair in pairs]
