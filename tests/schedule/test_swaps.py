"""A guest seat in another group: asked, granted, taken back, and never in anybody's way. Rule: docs/rules/swaps.md."""

from datetime import timedelta

import pytest
from django.db import transaction

from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.consents import TextChanged
from hearthside.people.actions.couples import say_together_wish
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.queries.standing import NotYours
from hearthside.schedule.actions.granting import (
    NotOpenToYou,
    PartnerNotAnswered,
    WaitsNoMore,
    decide_swap,
    lapse_swaps,
)
from hearthside.schedule.actions.sessions import cancel_session
from hearthside.schedule.actions.swaps import AskedAlready, ask_swap, join_swap, sessions_open_to
from hearthside.schedule.actions.taking_back import take_back_swap
from hearthside.schedule.models.swaps import Swap
from hearthside.schedule.queries.hours import weeks_of
from hearthside.schedule.refusals import MayNotShare
from tests import build
from tests.builders import caseload, groups, schedule
from tests.kept import begins_with
from tests.schedule.swapping import (
    EVENING,
    OTHERWISE,
    alex,
    alexs,
    asks,
    decides,
    house,
    monday,
    offered,
    other_group,
    own_group,
    seats,
    tuesday,
    two_groups,
    week_after,
)

__all__ = ["alex", "alexs", "house", "monday", "other_group", "own_group", "tuesday"]

pytestmark = begins_with(two_groups)


def test_sessions_of_like_groups_with_room_are_offered(house, alex, alexs, other_group, monday, tuesday):
    members = caseload.people(house, 4, track="sud")
    groups.group(house, members, from_on=monday, **OTHERWISE, name="Ines Varga", track="sud")

    thursday, friday = monday + timedelta(days=3), monday + timedelta(days=4)
    assert offered(house, alex, alexs, monday) == {tuesday: [1, 2, 3], thursday: [1, 2, 3], friday: [1, 2, 3]}


def test_a_session_that_would_be_out_of_ratio_or_out_of_cap_is_not_offered(house, alex, alexs, monday):
    """Six people are the most that one clinician may have in process work; in education it is eight."""
    groups.group(house, caseload.people(house, 6), from_on=monday, **OTHERWISE, name="Lee Moreau")

    assert offered(house, alex, alexs, monday) == {monday + timedelta(days=n): [3] for n in (1, 3, 4)}


def test_nobody_is_offered_two_places_at_once(house, alex, alexs, other_group, monday, tuesday):
    evening = groups.group(house, from_on=monday, weekdays=("mon", "tue", "wed"), start=EVENING + 60, name="Dana Reyes")

    with scope(alexs):
        found = sessions_open_to(alex, *week_after(monday), by=alexs)
    days = {o.session.on_day for o in found if o.session.cohort_id == evening.cohort.pk}
    # On Mondays and Wednesdays Alex is in the other group at that time.
    assert sorted(days)[:2] == [tuesday, tuesday + timedelta(weeks=1)]
    assert {day.weekday() for day in days} == {tuesday.weekday()}
    assert all([b.number for b in o.blocks] == [1, 2, 3] for o in found)


def test_nobody_is_offered_a_group_whose_clinicians_may_not_treat_them(house, other_group, monday):
    """Ohio is where only one of the two clinicians may treat."""
    theo = build.patient(house, "Theo", state="OH")
    lead = schedule.able(house, "Ines Varga", states=("PA", "OH"))
    groups.group(house, [theo, *caseload.people(house, 3)], from_on=monday, lead=lead)

    assert offered(house, theo, build.signs_in(house, theo), monday) == {}


