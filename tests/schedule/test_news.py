"""Who is told of what happened in the schedule, on their own clocks and in words that name nobody."""

import re
from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.listening import read_on, stuck
from hearthside.ledger.scope import scope
from hearthside.notify import rechecks
from hearthside.notify.kinds import KINDS
from hearthside.notify.models import Mail, Notice
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.closures import close_clinic
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.granting import decide_swap
from hearthside.schedule.actions.reminders import remind
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.reminders import Reminder
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.news import HANDLERS, LISTENER
from hearthside.schedule.plain import Staff
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
def theo(house):
    return build.patient(house, "Theo", zone="Pacific/Honolulu")


@pytest.fixture
def theos(house, theo):
    return build.signs_in(house, theo)


@pytest.fixture
def evening(house, theo, monday):
    return groups.group(house, [theo, *caseload.people(house, 4)], from_on=monday)


def tell():
    """Let the listener read on."""
    read_on(LISTENER, HANDLERS, by=system_actor("outbox"))
    assert stuck(LISTENER) == []


def told(who):
    """What somebody reads, the latest first."""
    rows = Notice.objects.filter(account=who.account).order_by("-made_at", "-id")
    return [KINDS[row.kind].say(KINDS[row.kind].sentence, row.facts) for row in rows]


def said(day, time):
    return f"{day:%A}, {day:%B} {day.day} at {time}"


def test_what_is_planned_is_told_once_on_everybodys_own_clock(house, theos, evening, monday):
    kims = hours.in_person(house, evening.lead)
    tell()
    tell()

    assert told(theos) == [f"New in your calendar: {said(monday, '1:00 PM')}."]
    assert told(kims) == [f"New in your calendar: {said(monday, '6:00 PM')}."]


def test_a_closed_day_is_one_notice_for_each_of_those_who_lose_something(house, theo, theos, evening, monday):
    dana = schedule.able(house)
    schedule.weekly(house, "individual", dana, theo, on=monday, start=15 * 60)
    stranger = build.signs_in(house, build.patient(house, "Grace"))
    tell()

    with house.seen_by("director") as by:
        close_clinic(program=house.program, from_on=monday, until_on=monday, title="Snow", by=by)
    tell()

    assert told(theos)[0] == f"Canceled: {said(monday, '10:00 AM')}, and 1 more. It is off your calendar."
    assert len([sentence for sentence in told(theos) if "Canceled" in sentence]) == 1
    assert told(stranger) == []


def test_who_leads_is_told_that_somebody_cannot_come_and_not_who_or_why(house, theo, theos, evening, monday):
    kims = hours.in_person(house, evening.lead)
    others = build.signs_in(house, evening.people[1])
    tell()
    before = told(theos), told(others)

    with scope(theos):
        excuse(person=theo, sessions=[evening.session(monday).pk], words="Made up: ill.", by=theos)
    tell()

    assert told(kims)[0] == f"Somebody cannot come: {said(monday, '6:00 PM')}."
    assert (told(theos), told(others)) == before
    assert "Made up" not in str(list(Notice.objects.values_list("facts", flat=True)))


def test_staff_who_excuse_somebody_have_it_told_to_them(house, theo, theos, evening, monday):
    tell()
    with house.seen_by("coordinator") as by:
        excuse(person=theo, sessions=[evening.session(monday).pk], by=by)
    tell()

    assert told(theos)[0] == f"You are not expected: {said(monday, '1:00 PM')}."


def test_a_session_short_of_staff_is_told_to_who_plans_and_to_who_could_help(house, evening, monday):
    lee = schedule.able(house, "Lee Moreau")
    lees, kims = hours.in_person(house, lee), hours.in_person(house, evening.lead)
    coordinator = house.actor("coordinator")
    tell()

    with scope(kims):
        drop_out(clinician=evening.lead, because="ill", sessions=[evening.session(monday).pk], by=kims)
    tell()

    when = said(monday, "6:00 PM")
    assert told(coordinator)[0] == f"Short of staff: {when}. Cover is being sought."
    assert told(lees)[0] == f"Can you help out? {when}. Whoever says yes first has it."


