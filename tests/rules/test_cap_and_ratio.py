"""
Cap and ratio hold at every instant, through every door; and what the predicate asks for is what the database asks for.

Rule: docs/rules/cap-and-ratio.md
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hearthside.base.ids import new_id
from hearthside.caseload.refusals import GroupFull as CohortFull
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule import rules
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.refusals import GroupFull, TooFewStaff
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group
from tests.rules.cap_and_ratio_cases import CASES

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


def staff(house, count):
    return [schedule.able(house, f"Clinician {n}") for n in range(count)]


@pytest.mark.parametrize(("people", "clinicians", "may"), CASES)
def test_a_cohort_begins_and_grows_within_its_ratio(house, monday, people, clinicians, may):
    lead, *more = staff(house, clinicians)
    begin = lambda count: group(  # noqa: E731
        house, caseload.people(house, count), lead=lead, more_staff=more, from_on=monday
    )

    if may:
        made = begin(people)
        assert made.session(monday).status == "planned"
        return
    with pytest.raises(TooFewStaff), transaction.atomic():
        begin(people)
    made = begin(people - 1)
    with pytest.raises(TooFewStaff):
        caseload.joins(house, made.cohort, build.patient(house, "Grace", ""), from_on=monday)


def test_nobody_is_an_eleventh(house, monday):
    lead, *more = staff(house, 2)
    made = group(house, caseload.people(house, 10), lead=lead, more_staff=more, from_on=monday)
    grace = build.patient(house, "Grace", "")

    with pytest.raises((GroupFull, CohortFull)):
        caseload.joins(house, made.cohort, grace, from_on=monday)

    with pytest.raises(IntegrityError, match="no more people than policy allows"):
        by_hand(house, made.session(monday), grace)


def test_by_hand_nobody_takes_a_seat_that_needs_more_staff_than_there_is(house, monday):
    made = group(house, caseload.people(house, 6), lead=staff(house, 1)[0], from_on=monday)

    with pytest.raises(IntegrityError, match="too few staff"):
        by_hand(house, made.session(monday), build.patient(house, "Grace", ""))


def test_by_hand_nobody_leaves_a_session_short_without_its_saying_so(house, monday):
    made = group(house, lead=staff(house, 1)[0], from_on=monday)
    session = made.session(monday).pk
    release = (
        "UPDATE schedule_staffing SET released_at = now(), released_because = 'ill' "
        "WHERE block_id IN (SELECT id FROM schedule_block WHERE session_id = %s)"
    )

    with pytest.raises(IntegrityError, match="lacks staff says so"):
        in_rows(house, (release, [session]))

    says_short = "UPDATE schedule_session SET status = 'short' WHERE id = %s"
    with pytest.raises(IntegrityError, match="since when, and why"):
        in_rows(house, (says_short, [session]), (release, [session]))


def test_staff_loss_is_never_refused_by_whatever_door(house, monday):
    lead, second = staff(house, 2)
    made = group(house, caseload.people(house, 8), lead=lead, more_staff=[second], from_on=monday)

    with house.seen_by("coordinator") as coordinator:
        drop_out(clinician=second, because="ill", sessions=[made.session(monday).pk], by=coordinator)
        wednesday = made.session(monday + timedelta(days=2))
        change_staff(session=wednesday, staff=[Staff(lead.pk, 1), Staff(lead.pk, 3)], by=coordinator)

    # Eight people need two in process work, and one is enough for psychoeducation.
    assert made.session(monday).status == made.session(monday + timedelta(days=2)).status == "short"
    assert made.session(monday + timedelta(days=4)).status == "planned"


def test_couples_groups_take_three_couples_and_ask_for_a_second_clinician_with_the_third(house, monday):
    dana, kim = schedule.able(house), schedule.able(house, "Kim Osei")
    couples = []
    for number in range(4):
        pair = build.patient(house, f"One {number}"), build.patient(house, f"Other {number}")
        build.couple(house, *pair)
        couples.append(pair)

    def books(count, *clinicians, start):
        with house.seen_by("coordinator") as coordinator:
            return book(
                program=house.program, kind="couples_group", on_day=monday, start_minute=start, minutes=90,
                staff=[Staff(c.pk, part="lead" if n == 0 else "co") for n, c in enumerate(clinicians)],
                people=[Person(patient=p.pk) for pair in couples[:count] for p in pair], by=coordinator,
            )  # fmt: skip

    assert books(2, dana, start=9 * 60).status == "planned"
    with pytest.raises(TooFewStaff), transaction.atomic():
        books(3, dana, start=12 * 60)
    assert books(3, dana, kim, start=12 * 60).status == "planned"
    with pytest.raises(GroupFull), transaction.atomic():
        books(4, dana, kim, start=15 * 60)


def test_what_a_block_needs_is_the_same_in_words_and_in_the_database(house, monday):
    ratio = {"process": 6, "psychoeducation": 8, "skills": 8, "couples_group": 4}
    kinds = ("process", "psychoeducation", "skills", "wellness", "pet", "break", "couples_group", "medication")
    made = group(house, caseload.people(house, 6), lead=staff(house, 1)[0], from_on=monday)
    session = made.session(monday)

    for people in range(7):
        with transaction.atomic(), behind(house.program.pk, house.director), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE schedule_seat SET state = 'excused', because = 'staff' WHERE id IN "
                "(SELECT id FROM schedule_seat WHERE session_id = %s ORDER BY id LIMIT %s)",
                [session.pk, 6 - people],
            )
            for kind in kinds:
                cursor.execute(
                    "UPDATE schedule_block SET kind = %s, ratio_key = %s WHERE session_id = %s AND number = 1",
                    [kind, rules.ratio_key(kind), session.pk],
                )
                cursor.execute("SELECT needed FROM schedule_fill(%s) WHERE number = 1", [[session.pk]])
                assert cursor.fetchone()[0] == rules.staff_needed(kind, people, ratio.get(kind)), (kind, people)
            transaction.set_rollback(True)


def in_rows(house, *statements):
    """These statements in one transaction, asked about when all are done."""
    with transaction.atomic(), behind(house.program.pk, house.director), connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def by_hand(house, session, patient):
    with transaction.atomic(), behind(house.program.pk, house.director), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO schedule_seat (id, program_id, session_id, patient_id, state, because, guest, changed_at, "
            "sequence) VALUES (%s, %s, %s, %s, 'held', '', false, %s, 0)",
            [new_id(), house.program.pk, session.pk, patient.pk, clock.now()],
        )