def test_somebody_kept_apart_sees_a_list_without_them_whoever_wished_it(
    house, alex, alexs, other_group, monday, tuesday
):
    """Not offered, and refused in the very words that a full session is refused with."""
    sam, six = other_group.people[0], caseload.people(house, 6)
    full = groups.group(house, six, from_on=monday, weekdays=("tue", "wed", "thu"), name="Ines Varga")
    with house.seen_by("intake") as intake:
        keep_apart(patient=sam, other=alex, source="own_wish", words="", by=intake)
    sams = build.signs_in(house, sam)

    assert offered(house, alex, alexs, monday) == {monday + timedelta(days=n): [3] for n in (1, 3)}
    own_days = offered(house, sam, sams, monday)
    assert monday not in own_days
    said = []
    for session, blocks in ((other_group.session(tuesday), None), (full.session(tuesday), [1])):
        with pytest.raises(NotOpenToYou) as refused:
            asks(house, alex, alexs, session, blocks=blocks)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_granted_it_is_a_guest_seat_and_the_own_one_is_free(
    house, alex, alexs, own_group, other_group, monday, tuesday
):
    swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))
    assert swap.state == "asked"
    assert seats(house, alex, monday, tuesday) == [(monday, False, "held", "")]

    decides(house, swap)

    assert seats(house, alex, monday, tuesday) == [
        (monday, False, "excused", "guest_elsewhere"), (tuesday, True, "held", ""),
    ]  # fmt: skip
    with scope(alexs):
        week = weeks_of(house.program, [alex.pk], monday)[alex.pk]
    assert week.hours.sums.countable == 540
    assert [e.kind for e in Entry.objects.filter(kind__startswith="Swap").order_by("at", "id")] == [
        "SwapAsked", "SwapGranted",
    ]  # fmt: skip
    with pytest.raises(WaitsNoMore):
        decides(house, swap, grant=False)


def test_a_make_up_may_be_one_block_and_counts_as_that(house, alex, alexs, other_group, monday, tuesday):
    swap = asks(house, alex, alexs, other_group.session(tuesday), blocks=[3])

    decides(house, swap)

    with scope(alexs):
        week = weeks_of(house.program, [alex.pk], monday)[alex.pk]
    assert week.hours.sums.countable == 540 + 90
    assert week.days[tuesday].shown == [("Education", 90)]


def test_policy_may_let_people_swap_without_asking(house, alex, alexs, own_group, other_group, monday, tuesday):
    build.decided(house, "swap.self", "yes")

    swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))

    assert swap.state == "granted"
    assert seats(house, alex, monday, tuesday) == [
        (monday, False, "excused", "guest_elsewhere"), (tuesday, True, "held", ""),
    ]  # fmt: skip


def test_nobody_asks_without_signing_or_for_somebody_else_or_twice(house, alex, alexs, other_group, tuesday):
    session, stranger = other_group.session(tuesday), build.signs_in(house, build.patient(house, "Grace"))

    with scope(alexs), pytest.raises(TextChanged):
        ask_swap(patient=alex, session=session, text_hash="0" * 64, typed_name="Alex Park", by=alexs)
    with scope(stranger), pytest.raises(NotYours):
        ask_swap(patient=alex, session=session, by=stranger)
    asks(house, alex, alexs, session)
    with pytest.raises(AskedAlready):
        asks(house, alex, alexs, session)
    with house.seen_by("director") as director, pytest.raises(NotAllowed):
        decide_swap(swap=Swap(program=house.program), grant=True, by=director)


def test_the_last_place_goes_to_one_of_two_who_asked(house, alex, alexs, own_group, monday, tuesday):
    """Five people and one clinician in process work: there is one place."""
    other = groups.group(house, caseload.people(house, 5), from_on=monday, **OTHERWISE, name="Lee Moreau")
    sam = own_group.people[1]
    sams = build.signs_in(house, sam)
    first, second = (asks(house, who, by, other.session(tuesday)) for who, by in ((alex, alexs), (sam, sams)))

    decides(house, first)

    with pytest.raises(NotOpenToYou):
        decides(house, second)
    decides(house, second, grant=False)
    assert seats(house, sam, tuesday) == []


def test_taken_back_before_and_after_it_was_granted(house, alex, alexs, own_group, other_group, monday, tuesday):
    swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))
    with scope(alexs):
        take_back_swap(swap=swap, by=alexs)
        with pytest.raises(WaitsNoMore):
            take_back_swap(swap=swap, by=alexs)
    again = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))
    decides(house, again)

    with scope(alexs):
        take_back_swap(swap=again, by=alexs)

    assert seats(house, alex, monday, tuesday) == [(monday, False, "held", ""), (tuesday, True, "canceled", "swap")]


