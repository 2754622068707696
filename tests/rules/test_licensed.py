"""
Nobody is treated by somebody who is not licensed where they are: one table of days through every door.

What a license is stands in practice_authority_cases.py. Rule: docs/rules/practice-authority.md
"""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection, transaction

from hearthside.base.ids import new_id
from hearthside.base.refusal import Refusal
from hearthside.caseload.refusals import NotLicensed as NotInCohort
from hearthside.caseload.treatment_refusals import CannotTreat
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.cover import answer_cover, offer_cover
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.fitness import MODALITY, doing
from hearthside.schedule.refusals import NotLicensed, Unfit
from hearthside.schedule.words import SESSION_KINDS
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group
from tests.kept import begins_with
from tests.rules.caseload_doors import instants, refused_by_database, treatment

# The first and the last day of the license, counted from the day of the session; and whether it is enough.
CASES = [
    (-200, None, True),
    (-200, 0, True),
    (0, None, True),
    (-200, -1, False),
    (1, None, False),
]
everywhere = pytest.mark.parametrize(("first", "last", "may"), CASES)


class World:
    """Kim is licensed in Ohio always, in Pennsylvania as a case says; Alex is in Pennsylvania, Theo in Ohio."""

    def __init__(self):
        self.house = build.program()
        self.on = schedule.next_monday(self.house, weeks=2)
        self.kim = schedule.able(self.house, "Kim Osei", states=["OH"])
        self.ines = schedule.able(self.house, "Ines Varga", states=["PA", "OH"])
        self.alex, self.theo = build.patient(self.house), build.patient(self.house, "Theo", "", state="OH")
        self.ohio = caseload.people(self.house, 4, state="OH")

    def licensed(self, first, last):
        """Kim's license in Pennsylvania; gives a day near by on which it holds."""
        day = lambda number: self.on + timedelta(days=number)  # noqa: E731
        build.license_in(
            self.house, self.kim, "PA", valid_from=day(first), valid_to=None if last is None else day(last)
        )
        return day(1) if first >= 0 else day(-1)

    def books(self, clinician, on, *people, kind="individual"):
        with self.house.seen_by("coordinator") as coordinator:
            return book(
                program=self.house.program, kind=kind, on_day=on, start_minute=9 * 60, minutes=50,
                staff=[Staff(clinician.pk)], people=[Person(patient=p.pk) for p in people], by=coordinator,
            )  # fmt: skip


pytestmark = begins_with(World)


@pytest.fixture
def at(kept):
    return kept


def by_booking(at, _):
    at.books(at.kim, at.on, at.alex)


def by_series(at, _):
    schedule.weekly(at.house, "individual", at.kim, at.alex, on=at.on, until=at.on)


def by_moving(at, other):
    session = at.books(at.kim, other, at.alex)
    with at.house.seen_by("coordinator") as coordinator:
        reschedule(session=session, on_day=at.on, start_minute=9 * 60, by=coordinator)


def by_staffing(at, _):
    session = at.books(at.ines, at.on, at.alex)
    with at.house.seen_by("coordinator") as coordinator:
        change_staff(session=session, staff=[Staff(at.kim.pk)], by=coordinator)


def by_cover(at, _):
    session = at.books(at.ines, at.on, at.alex)
    with at.house.seen_by("coordinator") as coordinator:
        drop_out(clinician=at.ines, because="ill", sessions=[session.pk], by=coordinator)
        offer = offer_cover(shortage=Shortage.objects.get(session=session), clinician=at.kim, by=coordinator)
        answer_cover(offer=offer, yes=True, by=coordinator)


def by_joining(at, _):
    made = group(at.house, at.ohio, lead=at.kim, from_on=at.on)
    caseload.joins(at.house, made.cohort, at.alex, from_on=at.on)


def by_treatment(at, _):
    build.treats(at.house, at.kim, at.alex, from_at=noon(at.on))


@pytest.mark.slow
@everywhere
@pytest.mark.parametrize(
    "door", [by_booking, by_series, by_moving, by_staffing, by_cover, by_joining, by_treatment],
    ids=lambda door: door.__name__,
)  # fmt: skip
def test_through_every_door(at, door, first, last, may):
    other = at.licensed(first, last)

    if may:
        door(at, other)
        return
    with pytest.raises((Unfit, NotInCohort, CannotTreat)), transaction.atomic():
        door(at, other)


def row_of_staff(at, _):
    session = at.books(at.ines, at.on, at.alex)
    return [lambda: in_hand("INSERT INTO schedule_staffing (id, program_id, block_id, clinician_id, part, from_at,"
                            " released_because) SELECT gen_random_uuid(), b.program_id, b.id, %s, 'co', now(), ''"
                            " FROM schedule_block b WHERE b.session_id = %s", at.kim.pk, session.pk)]  # fmt: skip


