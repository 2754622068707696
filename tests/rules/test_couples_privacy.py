"""What partners may know of each other, at every door. Rule: docs/rules/couples-privacy.md."""

from dataclasses import fields

import pytest
from django.db import IntegrityError, connection, transaction

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.couples import (
    AlreadyLinked,
    NotLinked,
    NotTwoPeople,
    link_partners,
    part_partners,
    say_together_wish,
)
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import end_keep_apart_reason, keep_apart
from hearthside.people.models.applications import SafetyScreen
from hearthside.people.models.couples import Couple, CoupleMember, CoupleWish, KeepApart, KeepApartReason
from hearthside.people.models.patients import Patient, PatientDetails, StatusChange
from hearthside.people.queries.couples import SharedView, kept_apart_from, own_couples
from hearthside.people.queries.standing import NotYours
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def alex(house):
    return build.patient(house, "Alex")


@pytest.fixture
def sam(house):
    return build.patient(house, "Sam")


def count(actor, model):
    with scope(actor):
        return model.objects.count()


def test_a_partner_sees_the_chosen_name_and_the_link_and_nothing_else(house, alex, sam):
    signed_in = build.signs_in(house, alex)
    couple = build.couple(house, alex, sam)
    build.screened(house, sam.id, feels_safe="no", conclusion="concern", words="made up")

    with scope(signed_in):
        assert {p.chosen_name for p in Patient.objects.all()} == {"Alex", "Sam"}
        assert list(PatientDetails.objects.values_list("pk", flat=True)) == [alex.id]
        assert list(StatusChange.objects.values_list("patient", flat=True)) == [alex.id]
        assert not SafetyScreen.objects.exists()
        assert [c.id for c in Couple.objects.visible_to(signed_in)] == [couple.id]


def test_the_shared_view_is_this_list():
    assert [field.name for field in fields(SharedView)] == ["partner_name", "linked_on", "ended_on"]


def test_whoever_signs_in_after_being_linked_sees_the_same(house, alex, sam):
    build.couple(house, alex, sam)
    signed_in = build.signs_in(house, alex)

    with scope(signed_in):
        ((_, view),) = own_couples(signed_in)

    assert view.partner_name == "Sam"


def test_nobody_has_two_partners(house, alex, sam):
    build.couple(house, alex, sam)

    with house.seen_by("intake") as intake:
        with pytest.raises(AlreadyLinked):
            link_partners(first=alex, second=build.patient(house, "Max"), by=intake)
        with pytest.raises(NotTwoPeople):
            link_partners(first=alex, second=alex, by=intake)


def test_a_couple_of_one_is_refused_by_the_database(house, alex):
    with house.seen_by("intake"):
        couple = Couple.objects.create(program=house.program, from_at=clock.now())
        CoupleMember.objects.create(program=house.program, couple=couple, patient=alex)

        with pytest.raises(IntegrityError, match="two members"), transaction.atomic():
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        # What was wrong is taken out again, or it would fail the end of the test too.
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("alex_says", "sam_says", "apart"),
    [(None, None, False), (True, True, False), (False, True, True), (True, False, True), (False, False, True),
     (False, None, True)],
)  # fmt: skip
def test_either_ones_wish_for_apart_wins(house, alex, sam, alex_says, sam_says, apart):
    couple = build.couple(house, alex, sam)
    for who, says in ((alex, alex_says), (sam, sam_says)):
        if says is not None:
            by = build.signs_in(house, who)
            with scope(by):
                say_together_wish(couple=couple, patient=who, together=says, by=by)

    with house.seen_by("coordinator") as coordinator:
        assert kept_apart_from(alex, coordinator).exists() is apart


def test_a_wish_taken_back_lets_the_pair_meet_again_unless_another_reason_stands(house, alex, sam):
    couple = build.couple(house, alex, sam)
    by = build.signs_in(house, alex)
    with scope(by):
        say_together_wish(couple=couple, patient=alex, together=False, by=by)
    with house.seen_by("intake") as intake:
        reason = keep_apart(patient=sam, other=alex, source="court_order", words="made up", by=intake)

    with scope(by):
        say_together_wish(couple=couple, patient=alex, together=True, by=by)

    with house.seen_by("intake") as intake:
        assert kept_apart_from(alex, intake).exists()
        end_keep_apart_reason(reason=reason, by=intake)
        assert not kept_apart_from(alex, intake).exists()