class TestPartners:
    """Two who are kept together in one group."""

    @pytest.fixture
    def sam(self, own_group):
        return own_group.people[1]

    @pytest.fixture
    def sams(self, house, sam):
        return build.signs_in(house, sam)

    @pytest.fixture(autouse=True)
    def _couple(self, house, alex, sam):
        build.couple(house, alex, sam)

    def invited(self, house, sam):
        with behind(house.program.pk, house.director):
            return Swap.objects.select_related("patient", "session").get(patient=sam)

    def test_they_swap_together_once_both_said_yes(
        self, house, alex, alexs, sam, sams, own_group, other_group, monday, tuesday
    ):
        swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))
        with pytest.raises(PartnerNotAnswered):
            decides(house, swap)
        invited = self.invited(house, sam)
        assert invited.state == "invited"

        with scope(sams):
            join_swap(swap=invited, by=sams, **groups.agreed(house, sam, clock.now()))
        decides(house, swap)

        for who in (alex, sam):
            assert seats(house, who, monday, tuesday) == [
                (monday, False, "excused", "guest_elsewhere"), (tuesday, True, "held", ""),
            ]  # fmt: skip

    def test_who_asks_does_not_learn_that_the_other_would_rather_be_apart(
        self, house, alex, alexs, sam, sams, own_group, other_group, monday, tuesday
    ):
        """Sam is asked as if nothing were, and only staff read that the two may not share a group."""
        with house.seen_by("intake") as intake:
            keep_apart(patient=sam, other=alex, source="own_wish", words="", by=intake)
        seat = own_group.seat(alex, monday)
        assert offered(house, alex, alexs, monday, instead_of=seat)[tuesday] == [1, 2, 3]

        swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=seat)

        invited = self.invited(house, sam)
        assert (swap.state, invited.state) == ("asked", "invited")
        with scope(sams):
            join_swap(swap=invited, by=sams, **groups.agreed(house, sam, clock.now()))
        with pytest.raises(MayNotShare):
            decides(house, swap)
        decides(house, swap, alone=True)
        assert seats(house, alex, tuesday) == [(tuesday, True, "held", "")]

    def test_who_wishes_to_be_apart_asks_alone(self, house, alex, sam, sams, own_group, other_group, monday, tuesday):
        with house.seen_by("intake") as intake:
            keep_apart(patient=sam, other=alex, source="own_wish", words="", by=intake)

        swap = asks(house, sam, sams, other_group.session(tuesday), instead_of=own_group.seat(sam, monday))

        assert (swap.state, swap.pair) == ("asked", None)
        with behind(house.program.pk, house.director):
            assert not Swap.objects.filter(patient=alex).exists()

    def test_staff_may_let_one_of_them_go_alone(self, house, alex, alexs, sam, own_group, other_group, monday, tuesday):
        swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))

        decides(house, swap, alone=True)

        assert seats(house, alex, tuesday) == [(tuesday, True, "held", "")]
        assert seats(house, sam, monday, tuesday) == [(monday, False, "held", "")]
        assert self.invited(house, sam).state == "lapsed"

    def test_a_session_with_one_place_is_not_offered_to_two(self, house, alex, alexs, own_group, monday, tuesday):
        groups.group(house, caseload.people(house, 5), from_on=monday, **OTHERWISE, name="Lee Moreau")

        assert offered(house, alex, alexs, monday)[tuesday] == [1, 2, 3]
        assert offered(house, alex, alexs, monday, instead_of=own_group.seat(alex, monday))[tuesday] == [3]

    def test_nobody_asks_again_once_staff_offered_it_and_they_said_yes(self, house, alex, alexs, other_group, tuesday):
        with house.seen_by("coordinator") as by:
            swap = ask_swap(patient=alex, session=other_group.session(tuesday), by=by)
        assert swap.state == "invited"

        with scope(alexs):
            swap = join_swap(swap=swap, by=alexs, **groups.agreed(house, alex, clock.now()))

        assert swap.state == "granted"
        assert seats(house, alex, tuesday) == [(tuesday, True, "held", "")]


