"""The watch over a live session: from a facilitator who is gone to a page, the next lead, a hold, and back."""

from dataclasses import replace

from hearthside.live.watch import decisions as d
from tests.live.watching import SECOND, TIMES, Session, Stay, block


def test_a_killed_facilitator_is_suspected_after_six_seconds_and_the_first_floater_is_called_then():
    session = Session().group(7, "kim", "lee")
    session.is_killed("kim", at=100)

    session.until(140)

    assert session.states() == [(106, "suspect"), (112, "breach")]
    assert session.when(d.RaisePage) == [106]
    assert session.what(d.RaisePage) == [d.RaisePage("main", "ratio", "suspect", 7, 1, 2)]


def test_nobody_is_called_when_the_ratio_holds_without_whoever_left():
    session = Session().group(6, "kim", "lee")
    session.is_killed("lee", at=100)

    session.until(200)

    assert session.what(d.RaisePage, d.StateChanged, d.Hold) == []


def test_a_leave_of_ones_own_breaks_the_ratio_at_once():
    session = Session().group(7, "kim", "lee")
    session.of("lee").goodbye = 100 * SECOND

    session.until(101)

    assert session.states() == [(100, "breach")]
    assert session.when(d.RaisePage) == [100]


def test_a_goodbye_of_the_connection_alone_is_a_suspicion_for_six_seconds():
    session = Session().group(7, "kim", "lee")
    session.of("lee").left = 100 * SECOND

    session.until(120)

    assert session.states() == [(100, "suspect"), (106, "breach")]


def test_a_lossy_left_event_breaks_the_ratio_at_once():
    session = Session().group(7, "kim", "lee")
    session.of("lee").left, session.of("lee").lossy = 100 * SECOND, True

    session.until(101)

    assert session.states() == [(100, "breach")]


def test_a_flap_withdraws_the_page_and_enough_staff_counts_after_three_seconds():
    session = Session().group(7, "kim", "lee")
    session.is_killed("lee", at=100)
    session.comes("lee", at=108)

    session.until(130)

    assert session.states() == [(106, "suspect"), (111, "ok")]
    assert session.what(d.WithdrawPage) == [d.WithdrawPage("main", "ratio", flap=True)]


def test_an_accepted_page_is_not_withdrawn_but_resolved():
    session = Session().group(7, "kim", "lee")
    session.is_killed("lee", at=100)
    session.until(107)
    session.accept()
    session.comes("flo", "facilitator", at=115)

    session.until(130)

    assert session.what(d.WithdrawPage) == []
    assert session.what(d.ResolvePage) == [d.ResolvePage("main", "ratio")]
    assert session.states()[-1] == (118, "ok")


def test_a_page_that_nobody_accepted_is_withdrawn_when_staff_is_back_later():
    session = Session().group(7, "kim", "lee")
    session.is_killed("lee", at=100)
    session.comes("lee", at=140)

    session.until(150)

    assert session.what(d.WithdrawPage) == [d.WithdrawPage("main", "ratio", flap=False)]


def test_a_line_that_comes_and_goes_is_one_alarm():
    session = Session().group(7, "kim", "lee")
    session.is_killed("lee", at=100)
    session.comes("lee", at=113).goodbye = 115 * SECOND

    session.until(150)

    assert session.when(d.RaisePage) == [106]
    assert session.states() == [(106, "suspect"), (112, "breach")]


def test_the_co_facilitator_leads_ten_seconds_after_the_lead_was_lost():
    session = Session().group(5, "kim", "lee", "ann")
    session.is_killed("kim", at=100)

    session.until(150)

    assert session.when(d.TakeLead) == [122]
    assert session.what(d.TakeLead) == [d.TakeLead("lee", "succession")]


def test_the_lead_never_passes_to_a_patient_and_the_group_is_held_when_nobody_is_left():
    session = Session().group(5, "kim")
    session.is_killed("kim", at=100)

    session.until(180)

    assert session.what(d.TakeLead) == []
    assert session.when(d.Hold) == [132]


def test_whoever_comes_to_a_held_group_leads_it_and_lifts_the_hold():
    session = Session().group(5, "kim")
    session.is_killed("kim", at=100)
    session.comes("flo", "facilitator", at=150)

    session.until(180)

    assert session.when(d.TakeLead, d.Lift) == [150, 150]
    assert session.what(d.TakeLead) == [d.TakeLead("flo", "joined")]
    assert session.held == set()