def test_the_other_partner_sees_no_trace_of_a_wish(house, alex, sam):
    couple = build.couple(house, alex, sam)
    by, other = build.signs_in(house, alex), build.signs_in(house, sam)
    with scope(by):
        say_together_wish(couple=couple, patient=alex, together=False, by=by)

    assert [count(other, model) for model in (CoupleWish, KeepApart, KeepApartReason)] == [0, 0, 0]
    assert [count(by, model) for model in (CoupleWish, KeepApart, KeepApartReason)] == [1, 0, 0]


def test_a_wish_of_ones_own_is_ones_own_to_say(house, alex, sam):
    couple = build.couple(house, alex, sam)
    by = build.signs_in(house, alex)

    with scope(by), pytest.raises(NotYours):
        say_together_wish(couple=couple, patient=sam, together=False, by=by)


@pytest.mark.parametrize(
    ("role", "pairs", "reasons"),
    [("coordinator", 1, 0), ("intake", 1, 1), ("compliance", 1, 1), ("director", 1, 0), ("biller", 0, 0),
     ("on_call", 0, 0), ("clinician", 0, 0)],
)  # fmt: skip
def test_a_coordinator_sees_that_two_may_not_share_a_group_and_not_why(house, alex, sam, role, pairs, reasons):
    with house.seen_by("intake") as intake:
        keep_apart(patient=alex, other=sam, source="intake", words="made up", by=intake)

    who = house.actor(role)

    assert (count(who, KeepApart), count(who, KeepApartReason)) == (pairs, reasons)


def test_a_coordinator_gives_no_reasons(house, alex, sam):
    with house.seen_by("coordinator") as coordinator, pytest.raises(NotYours):
        keep_apart(patient=alex, other=sam, source="intake", by=coordinator)


def test_what_both_could_see_is_frozen_when_they_separate(house, alex, sam):
    signed_in = build.signs_in(house, alex)
    couple = build.couple(house, alex, sam)
    with house.seen_by("intake") as intake:
        part_partners(couple=couple, because="separated", by=intake)
    with behind(house.program.id, intake):
        Patient.objects.filter(pk=sam.pk).update(chosen_name="Somebody else")

    with scope(signed_in):
        ((member, view),) = own_couples(signed_in)

        assert view.partner_name == "Sam"
        assert view.ended_on is not None
        assert member.couple.ended_because == "separated"
        assert [p.id for p in Patient.objects.all()] == [alex.id]


def test_partners_who_parted_part_once(house, alex, sam):
    couple = build.couple(house, alex, sam)

    with house.seen_by("intake") as intake:
        part_partners(couple=couple, because="separated", by=intake)
        with pytest.raises(NotLinked):
            part_partners(couple=couple, because="separated", by=intake)
        link_partners(first=alex, second=sam, by=intake)


def test_a_partner_without_a_chart_sees_the_link_and_their_own_row(house, alex):
    couple = build.partner_of(house, alex)
    casey = build.account("Casey Wren")
    with behind(house.program.id, house.actor("intake")):
        row = couple.members.get(patient=None).partner
        row.account = casey
        row.save()
    with house.seen_by("intake") as intake:
        part_partners(couple=couple, because="mistake", by=intake)
    signed_in = build.actor(house.program, "partner", who=casey)

    with scope(signed_in):
        assert [view.partner_name for _, view in own_couples(signed_in)] == ["Alex"]
        assert not PatientDetails.objects.exists()


def test_the_ledger_tells_of_a_wish_only_in_the_record_of_whoever_said_it(house, alex, sam):
    couple = build.couple(house, alex, sam)
    by = build.signs_in(house, alex)
    with scope(by):
        say_together_wish(couple=couple, patient=alex, together=False, by=by)

    touched = dict(Entry.objects.values_list("kind", "patients"))

    assert touched["TogetherWishSaid"] == touched["KeepApartReasonGiven"] == [str(alex.id)]