def own_wish(house, sam, alex, couple):
    """Sam would rather not be in groups with Alex, and said so."""
    sams = build.signs_in(house, sam)
    with scope(sams):
        say_together_wish(couple=couple, patient=sam, together=False, by=sams)
    return sams


def court_order(house, sam, alex, couple):
    """A court keeps them apart, and Sam is afraid."""
    sams = build.signs_in(house, sam)
    build.screened(house, sam.id, feels_safe="no", conclusion="urgent", words="Made up: is afraid.")
    with house.seen_by("intake") as intake:
        keep_apart(patient=sam, other=alex, source="court_order", words="Made up: an order.", by=intake)
    return sams


def test_neither_partner_can_tell_from_the_list_why_or_by_whose_wish_they_are_apart(house, monday):
    """Two worlds with the same plan: one of them asks in each, and sees the same, and is refused in the same words."""
    worlds = []
    for facts in (own_wish, court_order):
        with transaction.atomic():
            alex, sam = build.patient(house, "Alex", "Park"), build.patient(house, "Sam", "Park")
            alexs = build.signs_in(house, alex)
            sams = facts(house, sam, alex, build.couple(house, alex, sam))
            one = groups.group(house, [alex, *caseload.people(house, 3)], from_on=monday)
            two = groups.group(house, [sam, *caseload.people(house, 3)], from_on=monday, **OTHERWISE, name="Lee Moreau")
            groups.group(house, from_on=monday, **OTHERWISE, name="Ines Varga")
            seen = [offered(house, alex, alexs, monday, instead_of=one.seat(alex, monday))]
            seen.append(offered(house, sam, sams, monday))
            for who, by, session in ((alex, alexs, two), (sam, sams, one)):
                with pytest.raises(NotOpenToYou) as refused:
                    asks(house, who, by, session.session(monday + timedelta(days=4)))
                seen.append(str(refused.value))
            worlds.append(seen)
            transaction.set_rollback(True)

    assert worlds[0] == worlds[1]
    assert worlds[0][0] != {}


def test_what_nobody_answered_is_over_when_the_session_begins(house, alex, alexs, other_group, tuesday):
    swap = asks(house, alex, alexs, other_group.session(tuesday))
    with house.seen_by("coordinator") as by:
        assert lapse_swaps(program=house.program.pk, by=by) == 0

        with clock.fixed(other_group.session(tuesday).starts_at):
            assert lapse_swaps(program=house.program.pk, by=by) == 1
            with pytest.raises(WaitsNoMore):
                decide_swap(swap=swap, grant=True, by=by)


def test_asking_costs_no_more_questions_with_more_groups(
    house, alex, alexs, own_group, monday, django_assert_max_num_queries
):
    for number, name in enumerate(("Ines Varga", "Dana Reyes"), start=1):
        groups.group(house, from_on=monday, **OTHERWISE, name=name)
        with scope(alexs), django_assert_max_num_queries(60):
            found = sessions_open_to(alex, *week_after(monday), by=alexs)
        assert len({o.session.cohort_id for o in found}) == number + 1


def test_whoever_was_to_visit_a_session_that_is_canceled_comes_to_their_own(
    house, alex, alexs, own_group, other_group, monday, tuesday
):
    swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))
    decides(house, swap)
    assert own_group.seat(alex, monday).state == "excused"

    with house.seen_by("coordinator") as coordinator:
        cancel_session(session=other_group.session(tuesday), by=coordinator)

    assert own_group.seat(alex, monday).state == "held"


def test_who_has_no_room_left_in_their_own_session_stays_away_from_it_when_the_visit_is_canceled(
    house, alex, alexs, own_group, other_group, monday, tuesday
):
    swap = asks(house, alex, alexs, other_group.session(tuesday), instead_of=own_group.seat(alex, monday))
    decides(house, swap)
    with house.seen_by("coordinator") as coordinator:
        cancel_session(session=own_group.session(monday), by=coordinator)
        cancel_session(session=other_group.session(tuesday), by=coordinator)

    assert own_group.seat(alex, monday).state == "excused"
