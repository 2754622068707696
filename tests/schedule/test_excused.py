"""“I cannot come”: who may say it, what becomes of the seat, and who reads why. Rule: docs/rules/excused.md."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.queries.standing import NotYours
from hearthside.schedule.actions.excusing import NoLongerFree, NothingToExcuse, come_after_all, excuse, excuse_days
from hearthside.schedule.models.seats import Seat, SeatReason
from hearthside.schedule.queries.hours import weeks_of
from tests import build
from tests.builders import availability as hours
from tests.builders import caseload, groups, schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house, 2)


@pytest.fixture
def evening(house, monday):
    return groups.group(house, caseload.people(house, 5), from_on=monday)


def states(house, who, first_on, last_on):
    with behind(house.program.pk, house.director):
        seats = Seat.objects.filter(patient=who, session__on_day__gte=first_on, session__on_day__lte=last_on)
        return {s.session.on_day: (s.state, s.because) for s in seats.select_related("session")}


def test_one_session_is_given_up_and_its_minutes_drop_out(house, evening, monday):
    alex = evening.people[0]
    own = build.signs_in(house, alex)
    with scope(own):
        before = weeks_of(house.program, [alex.pk], monday)[alex.pk]

        excuse(person=alex, sessions=[evening.session(monday).pk], by=own)

        after = weeks_of(house.program, [alex.pk], monday)[alex.pk]
    assert (before.hours.sums.countable, after.hours.sums.countable, after.hours.missing) == (540, 360, 180)
    friday = monday + timedelta(days=4)
    assert states(house, alex, monday, friday) == {
        monday: ("excused", "own"), monday + timedelta(days=2): ("held", ""), friday: ("held", ""),
    }  # fmt: skip
    entry = Entry.objects.get(kind="SeatsExcused")
    assert (entry.patients, entry.facts["because"]) == ([str(alex.pk)], "own")


def test_days_are_all_sessions_on_them_by_the_persons_own_clock(house, monday):
    """A group at 6 PM in New York is on the same day in Honolulu, at 1 PM."""
    members = [*caseload.people(house, 3), build.patient(house, "Theo", zone="Pacific/Honolulu", state="PA")]
    evening = groups.group(house, members, from_on=monday)
    theo = members[-1]
    own = build.signs_in(house, theo)

    with scope(own):
        tuesday, friday = monday + timedelta(days=1), monday + timedelta(days=4)
        seats = excuse_days(person=theo, first_on=tuesday, last_on=friday, by=own)

    assert [seat.session.on_day for seat in seats] == [monday + timedelta(days=2), friday]
    assert evening.seat(theo, monday).state == "held"


def test_only_the_person_has_words_and_only_their_own_clinicians_read_them(house, evening, monday):
    alex = evening.people[0]
    own, coordinator = build.signs_in(house, alex), house.actor("coordinator")
    dana = caseload.therapist(house)
    danas, others = hours.in_person(house, dana), hours.in_person(house, caseload.therapist(house, "Lee Moreau"))
    caseload.treats(house, dana, alex, from_at=clock.now())
    session = evening.session(monday)

    with scope(coordinator), pytest.raises(NotYours):
        excuse(person=alex, sessions=[session.pk], words="Made up by somebody else.", by=coordinator)
    with scope(own):
        excuse(person=alex, sessions=[session.pk], words="Made up: my mother is ill.", by=own)

    def read_by(who):
        with scope(who):
            return list(SeatReason.objects.values_list("words", flat=True))

    assert read_by(own) == ["Made up: my mother is ill."]
    for role in ("coordinator", "intake", "director", "compliance", "biller"):
        assert read_by(house.actor(role)) == []
    assert "mother" not in "".join(str(e.facts) for e in Entry.objects.all())
    assert read_by(build.signs_in(house, evening.people[1])) == []
    assert read_by(others) == []
    assert read_by(danas) == ["Made up: my mother is ill."]


def test_staff_say_it_for_somebody_and_nobody_else_does(house, evening, monday):
    alex, sam = evening.people[:2]
    session = evening.session(monday)
    sams = build.signs_in(house, sam)

    with scope(sams), pytest.raises(NotYours):
        excuse(person=alex, sessions=[session.pk], by=sams)
    with house.seen_by("biller") as biller, pytest.raises(NotYours):
        excuse(person=alex, sessions=[session.pk], by=biller)
    with house.seen_by("coordinator") as coordinator:
        excuse(person=alex, sessions=[session.pk], by=coordinator)

    assert states(house, alex, monday, monday) == {monday: ("excused", "staff")}


def test_what_is_over_or_not_theirs_is_not_excused(house, evening, monday):
    stranger = build.patient(house, "Grace", "Oyelaran")
    own = build.signs_in(house, stranger)

    with scope(own), pytest.raises(NothingToExcuse):
        excuse(person=stranger, sessions=[evening.session(monday).pk], by=own)


def test_the_seat_is_taken_again_while_it_is_free(house, evening, monday):
    alex = evening.people[0]
    own = build.signs_in(house, alex)
    with scope(own):
        [seat] = excuse(person=alex, sessions=[evening.session(monday).pk], by=own)

        come_after_all(seat=seat, by=own)

        with pytest.raises(NothingToExcuse):
            come_after_all(seat=seat, by=own)
    assert states(house, alex, monday, monday) == {monday: ("held", "")}


def test_a_seat_that_somebody_else_has_by_now_is_not_taken_again(house, monday):
    """Six people and one clinician: a seventh would be out of ratio, and so is whoever comes back."""
    evening = groups.group(house, caseload.people(house, 6), from_on=monday)
    alex, guest = evening.people[0], build.patient(house, "Grace", "Oyelaran")
    own = build.signs_in(house, alex)
    with scope(own):
        [seat] = excuse(person=alex, sessions=[evening.session(monday).pk], by=own)
    with behind(house.program.pk, house.director):
        Seat.objects.create(
            program=house.program,
            session=evening.session(monday),
            patient=guest,
            guest=True,
            changed_at=seat.changed_at,
        )

    with scope(own), pytest.raises(NoLongerFree):
        come_after_all(seat=seat, by=own)


def test_days_away_free_the_seats_and_what_is_made_later_leaves_them_out(house, evening, monday):
    alex = evening.people[0]

    hours.away(house, alex, monday, monday + timedelta(days=2))

    assert states(house, alex, monday, monday + timedelta(days=4)) == {
        monday: ("excused", "away"),
        monday + timedelta(days=2): ("excused", "away"),
        monday + timedelta(days=4): ("held", ""),
    }


def test_a_part_of_a_day_away_frees_only_what_it_touches(house, evening, monday):
    alex = evening.people[0]

    hours.away(house, alex, monday, times="9:00-17:00")
    hours.away(house, alex, monday + timedelta(days=2), times="9:00-18:30")

    assert states(house, alex, monday, monday + timedelta(days=2)) == {
        monday: ("held", ""),
        monday + timedelta(days=2): ("excused", "away"),
    }
