"""One session is booked, moved, canceled: by whoever keeps the schedule, or by the clinician who leads it."""

from datetime import timedelta

import pytest

from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.couples import part_partners
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.schedule.actions.closures import close_clinic
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import book, cancel_session
from hearthside.schedule.models.occupancy import Occupancy
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.refusals import AlreadyBooked, ClinicClosed, NotAhead, Unfit, WrongSession
from tests import build
from tests.builders import caseload, schedule

pytestmark = pytest.mark.django_db
FIVE = 17 * 60


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


def books(house, kind, staff, people, on, start=FIVE, by=None, **more):
    facts = {"minutes": 90, **more}
    who = by or house.actor("coordinator")
    with scope(who):
        return book(
            program=house.program, kind=kind, on_day=on, start_minute=start, by=who,
            staff=[Staff(c.pk, part="lead" if n == 0 else "co") for n, c in enumerate(staff)],
            people=[p if isinstance(p, Person) else Person(patient=p.pk) for p in people], **facts,
        )  # fmt: skip


def now(house, session):
    with behind(house.program.pk, house.director):
        return Session.objects.get(pk=session.pk)


def taken(house, who):
    with behind(house.program.pk, house.director):
        return sorted(o.span.lower for o in Occupancy.objects.filter(who=who.pk))


def test_a_session_is_booked_moved_and_canceled(house, monday):
    dana, alex = schedule.able(house), build.patient(house)

    session = books(house, "individual", [dana], [alex], monday)
    assert taken(house, alex) == taken(house, dana) == [session.starts_at]

    with house.seen_by("coordinator") as coordinator:
        reschedule(session=session, on_day=monday + timedelta(days=1), start_minute=FIVE + 30, by=coordinator)
    moved = now(house, session)
    assert (moved.on_day, moved.start_minute, moved.moved) == (monday + timedelta(days=1), FIVE + 30, True)
    assert taken(house, alex) == taken(house, dana) == [moved.starts_at]

    with house.seen_by("coordinator") as coordinator:
        cancel_session(session=session, by=coordinator)
        with pytest.raises(NotAhead):
            cancel_session(session=session, by=coordinator)
    assert taken(house, alex) == taken(house, dana) == []


def test_a_session_is_not_moved_to_where_somebody_is_booked_but_may_move_within_its_own_time(house, monday):
    dana, alex, sam = schedule.able(house), build.patient(house), build.patient(house, "Sam")
    session = books(house, "individual", [dana], [alex], monday)
    books(house, "individual", [dana], [sam], monday, start=FIVE + 120)

    with house.seen_by("coordinator") as coordinator:
        with pytest.raises(AlreadyBooked):
            reschedule(session=session, on_day=monday, start_minute=FIVE + 21, by=coordinator)
        reschedule(session=session, on_day=monday, start_minute=FIVE + 20, by=coordinator)

    assert now(house, session).start_minute == FIVE + 20


def test_a_clinician_books_their_own_patients_alone(house, monday):
    account = build.account("Dana Reyes")
    dana, alex, sam = schedule.able(house, who=account), build.patient(house), build.patient(house, "Sam")
    caseload.treats(house, dana, alex, from_at=clock.now())
    own = build.actor(house.program, "clinician", who=account)

    session = books(house, "individual", [dana], [alex], monday, by=own)
    with pytest.raises(NotAllowed):
        books(house, "individual", [dana], [sam], monday, start=FIVE + 120, by=own)

    assert now(house, session).status == "planned"


def test_a_partner_without_a_chart_counts_in_couples_work_and_holds_no_other_seat(house, monday):
    dana, theo = schedule.able(house), build.patient(house, "Theo", "Nakamura")
    build.partner_of(house, theo)
    with behind(house.program.pk, house.director):
        casey = PartnerWithoutChart.objects.get(patient=theo)

    with pytest.raises(WrongSession):
        books(house, "wellness", [dana], [theo, Person(partner=casey.pk)], monday)
    with pytest.raises(WrongSession):
        books(house, "couples", [dana], [theo], monday)
    books(house, "couples", [dana], [theo, Person(partner=casey.pk)], monday)

    with pytest.raises(AlreadyBooked):
        books(house, "couples", [schedule.able(house, "Kim Osei")], [theo, Person(partner=casey.pk)], monday)
    assert len(taken(house, casey)) == 1


def test_a_couples_therapist_is_nobodys_own_therapist(house, monday):
    dana = schedule.able(house)
    alex, sam = build.patient(house), build.patient(house, "Sam", "Park")
    build.couple(house, alex, sam)
    caseload.treats(house, dana, alex, from_at=clock.now())

    with pytest.raises(Unfit):
        books(house, "couples", [dana], [alex, sam], monday)


def test_when_a_couple_parts_their_couples_work_ends(house, monday):
    dana = schedule.able(house)
    alex, sam = build.patient(house), build.patient(house, "Sam", "Park")
    couple = build.couple(house, alex, sam)
    session = books(house, "couples", [dana], [alex, sam], monday)
    own = books(house, "individual", [schedule.able(house, "Kim Osei")], [alex], monday, start=9 * 60)

    with house.seen_by("intake") as intake:
        part_partners(couple=couple, because="separated", by=intake)

    assert (now(house, session).status, now(house, own).status) == ("canceled", "planned")
    with behind(house.program.pk, house.director):
        assert {s.because for s in Seat.objects.filter(session=session)} == {"separated"}


def test_a_closed_clinic_cancels_what_was_planned_and_takes_nothing_new(house, monday):
    dana, alex = schedule.able(house), build.patient(house)
    session = books(house, "individual", [dana], [alex], monday)
    other = books(house, "individual", [dana], [alex], monday + timedelta(days=1))

    with house.seen_by("coordinator") as coordinator:
        close_clinic(program=house.program, from_on=monday, until_on=monday, title="A day of rest", by=coordinator)

    assert (now(house, session).status, now(house, session).canceled_because) == ("canceled", "closure")
    assert now(house, other).status == "planned"
    with pytest.raises(ClinicClosed):
        books(house, "individual", [dana], [alex], monday)


def test_nothing_is_booked_in_the_past_or_without_anybody(house, monday):
    dana, alex = schedule.able(house), build.patient(house)

    with pytest.raises(WrongSession) as refused:
        books(house, "individual", [dana], [alex], monday - timedelta(days=14))
    assert refused.value.field == "on_day"
    with pytest.raises(WrongSession) as refused:
        books(house, "individual", [dana], [], monday)
    assert refused.value.field == "people"
    with pytest.raises(WrongSession) as refused:
        books(house, "individual", [dana], [alex], monday, minutes=20)
    assert refused.value.field == "minutes"
