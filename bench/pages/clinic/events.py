"""What happens in the clinic's year: people who cannot come, clinicians who fall ill, visits to other groups."""

import random
from datetime import timedelta
from uuid import UUID

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.swaps import sessions_open_to
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.words import PROGRAM_DAY, SEAT_HELD
from tests.builders.clinicians import House
from tests.builders.groups import asks

# Of each month: seats given up, sessions that a clinician cannot come to.
EXCUSED, DROPPED = 40, 6
SWAPS = 8


def actor_of(account: Account) -> Actor:
    """The account with the role it holds."""
    held = RoleHeld.objects.get(account=account)
    return Actor(account.pk, program=held.program_id, roles=frozenset({held.role}), request_id=f"bench-{account.pk}")


def staff(role: str) -> Actor:
    """The first of the staff with this role."""
    return actor_of(Account.objects.get(email=f"{role}-0@example.org"))


def before(program: Program, dice: random.Random) -> None:
    """A month of it: some seats are given up, some sessions lack a clinician."""
    coordinator = staff("coordinator")
    at = clock.now()
    span = {"session__starts_at__gt": at, "session__starts_at__lt": at + timedelta(weeks=4)}
    with behind(program.pk, coordinator):
        seats = list(Seat.objects.filter(state=SEAT_HELD, patient__isnull=False, **span).select_related("patient"))
        staffed = Staffing.objects.filter(
            released_at__isnull=True, block__session__kind=PROGRAM_DAY, block__number=1,
            block__session__starts_at__gt=at, block__session__starts_at__lt=at + timedelta(weeks=4),
        )  # fmt: skip
        shifts = list(staffed.select_related("clinician", "block"))
    for seat in dice.sample(seats, EXCUSED):
        _excuse(seat.patient, seat.session_id, coordinator)
    for shift in dice.sample(shifts, DROPPED):
        _falls_ill(shift.clinician, shift.block.session_id, coordinator)


def ahead(program: Program, dice: random.Random) -> None:
    """The month that has begun: the same, and some who ask to visit another group."""
    before(program, dice)
    director = staff("director")
    at = clock.now()
    house = House(program, director)
    with behind(program.pk, director):
        people = list(Patient.objects.filter(program=program).select_related("account", "program").order_by("pk"))
    asked = 0
    for patient in people:
        who = actor_of(patient.account)
        with scope(who):
            found = sessions_open_to(patient, at, at + timedelta(weeks=2), by=who)
        if not found:
            continue
        with behind(program.pk, director):
            session = Session.objects.get(pk=found[0].session.pk)
        asks(house, patient, who, session, at)
        asked += 1
        if asked == SWAPS:
            return


def _excuse(patient: Patient, session: UUID, by: Actor) -> None:
    with scope(by):
        excuse(person=patient, sessions=[session], by=by)


def _falls_ill(clinician: Clinician, session: UUID, by: Actor) -> None:
    try:
        with scope(by):
            drop_out(clinician=clinician, because="ill", sessions=[session], by=by)
    except Refusal as refusal:
        print(f"Not done: {refusal}")