def test_a_lead_who_never_comes_is_followed_ten_seconds_after_the_beginning():
    session = Session(blocks=(block(60, 3600),)).group(4, "lee")
    session.lead, session.order = "kim", ("kim", "lee")

    session.until(120)

    assert session.when(d.TakeLead) == [70]


def test_listening_alone_counts_for_nobody():
    session = Session().group(4, "kim")
    session.of("kim").publishes = False

    session.until(1)

    assert session.states() == [(1, "breach")]


def test_staff_marked_as_not_counting_does_not_count():
    session = Session().group(4, "kim")
    session.people["kim"] = (replace(session.people["kim"][0], counts_in_ratio=False),)

    session.until(1)

    assert session.states() == [(1, "breach")]


def test_two_people_at_one_device_are_two_and_a_couple_is_counted_once():
    couples = (block(0, 3600, k=None, couples=1, kind="couples"),)
    session = Session(blocks=couples).group(0, "kim")
    both = Session(blocks=(block(0, 3600, k=1),)).group(0, "kim")
    for each in (session, both):
        stay = each.comes("alex", couple="c")
        each.people["alex"] = (*each.people["alex"], replace(each.people["alex"][0], id="sam"))
        assert stay.identity == "alex"

    session.until(1)
    both.until(1)

    assert session.states() == []
    assert both.what(d.StateChanged) == [d.StateChanged("main", "ok", "breach", 2, 1, 2, "patients")]


def test_whoever_is_known_to_nobody_is_one_to_be_cared_for():
    session = Session(blocks=(block(0, 3600, k=1),)).group(1, "kim")
    session.stays.append(Stay("x", "stranger", "main", 5 * SECOND))

    session.until(5)

    assert session.states() == [(5, "breach")]


def test_moving_with_a_group_counts_in_both_rooms_for_thirty_seconds():
    session = Session(rooms=("main", "pod")).group(5, "kim", "lee")
    session.comes("kim", "facilitator", at=100, room="pod")
    for n in range(1, 6):
        session.of(f"p{n}").goodbye = 110 * SECOND
        session.comes(f"p{n}", at=109, room="pod")
    session.of("lee").goodbye = 105 * SECOND

    session.until(200)

    assert session.states() == []


def test_the_first_room_is_alone_once_the_overlap_is_over():
    session = Session(rooms=("main", "pod")).group(5, "kim")
    session.comes("kim", "facilitator", at=100, room="pod")

    session.until(140)

    assert session.states() == [(130, "breach")]
    assert session.when(d.RaisePage) == [130]


def test_too_many_people_are_said_and_said_to_be_over():
    session = Session(blocks=(block(0, 3600, k=20),)).group(10, "kim")
    late = session.comes("late", at=50)
    late.goodbye = 70 * SECOND

    session.until(100)

    assert [(at, decision.over) for at, decision in session.said if isinstance(decision, d.SizeChanged)] == [
        (50_000, True), (70_000, False),
    ]  # fmt: skip


def test_a_session_with_pods_may_be_together_for_so_long_and_no_longer():
    times = replace(TIMES, together_cap=15, together=900 * SECOND)
    session = Session(times=times, blocks=(block(0, 3600, k=20),)).group(12, "kim")

    session.until(1000)

    assert session.when(d.SizeChanged) == [902]


def test_a_block_that_will_need_more_staff_is_warned_of_a_minute_before():
    session = Session(blocks=(block(0, 600, k=8), block(600, 1200, k=6))).group(8, "kim")

    session.until(620)

    assert session.what(d.RaisePage)[0] == d.RaisePage("main", "next_block", "suspect", 8, 1, 2)
    assert session.when(d.RaisePage) == [540, 600]
    assert session.states() == [(600, "breach")]


def test_a_break_keeps_the_laxer_of_its_neighbors_ratios():
    session = Session(blocks=(block(0, 600, k=6), block(600, 700, k=None, kind="break"), block(700, 1300, k=8)))
    session.group(8, "kim", "lee")
    session.of("lee").goodbye = 600 * SECOND

    session.until(900)

    assert session.what(d.StateChanged, d.RaisePage) == []
