"""Staff loss is never refused: the session is short at once, somebody is asked, and the first yes has it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.cover import answer_cover, ask_on, offer_cover, override_short
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Staff
from hearthside.schedule.refusals import OfferClosed, Unfit
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


@pytest.fixture
def made(house, monday):
    return group(house, lead=schedule.able(house, "Kim Osei"), from_on=monday)


def rows(house, query):
    with behind(house.program.pk, house.director):
        return list(query)


def offers(house, session):
    found = CoverOffer.objects.filter(shortage__session=session).select_related("clinician", "shortage")
    return rows(house, found.order_by("place"))


def ill(house, made, monday):
    with house.seen_by("coordinator") as coordinator:
        drop_out(clinician=made.lead, because="ill", sessions=[made.session(monday).pk], by=coordinator)
    return made.session(monday)


def test_a_lead_who_is_ill_leaves_the_session_short_and_the_best_stand_in_is_asked(house, made, monday):
    schedule.able(house, "Dana Reyes")
    schedule.able(house, "Lee Moreau", states=["OH"])

    session = ill(house, made, monday)

    assert session.status == "short"
    (shortage,) = rows(house, Shortage.objects.filter(session=session))
    assert (shortage.because, shortage.clinician_id, shortage.ended_at) == ("ill", made.lead.pk, None)
    assert [(o.clinician.name, o.offered_at is not None) for o in offers(house, session)] == [("Dana Reyes", True)]
    assert made.session(monday + timedelta(days=2)).status == "planned"


def test_one_press_takes_it_and_the_session_is_whole(house, made, monday):
    dana = schedule.able(house, "Dana Reyes")
    session = ill(house, made, monday)
    (offer,) = offers(house, session)

    with house.seen_by("coordinator") as coordinator:
        answer_cover(offer=offer, yes=True, by=coordinator)

    assert made.session(monday).status == "planned"
    staff = rows(house, Staffing.objects.filter(block__session=session, released_at__isnull=True))
    assert [(s.clinician_id, s.part) for s in staff] == [(dana.pk, "lead")] * 2
    (shortage,) = rows(house, Shortage.objects.filter(session=session))
    assert shortage.ended_because == "covered"
    with house.seen_by("coordinator") as coordinator, pytest.raises(OfferClosed):
        answer_cover(offer=offer, yes=True, by=coordinator)


def test_whoever_declines_passes_it_on_and_so_does_silence(house, made, monday):
    for name in ("Dana Reyes", "Ines Varga", "Lee Moreau"):
        schedule.able(house, name)
    session = ill(house, made, monday)
    first, second, third = offers(house, session)
    assert (second.offered_at, third.offered_at) == (None, None)

    with house.seen_by("coordinator") as coordinator:
        answer_cover(offer=first, yes=False, by=coordinator)
    first, second, third = offers(house, session)
    assert (first.answer, second.offered_at is not None, third.offered_at) == ("declined", True, None)

    with house.seen_by("coordinator") as coordinator:
        assert ask_on(program=house.program.pk, by=coordinator) == 0
        with behind(house.program.pk, house.director):
            CoverOffer.objects.filter(pk=second.pk).update(offered_at=second.offered_at - timedelta(minutes=30))
        assert ask_on(program=house.program.pk, by=coordinator) == 1
        assert ask_on(program=house.program.pk, by=coordinator) == 0


def test_somebody_is_asked_out_of_turn_only_if_they_may(house, made, monday):
    lee = schedule.able(house, "Lee Moreau", states=["OH"])
    session = ill(house, made, monday)
    (shortage,) = rows(house, Shortage.objects.filter(session=session))

    with house.seen_by("coordinator") as coordinator, pytest.raises(Unfit):
        offer_cover(shortage=shortage, clinician=lee, by=coordinator)

    build.license_in(house, lee, "PA")
    with house.seen_by("coordinator") as coordinator:
        offer = offer_cover(shortage=shortage, clinician=lee, by=coordinator)
    assert offer.offered_at is not None


def test_a_session_opens_short_only_when_somebody_answers_for_it(house, made, monday):
    session = ill(house, made, monday)

    def opens():
        with transaction.atomic(), behind(house.program.pk, house.director), connection.cursor() as cursor:
            cursor.execute("UPDATE schedule_session SET status = 'open' WHERE id = %s", [session.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="answers for it"):
        opens()

    with house.seen_by("coordinator") as coordinator:
        override_short(session=session, reason="The supervisor sits in.", by=coordinator)
    opens()
    assert made.session(monday).status == "open"


def test_days_away_reach_sessions_that_are_made_later(house, monday):
    kim, alex = schedule.able(house, "Kim Osei"), build.patient(house)
    series = schedule.weekly(house, "individual", kim, alex, on=monday)
    sessions = rows(house, Session.objects.filter(series=series).order_by("starts_at"))

    with house.seen_by("coordinator") as coordinator:
        left = drop_out(
            clinician=kim, because="away", from_at=sessions[1].starts_at, until_at=sessions[3].starts_at, by=coordinator
        )

    assert [s.on_day for s in left] == [monday + timedelta(weeks=1), monday + timedelta(weeks=2)]
    statuses = [s.status for s in rows(house, Session.objects.filter(series=series).order_by("starts_at"))]
    assert statuses == ["planned", "short", "short", *["planned"] * 9]


def test_who_staffs_one_session_can_be_changed(house, made, monday):
    dana = schedule.able(house, "Dana Reyes")

    with house.seen_by("coordinator") as coordinator:
        change_staff(session=made.session(monday), staff=[Staff(dana.pk, n) for n in (1, 3)], by=coordinator)

    staff = rows(house, Staffing.objects.filter(block__session=made.session(monday), released_at__isnull=True))
    assert {s.clinician_id for s in staff} == {dana.pk}
    assert made.session(monday).status == "planned"


def test_whoever_joins_a_session_that_is_short_waits_for_cover(house, made, monday):
    schedule.able(house, "Dana Reyes")
    session = ill(house, made, monday)
    ravi = build.patient(house, "Ravi", "")

    caseload.joins(house, made.cohort, ravi, from_on=monday)
    assert (made.seat(ravi, monday).state, made.seat(ravi, monday).because) == ("excused", "short")

    with house.seen_by("coordinator") as coordinator:
        answer_cover(offer=offers(house, session)[0], yes=True, by=coordinator)
    assert made.seat(ravi, monday).state == "held"
