"""
Observers: only while everybody in the session agrees. One table of cases, judged by the action and by the database, to
which nobody comes but by raw SQL; and whoever is in leaves the moment somebody there has not agreed.
"""

from dataclasses import dataclass

import pytest
from django.db import IntegrityError, connection, transaction

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.observing.asking import ask_to_observe, take_ask_back
from hearthside.live.actions.observing.coming import come_to_observe, let_observer_in
from hearthside.live.actions.opening import end_live
from hearthside.live.actions.seating import Sitter, admit_seat, revoke_seat, take_seat
from hearthside.live.actions.typing_lines import type_line
from hearthside.live.models.observing import ObserveAsk
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.observing_refusals import (
    AskedForAlready,
    MayNotObserve,
    NotAskedAny,
    NotEverybodyAgreed,
    NothingToObserve,
    StaffsIt,
)
from hearthside.live.queries.observing import agreed_to, may_observe
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NotInThisSession
from hearthside.live.words import FACILITATOR, OBSERVER, PATIENT
from hearthside.notify.models import Notice
from hearthside.people.actions.grants import behind
from hearthside.people.actions.patients import link_account
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.seats import Seat as PlannedSeat
from tests import build
from tests.builders import groups, live, people
from tests.builders.observing import WHY, asked, comes_to_observe, everybody_says_yes, observes, says, trainee
from tests.kept import begins_with


def harbor():
    there = live.live(build.program())
    return there, *trainee(there.at)


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept[0]


@pytest.fixture
def ines(kept):
    return kept[1]


@pytest.fixture
def own(kept):
    return kept[2]


def no_answer(there, ask):
    """Nobody said anything."""


def all_but_one(there, ask):
    everybody_says_yes(there, ask)
    says(there, "p3", ask, agrees=False)


def one_is_silent(there, ask):
    for name in ("p1", "p2", "p4"):
        says(there, name, ask, agrees=True)


def taken_back(there, ask):
    everybody_says_yes(there, ask)
    with scope(there.lead):
        take_ask_back(ask=ask, by=there.lead)


def absent_one_said_no(there, ask):
    """Whoever said no has left, so nobody can tell from who is there who it was."""
    all_but_one(there, ask)
    with scope(there.watch):
        revoke_seat(seat=there.seats["p3"], by=there.watch)


def a_guest_came(there, ask):
    """Everybody who was asked agreed; somebody has a seat since who was not asked yet."""
    everybody_says_yes(there, ask)
    (guest,) = groups.people(there.at, 1)
    with behind(there.at.program.pk, there.watch):
        row = PlannedSeat.objects.filter(session=there.session.pk, state="held").first()
        row.pk, row.patient_id, row.agreement_id = new_id(), guest.pk, None
        row._state.adding = True
        row.save(force_insert=True)


def changed_to_yes(there, ask):
    all_but_one(there, ask)
    says(there, "p3", ask, agrees=True)


@dataclass(frozen=True)
class Case:
    happens: object
    may: bool


CASES = {
    "nobody answered": Case(no_answer, False),
    "one said no": Case(all_but_one, False),
    "one has not answered": Case(one_is_silent, False),
    "the request was taken back": Case(taken_back, False),
    "whoever said no is not there": Case(absent_one_said_no, False),
    "a guest came who was not asked": Case(a_guest_came, False),
    "everybody agreed": Case(everybody_says_yes, True),
    "a no became a yes": Case(changed_to_yes, True),
}


def by_action(there, ask, ines, own):
    """Through the door that there is."""
    comes_to_observe(there, ask, own)


def by_seat(there, ask, ines, own):
    """Straight through the actions of seats, as what watches."""
    live.comes(there, Sitter(OBSERVER, clinician=ines.pk))


def by_sql(there, ask, ines, own):
    """Rows alone: a seat that is let in, and who sits there."""
    with behind(there.at.program.pk, there.watch), transaction.atomic():
        seat = Seat.objects.create(
            program=there.at.program, session=there.live, identity="s-raw", made_at=clock.now(),
            admitted_at=clock.now(),
        )  # fmt: skip
        SeatOccupant.objects.bulk_create([occupant(there, seat, ines)])


def by_sql_later(there, ask, ines, own):
    """A seat of somebody who leads becomes an observer's."""
    kim = there.seats["kim"]
    with behind(there.at.program.pk, there.watch), transaction.atomic():
        SeatOccupant.objects.filter(seat=kim).update(role=OBSERVER, clinician=ines, counts_in_ratio=False)