def row_of_other_staff(at, _):
    at.books(at.ines, at.on, at.alex)
    return [lambda: in_hand("UPDATE schedule_staffing SET clinician_id = %s WHERE clinician_id = %s",
                            at.kim.pk, at.ines.pk)]  # fmt: skip


def row_of_a_seat(at, _):
    session = at.books(at.kim, at.on, at.theo, kind="wellness")
    return [lambda: seat(at, session, "held", "")]


def row_of_a_seat_taken_again(at, _):
    session = at.books(at.kim, at.on, at.theo, kind="wellness")
    seat(at, session, "excused", "staff")
    return [lambda: in_hand("UPDATE schedule_seat SET state = 'held', because = '' WHERE patient_id = %s", at.alex.pk)]


def row_that_moves(at, other):
    session = at.books(at.kim, other, at.alex)
    return [lambda: in_hand("UPDATE schedule_session SET on_day = %s WHERE id = %s", at.on, session.pk)]


def row_of_a_treatment(at, _):
    day = (at.on - instants(1, None).start.date()).days + 1
    return [lambda: treatment(at.kim, at.alex, "individual", instants(day, None))]


@everywhere
@pytest.mark.parametrize(
    ("door", "name"),
    [(row_of_staff, "session_licensed"), (row_of_other_staff, "session_licensed"),
     (row_of_a_seat, "session_licensed"),
     (row_of_a_seat_taken_again, "session_licensed"), (row_that_moves, "session_licensed"),
     (row_of_a_treatment, "treatment_licensed")],
    ids=lambda each: getattr(each, "__name__", ""),
)  # fmt: skip
def test_the_database_alone(at, door, name, first, last, may):
    other = at.licensed(first, last)

    with behind(at.house.program.pk, at.house.director):
        writes = door(at, other)
        refused = refused_by_database(*writes)

    assert refused == (None if may else name)


def test_a_license_that_ends_never_stops_what_stands(at):
    at.licensed(-200, None)
    session = at.books(at.kim, at.on, at.alex, at.theo, kind="wellness")
    with behind(at.house.program.pk, at.house.director):
        in_hand("UPDATE people_practice_authority SET valid_to = %s WHERE state = 'PA' AND program_id = %s"
                " AND credential_id IN (SELECT id FROM people_credential WHERE clinician_id = %s)",
                at.on - timedelta(days=1), at.house.program.pk, at.kim.pk)  # fmt: skip

        Seat.objects.filter(session=session, patient=at.theo).update(state="excused", because="staff")
        Seat.objects.filter(session=session, patient=at.theo).update(state="held", because="")

    # Nobody who is there leaves, and Theo, in Ohio, may take his seat again; nobody else in Pennsylvania may come.
    with behind(at.house.program.pk, at.house.director):
        assert Seat.objects.filter(session=session, state="held").count() == 2
        sam = build.patient(at.house, "Sam")
        assert refused_by_database(lambda: seat(at, session, "held", "", sam)) == "session_licensed"


def test_whoever_joins_before_a_license_ends_waits_in_the_sessions_after_it(at):
    made = group(at.house, at.ohio, lead=at.kim, from_on=at.on)
    at.licensed(-200, 8)

    caseload.joins(at.house, made.cohort, at.alex, from_on=at.on)

    before, after = at.on + timedelta(days=7), at.on + timedelta(days=9)
    assert made.seat(at.alex, before).state == "held"
    assert made.session(before).status == "planned"
    assert made.seat(at.alex, after).because == "short"
    assert made.session(after).status == "short"
    with behind(at.house.program.pk, at.house.director):
        why = Staffing.objects.filter(block__session=made.session(after)).values_list("released_because", flat=True)
        assert set(why) == {"license"}


def test_what_somebody_does_in_a_session_is_the_same_in_words_and_in_the_database(at):
    asked = [(kind, part, track) for kind in (*SESSION_KINDS, *MODALITY) for part in ("lead", "co")
             for track in ("", "mh", "sud", "dual")]  # fmt: skip

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schedule_doing(kind, part, track) FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY"
            " AS a (kind, part, track, number) ORDER BY number",
            [list(each) for each in zip(*asked, strict=True)],
        )
        answers = [row[0] for row in cursor.fetchall()]

    assert answers == [doing(*each) for each in asked]


def test_what_the_database_says_is_a_sentence_and_tells_a_patient_nothing_of_anybody(at):
    assert "licensed" in str(NotLicensed())
    assert "licensed" not in str(NotLicensed(to_staff=False))
    assert issubclass(NotLicensed, Refusal)


def noon(day):
    return datetime.combine(day, time(17), tzinfo=UTC)


def in_hand(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def seat(at, session, state, because, who=None):
    in_hand("INSERT INTO schedule_seat (id, program_id, session_id, patient_id, state, because, guest, changed_at,"
            " sequence) VALUES (%s, %s, %s, %s, %s, %s, false, %s, 0)",
            new_id(), at.house.program.pk, session.pk, (who or at.alex).pk, state, because, clock.now())  # fmt: skip
