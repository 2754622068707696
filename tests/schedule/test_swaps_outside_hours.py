"""Hours that somebody recorded are advice: a guest seat outside of them has a reason. Rule: docs/rules/swaps.md."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.granting import SAID_YES, decide_swap
from hearthside.schedule.actions.swaps import ask_swap, join_swap
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.swaps import Swap
from hearthside.schedule.refusals import OutsideHours
from tests import build
from tests.builders import groups
from tests.builders.availability import free
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import made, robin, words

__all__ = ["made", "robin"]

pytestmark = begins_with(harbor)


@pytest.fixture
def theo(made):
    """Theo comes to the morning group, has evenings alone free, and is nobody's patient in the evening group."""
    free(made.house, made.patients["Theo"], mon="9:00-12:00", tue="9:00-12:00", thu="9:00-12:00", fri="9:00-12:00")
    return made.patients["Theo"]


@pytest.fixture
def theos(made, theo):
    return build.signs_in(made.house, theo)


def evening(made):
    return made.evening.session(made.monday + timedelta(days=2))


def kept(made, swap) -> str:
    with behind(made.house.program.pk, made.house.director):
        return Swap.objects.get(pk=swap.pk).outside_hours_because


def test_staff_grant_it_with_a_reason_that_is_kept_and_read_on_the_sessions_page(made, robin, theo, theos):
    swap = groups.asks(made.house, theo, theos, evening(made), clock.now())

    refused = robin.post(f"/swaps/{swap.pk}/", {"answer": "yes"})
    before = robin.get(f"/swaps/{swap.pk}/")
    answer = robin.post(f"/swaps/{swap.pk}/", {"answer": "yes", "because": "Theo has that evening off."})

    assert "Why it is right although it is outside the hours" not in words(before)
    assert refused.status_code == 422
    assert 'id="id_because_error"' in refused.content.decode()
    assert answer.status_code == 303, words(answer)
    assert kept(made, swap) == "Theo has that evening off."
    shown = words(robin.get(f"/week/sessions/{evening(made).pk}/"))
    assert "Outside their hours: Theo has that evening off." in shown


def test_without_a_reason_nothing_is_granted(made, theo, theos):
    swap = groups.asks(made.house, theo, theos, evening(made), clock.now())

    with made.house.seen_by("coordinator") as by, pytest.raises(OutsideHours):
        decide_swap(swap=swap, grant=True, by=by)

    with behind(made.house.program.pk, made.house.director):
        assert Swap.objects.get(pk=swap.pk).state == "asked"
        assert not Seat.objects.filter(patient=theo, guest=True).exists()


def test_not_this_time_needs_no_reason(made, theo, theos):
    swap = groups.asks(made.house, theo, theos, evening(made), clock.now())

    with made.house.seen_by("coordinator") as by:
        decide_swap(swap=swap, grant=False, by=by)

    assert kept(made, swap) == ""


def test_within_their_hours_no_reason_is_asked_and_none_is_kept(made, theo, theos):
    free(made.house, theo, mon="9:00-21:00", wed="9:00-21:00", tue="9:00-12:00", thu="9:00-12:00", fri="9:00-12:00")
    swap = groups.asks(made.house, theo, theos, evening(made), clock.now())

    with made.house.seen_by("coordinator") as by:
        decide_swap(swap=swap, grant=True, outside_hours_because="It was typed all the same.", by=by)

    assert kept(made, swap) == ""


def test_staff_say_why_when_they_offer_it_and_are_not_asked_again(made, robin, theo, theos):
    session, address = evening(made), f"/people/{theo.pk}/visit/"

    refused = robin.post(address, {"session": str(session.pk)})
    answer = robin.post(address, {"session": str(session.pk), "because": "They called and asked for it."})
    with behind(made.house.program.pk, made.house.director):
        swap = Swap.objects.select_related("patient__program").get(patient=theo)
    with scope(theos):
        joined = join_swap(swap=swap, by=theos, **groups.agreed(made.house, theo, clock.now()))

    assert refused.status_code == 422
    assert 'id="id_because_error"' in refused.content.decode()
    assert answer.status_code == 303, words(answer)
    assert joined.state == "granted"
    assert kept(made, swap) == "They called and asked for it."


def test_where_nobody_of_staff_decides_the_reason_is_that_they_said_yes(made, theo, theos):
    build.decided(made.house, "swap.self", "yes")

    with scope(theos):
        swap = ask_swap(patient=theo, session=evening(made), by=theos, **groups.agreed(made.house, theo, clock.now()))

    assert swap.state == "granted"
    assert kept(made, swap) == SAID_YES
