"""The calendar at its secret address. Rule: docs/rules/calendar-feed.md."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.models import Entry, Reading
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.schedule.actions.calendars import (
    NoAddress,
    NoCalendar,
    call_calendar_entries,
    make_calendar_address,
    revoke_calendar_address,
)
from hearthside.schedule.actions.excusing import come_after_all, excuse
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import cancel_session
from hearthside.schedule.models.calendar_feeds import CalendarFeed
from tests import build
from tests.builders import availability as hours
from tests.builders import caseload, groups, schedule
from tests.builders.people import ended
from tests.schedule.test_ics import as_ical_reads, as_icalendar_reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house, 2)


@pytest.fixture
def evening(house, monday):
    return groups.group(house, caseload.people(house, 5), from_on=monday, modality="Grief work")


@pytest.fixture
def alex(evening):
    return evening.people[0]


@pytest.fixture
def alexs(house, alex):
    return build.signs_in(house, alex)


def address(by, **more):
    with scope(by):
        return make_calendar_address(by=by, **more).secret


def asked(secret, client=None):
    return (client or Client()).get(reverse("schedule:calendar", args=[secret]))


def read(secret):
    """What two readers both find: id, start, canceled or not, and how often it changed."""
    octets = asked(secret).content
    found = as_icalendar_reads(octets)
    assert found == as_ical_reads(octets)
    return {uid: (starts_at, status, sequence) for uid, _, starts_at, _, sequence, status in found}


def stamps(secret):
    """When each event was last revised, as the calendar says twice: of the file's event, and of what it tells of."""
    events = Calendar.from_ical(asked(secret).content).walk("VEVENT")
    return {str(e["UID"]): {e["DTSTAMP"].dt, e["LAST-MODIFIED"].dt} for e in events}


def uid(session):
    return f"{session.pk}@hearthside"


def test_it_holds_every_session_of_its_owner_and_no_other(house, evening, alexs, monday):
    groups.group(house, from_on=monday, name="Lee Moreau")

    found = read(address(alexs))

    with behind(house.program.pk, house.director):
        # A membership lasts the weeks of its day plan, and the cohort goes on.
        own = list(evening.series.sessions.filter(on_day__lt=monday + timedelta(weeks=8)))
    assert {key: (starts_at, status) for key, (starts_at, status, _) in found.items()} == {
        uid(s): (s.starts_at.astimezone(UTC), "CONFIRMED") for s in own
    }
    assert len(found) == 24


