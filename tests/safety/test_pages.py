"""Raising a page, accepting it, and what ends it."""

import pytest
from django.db import IntegrityError, transaction

from hearthside.base.ids import new_id
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.duty import end_duty, start_duty
from hearthside.safety.actions.pages import (
    accept_page,
    call_again,
    resolve_page,
    withdraw_page,
)
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import Page
from hearthside.safety.queries.pages import awaiting
from hearthside.safety.refusals import AnsweredAlready, MayNotCome, NotYourPage, PageOver, WrongDuty
from hearthside.safety.words import CRISIS, SUPERVISOR
from tests.builders import clinicians
from tests.builders.safety import Line, called_for, on_duty, watch
from tests.kept import begins_with


def harbor():
    at = clinicians.house()
    return at, on_duty(at), on_duty(at, name="Ines Varga"), on_duty(at, SUPERVISOR, name="Lee Moreau")


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    Line(not_these={kept[2].account: "kept_away"}).register()
    return kept


def recorded(kind):
    return Entry.objects.filter(kind=kind).count()


def test_what_is_called_for_already_is_not_called_for_twice(there):
    at, *_ = there
    session = new_id()

    first = called_for(at, subject=session, patients=6)
    again = called_for(at, subject=session, patients=5)
    other = called_for(at, subject=session, cause="other")

    assert again.pk == first.pk
    assert again.counts == {"patients": 6}
    assert other.pk != first.pk
    assert recorded("PageRaised") == 2


def test_a_page_vanishes_with_the_change_that_raised_it(there):
    at, *_ = there

    with transaction.atomic():
        called_for(at)
        transaction.set_rollback(True)

    with behind(at.program.pk, at.director):
        assert not Page.objects.exists()


def test_one_press_accepts_and_nobody_else_can(there):
    at, kim, _, lee = there
    page = called_for(at)

    with scope(kim):
        taken = accept_page(page=page, by=kim)
        accept_page(page=page, by=kim)

    assert (taken.accepted_by_id, taken.next_due_at) == (kim.account, None)
    assert recorded("PageAccepted") == 1
    with scope(lee), pytest.raises(AnsweredAlready):
        accept_page(page=page, by=lee)


def test_whoever_is_not_on_duty_and_was_not_called_cannot_accept(there):
    at, kim, *_ = there
    page = called_for(at)
    stranger, elsewhere = at.actor("clinician"), on_duty(clinicians.house(), name="Robin Tate")
    with scope(kim):
        end_duty(duty=Duty.objects.open().get(account=kim.account), by=kim)

    for who in (stranger, elsewhere, kim, watch(at)):
        with scope(who), pytest.raises(NotYourPage):
            accept_page(page=page, by=who)


def test_whoever_may_not_meet_those_who_are_there_cannot_accept(there):
    at, _, ines, _ = there
    page = called_for(at)

    with scope(ines), pytest.raises(MayNotCome) as refused:
        accept_page(page=page, by=ines)

    assert refused.value.code == "kept_away"


def test_a_page_on_suspicion_is_withdrawn_unless_somebody_is_on_the_way(there):
    at, kim, *_ = there
    one, other = called_for(at), called_for(at)
    with scope(kim):
        accept_page(page=one, by=kim)

    with scope(watch(at)):
        kept = withdraw_page(page=one, by=watch(at))
        gone = withdraw_page(page=other, by=watch(at))

    assert kept.withdrawn_at is None
    assert gone.withdrawn_at is not None
    assert gone.next_due_at is None
    with scope(kim), pytest.raises(PageOver):
        accept_page(page=other, by=kim)


def test_when_whoever_accepted_does_not_come_the_calls_begin_anew(there):
    at, kim, _, lee = there
    page = called_for(at)
    with scope(kim):
        accept_page(page=page, by=kim)

    with scope(watch(at)):
        again = call_again(page=page, by=watch(at))

    assert again.is_calling
    assert again.step == 0
    with scope(lee):
        assert accept_page(page=page, by=lee).accepted_by_id == lee.account


def test_once_resolved_the_same_cause_may_call_anew(there):
    at, kim, *_ = there
    session = new_id()
    page = called_for(at, subject=session)

    with scope(watch(at)):
        resolve_page(page=page, by=watch(at))
        resolve_page(page=page, by=watch(at))

    assert recorded("PageResolved") == 1
    assert called_for(at, subject=session).pk != page.pk
    with scope(kim):
        assert [p.pk for p in awaiting(kim)] != [page.pk]


def test_only_who_watches_accepted_or_supervises_ends_a_page(there):
    at, kim, ines, lee = there
    page = called_for(at)
    with scope(kim):
        accept_page(page=page, by=kim)

    with scope(ines), pytest.raises(NotYourPage):
        resolve_page(page=page, by=ines)
    with scope(lee):
        assert resolve_page(page=page, by=lee).resolved_at is not None


def test_the_database_lets_no_page_fall_silent(there):
    at, *_ = there
    page = called_for(at)

    with behind(at.program.pk, at.director), pytest.raises(IntegrityError, match="page_never_falls_silent"):
        Page.objects.filter(pk=page.pk).update(next_due_at=None)


def test_patients_and_other_programs_see_no_page_and_no_duty(there):
    at, kim, *_ = there
    page = called_for(at)

    for who in (at.actor("patient"), clinicians.house().director):
        with scope(who):
            assert not Page.objects.filter(pk=page.pk).exists()
            assert not Duty.objects.filter(account=kim.account).exists()
    with scope(kim):
        assert list(awaiting(kim)) == [page]


def test_a_ladder_that_nobody_gave_calls_nobody_and_says_so(there):
    at, *_ = there

    with pytest.raises(LookupError):
        called_for(at, ladder="unknown")


def test_nobody_is_on_duty_as_what_they_may_not_be(there):
    at, kim, _, lee = there

    with scope(kim):
        assert start_duty(program=at.program.pk, kind=CRISIS, by=kim).kind == CRISIS
        same = start_duty(program=at.program.pk, kind=CRISIS, by=kim)
    with scope(lee), pytest.raises(Exception, match="may not be on duty as a floater"):
        start_duty(program=at.program.pk, kind="floater", by=lee)
    outside = at.actor("clinician")
    with scope(outside), pytest.raises(WrongDuty):
        start_duty(program=at.program.pk, kind="floater", by=outside)

    with behind(at.program.pk, at.director):
        assert Duty.objects.filter(account=kim.account, kind=CRISIS).get() == same
    assert recorded("DutyStarted") == 4
