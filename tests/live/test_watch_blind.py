"""What the watch believes of a silence that may be its own, and who is missing."""

from hearthside.live.watch import decisions as d
from hearthside.live.watch.eyes import Eyes
from tests.live.watching import SECOND, Session


def test_whoever_takes_over_calls_nobody_for_eight_seconds_of_silence():
    session = Session(eyes=Eyes()).group(7, "kim", "lee")
    session.of("lee").beats_until = 0

    session.until(20)

    assert session.when(d.RaisePage) == [9]


def test_a_pause_of_the_watch_itself_calls_nobody():
    session = Session().group(7, "kim", "lee")
    session.until(100)
    for stay in session.stays:
        stay.beats_until = 100 * SECOND
    session.until(120, looks=False)
    for stay in session.stays:
        stay.beats_until = None

    session.until(200)

    assert session.what(d.RaisePage, d.OpenCard) == []


def test_when_nobody_receives_heartbeats_nobody_is_gone():
    session = Session().group(7, "kim", "lee")
    session.deaf = [(100 * SECOND, 160 * SECOND)]
    session.until(100)
    for stay in session.stays:
        stay.beats_until = 100 * SECOND
    session.until(161)
    for stay in session.stays:
        stay.beats_until = None

    session.until(200)

    assert session.what(d.RaisePage, d.OpenCard) == []


def test_when_the_media_server_is_down_nobody_is_called_from_silence():
    session = Session().group(7, "kim", "lee")
    session.media_down = [(101 * SECOND, 112 * SECOND)]
    session.until(100)
    for stay in session.stays:
        stay.beats_until = 100 * SECOND
    session.until(115)
    for stay in session.stays:
        stay.beats_until = None

    session.until(160)

    assert session.what(d.RaisePage, d.OpenCard) == []


def test_a_leave_is_believed_by_a_blind_watch_too():
    session = Session(eyes=Eyes()).group(7, "kim", "lee")
    session.of("lee").goodbye = 3 * SECOND

    session.until(5)

    assert session.when(d.RaisePage) == [3]


def test_a_blind_spell_forgives_nobody_who_was_silent_before_it():
    session = Session().group(7, "kim", "lee")
    session.is_killed("lee", at=100)
    session.until(107)
    session.until(112, looks=False)

    session.until(118)

    assert session.what(d.WithdrawPage) == []
    assert session.states() == [(106, "suspect"), (113, "breach")]


def test_a_lost_patient_has_a_card_after_fifteen_seconds_and_it_is_closed_when_they_are_back():
    session = Session().group(4, "kim")
    session.is_killed("p2", at=100)
    session.comes("p2", at=300)

    session.until(400)

    assert session.when(d.OpenCard) == [116]
    assert session.what(d.OpenCard) == [d.OpenCard("p2", "p2", 101_000)]
    assert session.what(d.CloseCard) == [d.CloseCard("p2", "p2")]


def test_whoever_says_that_they_leave_is_not_missed():
    session = Session().group(4, "kim")
    session.of("p2").goodbye = 100 * SECOND

    session.until(200)

    assert session.what(d.OpenCard) == []


def test_a_closed_page_is_missed_because_nobody_said_goodbye():
    session = Session().group(4, "kim")
    session.of("p2").left = 100 * SECOND

    session.until(200)

    assert session.when(d.OpenCard) == [115]


def test_somebody_on_a_second_device_is_not_missed():
    session = Session().group(4, "kim")
    phone = session.comes("p2-phone", at=50)
    session.people["p2-phone"] = session.people["p2"]
    session.is_killed("p2", at=100)
    assert phone.identity == "p2-phone"

    session.until(200)

    assert session.what(d.OpenCard) == []


def test_both_of_a_couple_at_one_lost_device_have_their_own_cards():
    session = Session().group(3, "kim")
    first = session.people["p1"][0]
    session.people["p1"] = (first, type(first)("sam", "partner"))
    session.is_killed("p1", at=100)

    session.until(200)

    assert {card.person for card in session.what(d.OpenCard)} == {"p1", "sam"}


def test_clinicians_are_paged_for_and_have_no_card():
    session = Session().group(3, "kim", "lee")
    session.is_killed("lee", at=100)

    session.until(200)

    assert session.what(d.OpenCard) == []