def test_it_says_nothing_of_what_it_is(house, evening, alexs):
    answer = asked(address(alexs, word="Yoga"))

    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Yoga\r\n" in text
    words = ["Hearthside IOP", "Harbor", "therapy", "group", "Grief", "Kim", "process", "clinic", "Program"]
    assert [word for word in words if word.lower() in text.lower()] == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_seat_that_is_given_up_is_canceled_and_comes_back_with_a_higher_number(house, evening, alex, alexs, monday):
    secret, session = address(alexs), evening.session(monday)
    before = read(secret)[uid(session)]
    with scope(alexs):
        [seat] = excuse(person=alex, sessions=[session.pk], by=alexs)
    without = read(secret)[uid(session)]
    with scope(alexs):
        come_after_all(seat=seat, by=alexs)
    again = read(secret)[uid(session)]

    assert [each[1] for each in (before, without, again)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert before[2] < without[2] < again[2]


@pytest.mark.parametrize("whose", ["patient", "clinician"])
def test_an_event_says_when_its_session_was_last_moved_or_canceled(house, evening, alexs, monday, whose):
    secret = address(alexs if whose == "patient" else hours.in_person(house, evening.lead))
    moved, canceled, untouched = (evening.session(monday + timedelta(days=7 * n)) for n in range(3))
    before, later = stamps(secret), clock.now().replace(microsecond=0) + timedelta(hours=3)

    with clock.fixed(later), house.seen_by("coordinator") as coordinator:
        with behind(house.program.pk, house.director):
            reschedule(session=moved, on_day=moved.on_day, start_minute=moved.start_minute + 60, by=coordinator)
            cancel_session(session=canceled, by=coordinator)
        after = stamps(secret)

    assert after == {**before, uid(moved): {later}, uid(canceled): {later}}
    assert later not in after[uid(untouched)]


def test_what_somebody_else_does_changes_nothing_in_it(house, evening, alexs, monday):
    secret, other = address(alexs), evening.people[1]
    before = asked(secret).content
    others = build.signs_in(house, other)

    with scope(others):
        excuse(person=other, sessions=[evening.session(monday).pk], words="Made up.", by=others)

    assert asked(secret).content == before


def test_a_guest_of_one_block_has_that_block_alone(house, alex, alexs, monday):
    build.decided(house, "swap.self", "yes")
    other = groups.group(house, from_on=monday, weekdays=("tue", "thu", "fri"), start=9 * 60, name="Lee Moreau")
    session = other.session(monday + timedelta(days=1))
    groups.asks(house, alex, alexs, session, clock.now(), blocks=[3])

    starts_at, status, _ = read(address(alexs))[uid(session)]

    assert (starts_at, status) == (session.starts_at.astimezone(UTC) + timedelta(minutes=100), "CONFIRMED")


def test_a_clinician_has_what_they_staff(house, evening, monday):
    kims = hours.in_person(house, evening.lead)

    found = read(address(kims))

    with behind(house.program.pk, house.director):
        assert set(found) == {uid(s) for s in evening.series.sessions.all()}
    answer = asked(address(kims))
    assert not Reading.objects.filter(facts__route__startswith="calendar").exclude(patients=[]).exists()
    assert answer.status_code == 200


def test_each_reading_is_in_the_log_of_whose_record_it_is(evening, alex, alexs):
    secret = address(alexs)

    asked(secret)

    [line] = Reading.objects.filter(facts__route="calendar/<str:secret>.ics", kind="schedule")
    assert (line.actor, line.patients) == ("system:calendar", [str(alex.pk)])
    assert secret not in "".join(r.canonical for r in (*Reading.objects.all(), *Entry.objects.all()))


def test_the_secret_is_kept_by_nobody_and_made_new_or_revoked_it_opens_nothing(house, evening, alexs):
    first = address(alexs)
    second = address(alexs)
    never = asked("never").content

    assert asked(second).status_code == 200
    with behind(house.program.pk, house.director):
        assert {first, second}.isdisjoint(str(row.__dict__) for row in CalendarFeed.objects.all())
    with scope(alexs):
        revoke_calendar_address(by=alexs)
        with pytest.raises(NoAddress):
            revoke_calendar_address(by=alexs)
    for secret in (first, second):
        answer = asked(secret)
        assert (answer.status_code, answer.content) == (404, never)


def test_whose_access_ended_has_no_calendar(house, evening, alexs):
    secret, other = address(alexs), build.signs_in(house, evening.people[1])
    others = address(other)

    ended(house, alexs)
    Account.objects.filter(pk=other.account).update(is_active=False)

    assert asked(secret).status_code == asked(others).status_code == 404


def test_only_whoever_comes_or_leads_has_one(house):
    with house.seen_by("biller") as biller, pytest.raises(NoCalendar):
        make_calendar_address(by=biller)


@pytest.mark.parametrize("word", ["", "   ", "x" * 41, "a\x00b"])
def test_a_word_that_cannot_be_kept_is_refused(evening, alexs, word):
    address(alexs)

    with scope(alexs), pytest.raises(WrongFact) as refused:
        call_calendar_entries(word=word, by=alexs)

    assert refused.value.field == "word"


def test_nobody_sees_whether_somebody_else_has_one(house, evening, alexs):
    address(alexs)

    for who in (build.signs_in(house, evening.people[1]), house.actor("director"), house.actor("coordinator")):
        with scope(who):
            assert not CalendarFeed.objects.exists()
    with scope(alexs):
        assert CalendarFeed.objects.count() == 1


def test_a_year_of_sessions_costs_no_more_questions(evening, alexs, django_assert_max_num_queries):
    secret = address(alexs)

    with django_assert_max_num_queries(40):
        asked(secret)
