"""
Nobody is in two places: one table of cases through every door, and the predicate and the database always agree.

Rule: docs/rules/double-booking.md
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule import rules
from hearthside.schedule.actions.cover import answer_cover, offer_cover
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.refusals import AlreadyBooked, Unfit
from tests import build
from tests.builders import schedule

pytestmark = pytest.mark.django_db

FIVE = 17 * 60
LENGTH = 60
BUFFER = 10
# Minutes after five at which the second one begins, and whether the clinician (who has a buffer of ten) and the person
# (who needs none) may have it.
CASES = [
    # after five, clinician may, person may
    (-70, True, True),
    (-69, False, True),
    (-60, False, True),
    (-59, False, False),
    (0, False, False),
    (59, False, False),
    (60, False, True),
    (69, False, True),
    (70, True, True),
]


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


def books(house, clinician, patient, on, start, by=None):
    with house.seen_by("coordinator") as coordinator:
        return book(
            program=house.program, kind="individual", on_day=on, start_minute=start, minutes=LENGTH,
            staff=[Staff(clinician.pk)], people=[Person(patient=patient.pk)], by=by or coordinator,
        )  # fmt: skip


def by_booking(house, clinician, patient, on, start):
    books(house, clinician, patient, on, start)


def by_series(house, clinician, patient, on, start):
    schedule.weekly(house, "individual", clinician, patient, on=on, start=start, minutes=LENGTH, until=on)


def by_moving(house, clinician, patient, on, start):
    session = books(house, clinician, patient, on + timedelta(days=1), FIVE)
    with house.seen_by("coordinator") as coordinator:
        reschedule(session=session, on_day=on, start_minute=start, by=coordinator)


def by_staffing(house, clinician, patient, on, start):
    session = books(house, schedule.able(house, "Ines Varga"), patient, on, start)
    with house.seen_by("coordinator") as coordinator:
        change_staff(session=session, staff=[Staff(clinician.pk)], by=coordinator)


def by_cover(house, clinician, patient, on, start):
    ines = schedule.able(house, "Ines Varga")
    session = books(house, ines, patient, on, start)
    with house.seen_by("coordinator") as coordinator:
        drop_out(clinician=ines, because="ill", sessions=[session.pk], by=coordinator)
        shortage = Shortage.objects.get(session=session)
        offer = offer_cover(shortage=shortage, clinician=clinician, by=coordinator)
        answer_cover(offer=offer, yes=True, by=coordinator)


DOORS = [by_booking, by_series, by_moving, by_staffing, by_cover]


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_clinician_is_in_one_place_through_every_door(house, monday, door):
    for number, (after, may, _) in enumerate(CASES):
        on = monday + timedelta(days=7 * number)
        kim = schedule.able(house, "Kim Osei")
        alex, sam = build.patient(house), build.patient(house, "Sam")
        books(house, kim, alex, on, FIVE)
        if may:
            door(house, kim, sam, on, FIVE + after)
        else:
            with pytest.raises((AlreadyBooked, Unfit)), transaction.atomic():
                door(house, kim, sam, on, FIVE + after)


@pytest.mark.slow
@pytest.mark.parametrize("door", [by_booking, by_series, by_moving], ids=lambda door: door.__name__)
def test_a_person_is_in_one_place_through_every_door(house, monday, door):
    for number, (after, _, may) in enumerate(CASES):
        on = monday + timedelta(days=7 * number)
        alex = build.patient(house)
        books(house, schedule.able(house, "Kim Osei"), alex, on, FIVE)
        other = schedule.able(house, "Lee Moreau")
        if may:
            door(house, other, alex, on, FIVE + after)
        else:
            with pytest.raises(AlreadyBooked), transaction.atomic():
                door(house, other, alex, on, FIVE + after)


def test_the_database_alone_refuses_a_second_place_and_takes_no_hand_written_one(house, monday):
    kim, alex, sam = schedule.able(house, "Kim Osei"), build.patient(house), build.patient(house, "Sam")
    books(house, kim, alex, monday, FIVE)
    lee = schedule.able(house, "Lee Moreau")
    other = books(house, lee, sam, monday, FIVE)

    staffing = (
        "INSERT INTO schedule_staffing (id, program_id, block_id, clinician_id, part, from_at, released_because) "
        "SELECT gen_random_uuid(), b.program_id, b.id, %s, 'co', now(), '' "
        "FROM schedule_block b WHERE b.session_id = %s"
    )
    with behind(house.program.pk, house.director), connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="occupancy_once"), transaction.atomic():
            cursor.execute(staffing, [kim.pk, other.pk])
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            cursor.execute(
                "INSERT INTO schedule_occupancy (id, program_id, session_id, who, whose, buffer_minutes, span) "
                "VALUES (%s, %s, %s, %s, 'clinician', 0, tstzrange(now(), now() + '1 hour'))",
                [new_id(), house.program.pk, other.pk, new_id()],
            )


minutes = st.integers(0, 240)


def test_predicate_and_database_always_agree(house):
    clinicians = [schedule.able(house, "Kim Osei"), schedule.able(house, "Lee Moreau")]
    start = clock.now() + timedelta(days=1)

    @given(spans=st.lists(st.tuples(st.integers(0, 1), minutes, st.integers(10, 90)), min_size=2, max_size=6))
    def agree(spans):
        kept = []
        with transaction.atomic(), behind(house.program.pk, house.director):
            for who, after, length in spans:
                from_at = start + timedelta(minutes=after)
                until_at = from_at + timedelta(minutes=length)
                stay = rules.Stay(clinicians[who].pk, from_at, until_at + timedelta(minutes=BUFFER), new_id())
                free = next(rules.in_two_places([stay], kept), None) is None
                assert database_takes(house, clinicians[who], from_at, until_at) == free
                if free:
                    kept.append(stay)
            transaction.set_rollback(True)

    agree()


def database_takes(house, clinician, from_at, until_at):
    """Whether the database lets this clinician staff a session at this time, asked with rows alone."""
    try:
        with transaction.atomic():
            session = Session.objects.create(
                program=house.program, kind="wellness", on_day=from_at.date(), start_minute=0, zone="UTC",
                starts_at=from_at, ends_at=until_at, policy_version="as tested",
            )  # fmt: skip
            block = Block.objects.create(
                program=house.program, session=session, number=1, kind="wellness", starts_at=from_at, ends_at=until_at
            )
            Staffing.objects.create(
                program=house.program, block=block, clinician=clinician, part="lead", from_at=from_at
            )
    except IntegrityError:
        return False
    return True
