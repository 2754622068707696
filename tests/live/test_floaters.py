"""Who is called to stand in: asked at the moment of calling, of everybody on duty, with a reason for whoever is not."""

from datetime import timedelta

import pytest

from hearthside.access.models import Account
from hearthside.base.ids import new_id
from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live import floaters
from hearthside.live.door_words import CRISIS_LADDER, TALK_CAUSE, TALK_SUBJECT
from hearthside.live.models.check_in import CheckIn, CheckInPlace, TalkFirst
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries import door_ladder
from hearthside.people.actions import patients
from hearthside.people.actions.clinicians import link_account
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.words import CRISIS, EVERYBODY, FLOATER, NEXT, SUPERVISOR
from tests.builders import clinicians, groups, people, schedule
from tests.builders.safety import called_for
from tests.kept import begins_with


def evening():
    """A group of four in Pennsylvania on a Monday evening, ten minutes after it began."""
    at = clinicians.house()
    monday = schedule.next_monday(at)
    group = groups.group(at, from_on=monday)
    session = group.session(monday)
    with behind(at.program.pk, at.director):
        live = LiveSession.objects.create(
            session=session,
            program=at.program,
            opened_at=session.starts_at,
            ends_at=session.ends_at,
            policy_version="x",
        )
        room = LiveRoom.objects.create(
            program=at.program, session=live, kind="main", name=str(new_id()), opened_at=session.starts_at
        )
    return at, group, session, room


pytestmark = begins_with(evening)


@pytest.fixture
def there(kept):
    at, group, session, room = kept
    floaters.register()
    with clock.fixed(session.starts_at + timedelta(minutes=10)):
        yield at, group, session, room


def floater(at, name, kind=FLOATER, **facts):
    """A clinician who may do everything here, and has just started duty."""
    return started(at, schedule.able(at, name, **facts), kind)


def started(at, clinician, kind=FLOATER):
    who = clinicians.account(clinician.name)
    clinicians.actor(at.program, "clinician", who=who)
    with scope(at.director):
        link_account(clinician=clinician, account=who, by=at.director)
    actor = Actor(account=who.pk, program=at.program.pk, roles=frozenset({"clinician"}))
    with scope(actor):
        start_duty(program=at.program.pk, kind=kind, by=actor)
    return who.pk


def asked(there, level=NEXT, called=(), *, of=None):
    """Who is called by a page of the room, and who is passed over for what."""
    at, _, _, room = there
    page = of or called_for_room(at, room)
    with behind(at.program.pk, at.director):
        choice = floaters.next_candidates(page, level, called)
    return [who.account for who in choice.called], dict(choice.passed_over)


def called_for_room(at, room):
    return called_for(at, of="room", subject=room.pk, ladder=floaters.FLOATERS, cause="ratio", patients=4, staff=0)


def test_whoever_has_waited_longest_is_called_and_then_the_next(there):
    at, *_ = there
    first, second = floater(at, "Ines Varga"), floater(at, "Lee Moreau")

    assert asked(there) == ([first], {})
    assert asked(there, called={first}) == ([second], {})
    assert asked(there, called={first, second}) == ([], {})


def test_whoever_is_licensed_elsewhere_is_passed_over(there):
    at, *_ = there
    elsewhere, here = floater(at, "Ines Varga", states=("OH",)), floater(at, "Lee Moreau")

    assert asked(there) == ([here], {elsewhere: floaters.UNLICENSED})


def test_where_somebody_says_they_are_today_counts_and_not_where_they_live(there):
    at, group, session, _ = there
    home, both = floater(at, "Ines Varga"), floater(at, "Lee Moreau", states=("PA", "OH"))
    with behind(at.program.pk, at.director):
        came = CheckIn.objects.create(
            program=at.program, session_id=session.pk, patient=group.people[0], began_at=clock.now()
        )
        for state, minutes in (("OH", 1), ("PA", 0)):
            CheckInPlace.objects.create(
                program=at.program, check_in=came, street="1 Example Street", city="Anywhere", state=state,
                said_at=clock.now() + timedelta(minutes=minutes),
            )  # fmt: skip

    assert asked(there) == ([both], {home: floaters.UNLICENSED})