def test_clinicians_are_told_what_they_lead_from_now_on_and_what_no_more(house, evening, monday):
    lee = schedule.able(house, "Lee Moreau")
    lees, kims = hours.in_person(house, lee), hours.in_person(house, evening.lead)
    tell()

    with house.seen_by("coordinator") as by:
        change_staff(session=evening.session(monday), staff=[Staff(lee.pk, 1), Staff(lee.pk, 3)], by=by)
    tell()

    when = said(monday, "6:00 PM")
    assert told(lees)[0] == f"New in your calendar: {when}."
    assert told(kims)[0] == f"Canceled: {when}. It is off your calendar."


def test_asking_for_another_group_and_its_answer_are_told(house, theo, theos, evening, monday):
    other = groups.group(house, from_on=monday, weekdays=("tue", "thu", "fri"), start=15 * 60, name="Lee Moreau")
    lees, coordinator = hours.in_person(house, other.lead), house.actor("coordinator")
    tuesday = monday + timedelta(days=1)
    swap = groups.asks(house, theo, theos, other.session(tuesday), clock.now())
    tell()
    asked = told(coordinator)[0]

    with scope(coordinator):
        decide_swap(swap=swap, grant=True, by=coordinator)
    tell()

    assert asked == f"Somebody asked for a seat in another group: {said(tuesday, '3:00 PM')}."
    assert told(theos)[0] == f"You can come: {said(tuesday, '10:00 AM')}."
    assert f"Somebody comes as a guest: {said(tuesday, '3:00 PM')}." in told(lees)


def at_mark(house, session, lead):
    """Everybody is reminded when it is this long until the session begins."""
    with clock.fixed(session.starts_at - lead), house.seen_by("coordinator") as by:
        return remind(program=house.program, by=by)


def test_people_are_reminded_at_each_mark_once(house, theo, theos, evening, monday):
    session = evening.session(monday)
    tell()
    hour, day = timedelta(hours=1), timedelta(days=1)

    assert at_mark(house, session, day + timedelta(minutes=1)) == 0
    assert at_mark(house, session, day) == 5
    assert at_mark(house, session, day - timedelta(minutes=1)) == 0
    assert at_mark(house, session, hour) == 5
    assert at_mark(house, session, timedelta(minutes=1)) == 0
    assert at_mark(house, session, timedelta(0)) == 0

    reminders = [sentence for sentence in told(theos) if "reminder" in sentence]
    assert reminders == [f"A reminder: {said(monday, '1:00 PM')}."] * 2


def test_who_gave_up_the_seat_is_not_reminded_and_waiting_mail_is_dropped(house, theo, theos, evening, monday):
    session = evening.session(monday)
    at_mark(house, session, timedelta(days=1))
    with behind(house.program.pk, house.director):
        reminder = Reminder.objects.get(seat__patient=theo)
        assert rechecks.still_so("session_reminder", reminder.pk)
    with scope(theos):
        excuse(person=theo, sessions=[session.pk], by=theos)

    assert at_mark(house, session, timedelta(hours=1)) == 4
    with behind(house.program.pk, house.director):
        assert not rechecks.still_so("session_reminder", reminder.pk)


def test_a_session_that_was_moved_is_reminded_of_at_its_new_time(house, theo, evening, monday):
    session = evening.session(monday)
    at_mark(house, session, timedelta(days=1))
    with behind(house.program.pk, house.director):
        Session.objects.filter(pk=session.pk).update(
            starts_at=session.starts_at + timedelta(days=3), ends_at=session.ends_at + timedelta(days=3)
        )

    assert at_mark(house, evening.session(monday), timedelta(days=1)) == 5


CLINICAL = re.compile(r"therap|treat|group|session|patient|program|clinic|counsel|medic", re.IGNORECASE)


@pytest.mark.parametrize(
    "kind", [k for k in KINDS.values() if k.roles & {"patient", "partner"}], ids=lambda kind: kind.name
)
def test_no_mail_to_somebody_who_comes_says_what_it_is_about(kind):
    assert not CLINICAL.search(kind.mail + kind.subject)
    assert "{" not in kind.mail


def test_a_mail_waits_for_each_notice(house, theos, evening):
    tell()

    assert Mail.objects.filter(notice__account=theos.account, kind="sessions_planned").count() == 1