def occupant(there, seat, who):
    return SeatOccupant(
        program=there.at.program, seat=seat, clinician=who, role=OBSERVER, counts_in_ratio=False, from_at=clock.now()
    )


DOORS = {
    "the door": (by_action, (NotEverybodyAgreed, NothingToObserve)), "a seat": (by_seat, NotEverybodyAgreed),
    "SQL": (by_sql, IntegrityError), "a changed row": (by_sql_later, IntegrityError),
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("case", CASES)
def test_nobody_observes_by_any_door_unless_everybody_agreed(there, ines, own, case, door):
    ask = asked(there, ines)
    CASES[case].happens(there, ask)
    comes, refusal = DOORS[door]

    if CASES[case].may:
        comes(there, ask, ines, own)
        assert tie(own.account, there.live.pk).relations == {"observer"}
    else:
        with pytest.raises(refusal):
            comes(there, ask, ines, own)
        assert tie(own.account, there.live.pk).relations == set()


def test_nobody_observes_who_was_not_asked_for(there, ines, own):
    with pytest.raises(NotEverybodyAgreed):
        by_seat(there, None, ines, own)
    with pytest.raises(IntegrityError):
        by_sql(there, None, ines, own)


def test_whoever_observes_sits_alone(there, ines):
    ask = asked(there, ines)
    everybody_says_yes(there, ask)
    with scope(there.watch), pytest.raises(NotEverybodyAgreed):
        take_seat(
            live=there.live, by=there.watch,
            sitters=[Sitter(OBSERVER, clinician=ines.pk), Sitter(FACILITATOR, clinician=there.group.lead.pk)],
        )  # fmt: skip

    with behind(there.at.program.pk, there.watch), pytest.raises(IntegrityError), transaction.atomic():
        SeatOccupant.objects.bulk_create([occupant(there, there.seats["p1"], ines)])


def is_in(there, seat) -> bool:
    with behind(there.at.program.pk, there.watch):
        row = Seat.objects.get(pk=seat.pk)
        return row.admitted_at is not None and row.revoked_at is None


def a_no(there, ask):
    says(there, "p2", ask, agrees=False)


def a_no_by_sql(there, ask):
    with behind(there.at.program.pk, there.watch):
        ask.answers.create(
            program=there.at.program, patient=live.patient_named(there, "p2"), agrees=False, at=clock.now()
        )


def taking_back(there, ask):
    with scope(there.co):
        take_ask_back(ask=ask, by=there.co)


def taking_back_by_sql(there, ask):
    with behind(there.at.program.pk, there.watch):
        ObserveAsk.objects.filter(pk=ask.pk).update(taken_back_at=clock.now())


def guest_is_let_in(there, ask):
    a_guest_came(there, ask)
    with behind(there.at.program.pk, there.watch):
        known = [patient.pk for patient in there.group.people]
        guest = PlannedSeat.objects.filter(session=there.session.pk, state="held").exclude(patient__in=known).get()
    live.comes(there, Sitter(PATIENT, patient=guest.patient_id))


@pytest.mark.parametrize("happens", [a_no, a_no_by_sql, taking_back, taking_back_by_sql, guest_is_let_in])
def test_whoever_observes_goes_at_once_and_nobody_waits_for_it(there, happens):
    ask, own, seat = observes(there)
    assert is_in(there, seat)

    happens(there, ask)

    assert not is_in(there, seat)
    assert tie(own.account, there.live.pk).relations == set()
    assert all(is_in(there, there.seats[name]) for name in ("p1", "p2", "kim", "lee"))
    with scope(there.lead), pytest.raises((NotEverybodyAgreed, NothingToObserve)):
        let_observer_in(ask=ask, by=there.lead)


def test_a_yes_of_somebody_else_changes_nothing_for_whoever_is_in(there):
    ask, _, seat = observes(there)

    says(there, "p2", ask, agrees=True)

    assert is_in(there, seat)


def test_what_happened_is_kept_and_says_that_they_were_put_out(there):
    ask, _, _ = observes(there)
    a_no(there, ask)

    kinds = list(Entry.objects.filter(kind__startswith="Observer").order_by("at", "id").values_list("kind", flat=True))
    assert kinds == ["ObserverAsked", *["ObserverAnswered"] * 4, "ObserverCame", "ObserverLetIn", "ObserverPutOut",
                     "ObserverAnswered"]  # fmt: skip


def test_everybody_is_told_in_neutral_words_and_so_is_the_observer(there, ines, own):
    ask = asked(there, ines)

    told = Notice.objects.filter(about=ask.pk)
    assert {n.account_id for n in told.filter(kind="observer_asked")} == {
        there.actors[name].account for name in ("p1", "p2", "p3", "p4")
    }
    assert [n.account_id for n in told.filter(kind="may_observe")] == [own.account]


def asks(there, who, by, reason=WHY):
    with scope(by):
        return ask_to_observe(session=there.session, clinician=who.pk, reason=reason, by=by)


def test_whoever_leads_helps_or_directs_asks_and_nobody_else(there, ines, own):
    for who in (there.lead, there.co, there.at.director):
        ask = asks(there, ines, who)
        with scope(who):
            take_ask_back(ask=ask, by=who)
    for who in (own, there.actors["p1"]):
        with pytest.raises(NotInThisSession):
            asks(there, ines, who)


def test_only_a_clinician_who_leads_nothing_there_and_is_near_to_nobody_is_asked_for(there, ines):
    with scope(there.watch):
        lee = Clinician.objects.get(account=there.co.account)
    with pytest.raises(StaffsIt):
        asks(there, lee, there.lead)
    with pytest.raises(WrongFact):
        asks(there, ines, there.lead, reason=" ")
    asks(there, ines, there.lead)
    with pytest.raises(AskedForAlready):
        asks(there, ines, there.lead)

    near, account = trainee(there.at, "Max Stone")
    (mate,) = groups.people(there.at, 1)
    people.couple(there.at, live.patient_named(there, "p1"), mate)
    with there.at.seen_by("intake") as intake:
        link_account(patient=mate, account=live.account_of(account), by=intake)
    with pytest.raises(MayNotObserve):
        asks(there, near, there.lead)


def test_nobody_lets_an_observer_in_but_whoever_leads_and_only_while_they_are_there(there, ines, own):
    ask = asked(there, ines)
    everybody_says_yes(there, ask)
    with scope(there.lead), pytest.raises(NothingToObserve):
        let_observer_in(ask=ask, by=there.lead)
    with scope(there.co), pytest.raises(NotInThisSession):
        come_to_observe(ask=ask, by=there.co)
    with scope(own):
        come_to_observe(ask=ask, by=own)
        with pytest.raises(NotInThisSession):
            let_observer_in(ask=ask, by=own)

    with scope(there.lead):
        first, again = (let_observer_in(ask=ask, by=there.lead) for _ in range(2))
    assert first == again


def test_nothing_is_asked_once_it_is_over(there, ines):
    ask = asked(there, ines)
    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

    with pytest.raises(NotAskedAny):
        says(there, "p1", ask, agrees=True)
    with pytest.raises(NothingToObserve):
        asks(there, trainee(there.at, "Max Stone")[0], there.lead)


def test_an_observer_counts_as_nobody_and_types_nothing(there):
    _, own, seat = observes(there)

    with scope(there.watch):
        row = SeatOccupant.objects.get(seat=seat)
    with scope(own), pytest.raises(NotInThisSession):
        type_line(live=there.live, words="Hello", by=own)
    assert (row.role, row.counts_in_ratio) == (OBSERVER, False)


def test_an_observer_who_was_put_out_comes_back_once_everybody_agrees_again(there, ines):
    ask, own, seat = observes(there)
    a_no(there, ask)
    says(there, "p2", ask, agrees=True)

    again = comes_to_observe(there, ask, own)

    assert again != seat
    with scope(there.lead), pytest.raises(Exception, match="over"):
        admit_seat(seat=seat, by=there.lead)


def test_whether_everybody_agreed_is_one_word_of_the_database_for_the_action_too(there, ines):
    ask = asked(there, ines)
    with behind(there.at.program.pk, there.lead), connection.cursor():
        before = (agreed_to([ask.pk]), may_observe(there.session.pk, ines.pk))
    everybody_says_yes(there, ask)
    with behind(there.at.program.pk, there.lead):
        after = (agreed_to([ask.pk]), may_observe(there.session.pk, ines.pk))

    assert (before, after) == (({ask.pk: False}, False), ({ask.pk: True}, True))