def test_whoever_leads_this_session_or_is_with_somebody_else_is_passed_over(there):
    at, group, session, _ = there
    leads = started(at, group.lead)
    busy = schedule.able(at, "Ines Varga")
    (other,) = groups.people(at, 1)
    local = session.starts_at.astimezone(zone(at.program.zone))
    schedule.weekly(at, "individual", busy, other, on=session.on_day, start=local.hour * 60 + local.minute)
    busy_account = started(at, busy)

    assert asked(there) == ([], {leads: floaters.IN_IT, busy_account: floaters.BUSY})


def test_whoever_lacks_the_role_or_the_track_is_passed_over(there):
    at, *_ = there
    without_role = floater(at, "Ines Varga", roles=("individual",))
    other_track = floater(at, "Lee Moreau", tracks=("sud",))

    assert asked(there) == ([], {without_role: floaters.UNFIT, other_track: floaters.UNFIT})


def test_whoever_is_the_partner_of_somebody_there_is_never_called(there):
    at, group, *_ = there
    (partner,) = groups.people(at, 1)
    people.couple(at, group.people[0], partner)
    own, supervisor = schedule.able(at, "Ines Varga"), schedule.able(at, "Max Stone")
    close, supervises = started(at, own), started(at, supervisor, SUPERVISOR)
    with at.seen_by("intake") as intake:
        for account, patient in ((close, partner), (supervises, group.people[1])):
            patients.link_account(patient=patient, account=Account.objects.get(pk=account), by=intake)

    assert asked(there) == ([], {close: floaters.RELATED})
    assert asked(there, SUPERVISOR) == ([], {supervises: floaters.RELATED})


def test_no_crisis_clinician_is_called_for_their_own_partner(there):
    at, group, session, _ = there
    (partner,) = groups.people(at, 1)
    people.couple(at, group.people[0], partner)
    close, other = (started(at, schedule.able(at, name), CRISIS) for name in ("Ines Varga", "Max Stone"))
    with at.seen_by("intake") as intake:
        patients.link_account(patient=partner, account=Account.objects.get(pk=close), by=intake)
    with behind(at.program.pk, at.director):
        came = CheckIn.objects.create(
            program=at.program, session_id=session.pk, patient=group.people[0], began_at=clock.now()
        )
        talk = TalkFirst.objects.create(program=at.program, check_in=came, causes=["risk"], raised_at=clock.now())
    page = called_for(at, of=TALK_SUBJECT, subject=talk.pk, ladder=CRISIS_LADDER, cause=TALK_CAUSE)

    with behind(at.program.pk, at.director):
        choice = door_ladder.next_candidates(page, NEXT, ())

        assert [who.account for who in choice.called] == [other]
        assert choice.passed_over == ((close, floaters.RELATED),)
        assert door_ladder.objection(page, close) == floaters.RELATED


def test_supervisors_and_at_last_everybody_are_called_whatever_their_license(there):
    at, *_ = there
    able, elsewhere = floater(at, "Ines Varga"), floater(at, "Nia Brooks", states=("OH",))
    supervisor = floater(at, "Lee Moreau", SUPERVISOR, states=("OH",))
    crisis = floater(at, "Max Stone", CRISIS, states=("OH",))

    assert asked(there, SUPERVISOR) == ([supervisor], {})
    everybody, passed_over = asked(there, EVERYBODY)
    assert set(everybody) == {able, supervisor, crisis}
    assert passed_over == {elsewhere: floaters.UNLICENSED}


def test_whoever_may_not_come_cannot_accept_and_whoever_sees_to_it_can(there):
    at, *_, room = there
    elsewhere = floater(at, "Ines Varga", states=("OH",))
    supervisor = floater(at, "Lee Moreau", SUPERVISOR, states=("OH",))
    page = called_for_room(at, room)

    with behind(at.program.pk, at.director):
        assert floaters.objection(page, elsewhere) == floaters.UNLICENSED
        assert floaters.objection(page, supervisor) == ""
        assert floaters.objection(page, at.director.account) == floaters.NO_CLINICIAN


def test_asking_takes_no_more_questions_for_many_than_for_few(there, django_assert_max_num_queries):
    at, *_, room = there
    page = called_for_room(at, room)
    for number in range(6):
        floater(at, f"Robin Tate {number}")

    with django_assert_max_num_queries(30):
        called, _ = asked(there, EVERYBODY, of=page)

    assert len(called) == 6
