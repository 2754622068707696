"""Worked cases of attendance: evidence in, seconds and minutes out. Seconds from the session's start."""

from itertools import permutations

import pytest

from hearthside.live.attendance.judge import bridged, judge, length
from hearthside.live.attendance.whole import read_evidence
from tests.live.logs import (
    answer,
    beats,
    block,
    flat,
    hook,
    joined,
    left,
    lines,
    now,
    of,
    person,
    poll,
    polls,
    room,
    seat,
    session,
    stay,
)

P = [person("p"), seat("p")]
LOST = "CONNECTION_TIMEOUT"


def minutes_bridged(seconds: int, *parts):
    return of("p", session(bridge_seconds=seconds), *parts)["bridged_minutes"]


def test_1_time_begins_with_the_later_of_joining_and_its_event():
    told = of("p", P, joined("S1", "p", 12, joined_at=11.250), left("S1", "p", 3600))

    assert (told["attended_seconds"], told["attended_minutes"]) == (3588, 59)


def test_2_the_same_facts_twice_in_any_order_are_the_same_facts():
    facts = [joined("S1", "p", 12, joined_at=11.250), left("S1", "p", 3600)]
    answers = {of("p", *order)["attended_seconds"] for order in permutations([*P, *facts, *facts[:1], *facts[1:]], 6)}

    assert answers == {3588}


def test_3_two_connections_at_once_are_one_person():
    told = of(
        "p", P,
        joined("S1", "p", 0), left("S1", "p", 1207, "DUPLICATE_IDENTITY"),
        joined("S2", "p", 1206, joined_at=1205.4), left("S2", "p", 3600),
    )  # fmt: skip

    assert (told["attended_seconds"], told["attended_minutes"]) == (3600, 60)


FOUR = [*P, joined("S1", "p", 0), left("S1", "p", 1019, LOST), joined("S2", "p", 1101), left("S2", "p", 3600)]


def test_4_a_lost_connection_ends_with_its_last_heartbeat_and_a_hole_may_be_shown_bridged():
    told = of("p", FOUR, beats("S1", 0, 1000))

    assert (told["attended_seconds"], told["attended_minutes"]) == (3500, 58)
    assert minutes_bridged(60, FOUR, beats("S1", 0, 1000)) == 58
    assert minutes_bridged(120, FOUR, beats("S1", 0, 1000)) == 60
    assert of("p", FOUR)["attended_seconds"] == 3518


FIVE = [*P, joined("S1", "p", 0), *polls(15, 1785, "S1"), poll(1800), poll(1815)]


@pytest.mark.parametrize(
    ("more", "seconds", "minutes"),
    [([], 1792.5, 29), (beats("S1", 0, 1790), 1791, 29)],
    ids=["5a between two polls", "5b by the heartbeat"],
)
def test_5_where_the_end_was_never_told_polls_say_it_and_the_heartbeat_says_it_better(more, seconds, minutes):
    told = of("p", FIVE, more)

    assert (told["attended_seconds"], told["attended_minutes"]) == (seconds, minutes)


def test_5c_one_poll_without_somebody_whose_page_beats_ends_nothing():
    told = of("p", P, joined("S1", "p", 0), poll(300), beats("S1", 0, 600), now(600))

    assert told["attended_seconds"] == 600
    assert told["intervals"][0]["provisional"]


def test_6_a_lost_joined_event_is_made_up_for_by_the_left_event():
    told = of("p", P, hook("participant_left", "S1", "p", 3000, reason="CLIENT_INITIATED", joined_at_ms=_ms(61.5)))

    assert (told["attended_seconds"], told["attended_minutes"]) == (2938.5, 48)


def test_7_a_connection_that_was_only_tried_counts_nothing():
    told = of("p", P, hook("participant_connection_aborted", "S1", "p", 75))

    assert told["attended_seconds"] == 0


def test_8_a_couple_on_one_device_with_one_who_steps_away():
    told = answer(
        person("a", couple="c"), person("b", couple="c"), seat("d", "a"), seat("d", "b", None, 1200),
        seat("d", "b", 1500, None), stay("S1", "d", 1, 3000),
    )["people"]  # fmt: skip

    assert (told["a"]["attended_seconds"], told["a"]["attended_minutes"]) == (2999, 49)
    assert (told["b"]["attended_seconds"], told["b"]["attended_minutes"]) == (2699, 44)


def test_9_a_partner_whose_device_dies_goes_on_at_the_others():
    told = answer(
        person("a", couple="c"), person("b", couple="c"), seat("da", "a"), seat("db", "b"), seat("da", "b", 1060),
        stay("SA", "da", 0, 3600), joined("SB", "db", 0), left("SB", "db", 1019, LOST), beats("SB", 0, 998),
    )["people"]  # fmt: skip

    assert told["a"]["attended_minutes"] == 60
    assert (told["b"]["attended_seconds"], told["b"]["attended_minutes"]) == (3539, 58)


def test_10_a_pod_and_back():
    there = [
        *P, room(), room("pod", "pod"), stay("S1", "p", 0, 1200), stay("S2", "p", 1204, 3000, where="pod"),
        stay("S3", "p", 3002, 3600),
    ]  # fmt: skip

    assert (of("p", there)["attended_seconds"], of("p", there)["attended_minutes"]) == (3594, 59)
    assert minutes_bridged(30, there) == 60


def crowd(count: int, start: float, end: float, *, where: str = "main", first: int = 0, mark: str = ""):
    """Patients who come and go together."""
    return flat(
        [person(f"p{n}"), seat(f"p{n}"), stay(f"S{n}{where}{mark}", f"p{n}", start, end, where=where)]
        for n in range(first, first + count)
    )


def staff(name: str, *spans: tuple[float, float], where: str = "main", **more):
    """A facilitator in one room, once for each span."""
    return [
        person(name, "facilitator"),
        seat(name),
        *flat(stay(f"{name}{where}{n}", name, *span, where=where, **more) for n, span in enumerate(spans)),
    ]


def test_11_a_breach_begins_with_the_loss_and_ends_when_a_stand_in_is_there():
    told = answer(
        session(blocks=[block(0, 3600, k=5)]), crowd(8, 0, 3600), staff("f1", (0, 3600)), staff("f3", (1840, 3600)),
        person("f2", "facilitator"), seat("f2"), joined("F2", "f2", 0), left("F2", "f2", 1819, LOST),
        beats("F2", 0, 1801),
    )["rooms"]["main"]  # fmt: skip

    assert told["breach_seconds"] == told["longest_breach_seconds"] == 38
    assert told["compliance"] == 0.9894
    assert [(b["start"], b["patients"], b["staff"], b["needed"], b["unit"]) for b in told["breaches"]] == [
        ("2027-01-05T22:30:02Z", 8, 1, 2, "patients")
    ]


def test_12_each_pod_has_a_ratio_of_its_own():
    told = answer(
        room(), room("A", "pod"), room("B", "pod"), crowd(6, 600, 3000, where="A"),
        crowd(4, 600, 3000, where="B", first=6),
        staff("f1", (600, 902), (947.5, 3000), where="A"), staff("f2", (600, 3000), where="B"),
    )  # fmt: skip

    assert (told["rooms"]["A"]["breach_seconds"], told["rooms"]["B"]["breach_seconds"]) == (45.5, 0)
    assert told["session"]["breach_seconds"] == 45.5


def test_13_a_therapist_who_only_listens_does_not_count():
    told = answer(
        room(), room("A", "pod"), crowd(4, 600, 1200, where="A"), staff("f1", (600, 1200), where="A", can_publish=False)
    )

    assert told["rooms"]["A"]["breach_seconds"] == 600


def test_14_minutes_are_real_minutes_on_the_night_the_clocks_go_back():
    start, end = "2026-11-01T00:30:00-04:00", "2026-11-01T02:30:00-05:00"
    night = {"start": start, "end": end, "kind": "process", "ratio": None, "billable": True}
    told = of(
        "p", P, {"type": "session", "id": "night", "start": start, "end": end, "blocks": [night]}, room(),
        {**joined("S1", "p", 0), "created_at": start}, {**left("S1", "p", 1), "created_at": end},
    )  # fmt: skip

    assert told["attended_minutes"] == 180


def test_15_a_restart_of_the_media_server_costs_what_it_cost():
    told = of(
        "p", P, joined("S1", "p", 0), beats("S1", 0, 2000), joined("S2", "p", 2031), left("S2", "p", 3600),
        polls(15, 1995, "S1"), polls(2040, 3585, "S2"),
    )  # fmt: skip

    assert (told["attended_seconds"], told["attended_minutes"]) == (3570, 59)


def test_16_time_outside_the_session_is_not_the_sessions():
    told = of("p", P, stay("S1", "p", -300, 3800))

    assert (told["attended_seconds"], told["attended_minutes"]) == (3600, 60)


def test_17_a_break_is_attended_and_not_billed():
    parts = [block(0, 5400), block(5400, 6000, "break", None, billable=False), block(6000, 10800)]
    told = of("p", session(10800, parts), P, stay("S1", "p", 0, 10800), staff("f", (0, 10800)))

    assert (told["attended_minutes"], told["billable_minutes"]) == (180, 170)
    assert [b["attended_seconds"] for b in told["blocks"]] == [5400, 600, 4800]


def test_18_a_caller_who_is_recognized_later_was_there_from_the_start():
    told = of("p", person("p"), seat("phone", "p"), stay("S1", "phone", 100, 3500, kind="SIP"))

    assert (told["attended_seconds"], told["attended_minutes"]) == (3400, 56)


def test_19_time_without_a_therapist_is_attended_and_not_supervised():
    told = of("p", P, stay("S1", "p", 0, 3600), staff("f", (120, 3600)))

    assert (told["attended_minutes"], told["supervised_minutes"]) == (60, 58)


def test_20_ten_drops_cost_ten_times_what_one_costs():
    drops = flat(
        [
            joined(f"S{n}", "p", 360 * n),
            beats(f"S{n}", 360 * n, 360 * n + 300),
            left(f"S{n}", "p", 360 * n + 319, LOST),
        ]
        for n in range(10)
    )

    assert (of("p", P, drops)["attended_seconds"], of("p", P, drops)["attended_minutes"]) == (3010, 50)
    told = of("p", P, drops)["intervals"]
    spans = [(_seconds(i["start"]) * 1000, _seconds(i["end"]) * 1000) for i in told]
    assert length(bridged(spans, 60_000)) == 3541 * 1000
    assert minutes_bridged(60, P, drops) == 59


def test_21_people_are_counted_and_not_their_devices():
    couples = flat(
        [person(f"{c}1", couple=c), person(f"{c}2", couple=c), seat(c, f"{c}1"), seat(c, f"{c}2"), stay(c, c, 0, 600)]
        for c in ("x", "y")
    )
    told = answer(session(600, [block(0, 600)]), couples, crowd(3, 0, 600), staff("f", (0, 600)))

    assert told["rooms"]["main"]["breach_seconds"] == 600


def test_22_a_second_camera_and_a_bot_are_nobody():
    told = answer(P, stay("S1", "p", 0, 3600), stay("S2", "p#cam", 100, 200), stay("S3", "bot", 0, 3600, kind="AGENT"))

    assert told["people"]["p"]["attended_seconds"] == 3600
    assert [b["patients"] for b in told["rooms"]["main"]["breaches"]] == [1]
    assert told["warnings"] == []


def test_23_leading_people_to_a_pod_and_back_leaves_nobody_out_of_ratio():
    moves = flat(
        [
            [person(f"p{n}"), seat(f"p{n}")]
            + (
                stay(f"S{n}", f"p{n}", 0, 600 + n, where="main")
                + stay(f"T{n}", f"p{n}", 601 + n, 1200 + n, where="A")
                + stay(f"U{n}", f"p{n}", 1201 + n, 1800, where="main")
                if n < 5
                else stay(f"S{n}", f"p{n}", 0, 1800)
            )
            for n in range(10)
        ]
    )
    told = answer(
        session(1800, [block(0, 1800)]), room(), room("A", "pod"), moves,
        person("f1", "facilitator"), seat("f1"), stay("F1", "f1", 0, 606), stay("F2", "f1", 598, 1206, where="A"),
        stay("F3", "f1", 1198, 1800), staff("f2", (0, 1800)),
    )  # fmt: skip

    assert {name: r["breach_seconds"] for name, r in told["rooms"].items()} == {"main": 0, "A": 0}


def test_24_each_block_has_its_ratio_and_a_break_the_laxer_of_its_neighbors():
    parts = [block(0, 5400), block(5400, 6000, "break", None, billable=False), block(6000, 11400, "psychoeducation", 8)]
    told = answer(session(11400, parts), crowd(8, 0, 11400), staff("f1", (0, 11400)), staff("f2", (0, 5300)))

    assert told["rooms"]["main"]["breach_seconds"] == 100
    assert {(p["attended_minutes"], p["billable_minutes"]) for n, p in told["people"].items() if n[0] == "p"} == {
        (190, 180)
    }


def test_25_a_heartbeat_that_stopped_long_before_trims_nothing_and_asks_somebody():
    told = answer(P, joined("S1", "p", 0), left("S1", "p", 3000, LOST), beats("S1", 500, 500))

    assert told["people"]["p"]["attended_seconds"] == 3000
    assert [w["kind"] for w in told["warnings"]] == ["needs_person"]


def test_26_time_in_which_our_own_polls_failed_does_not_make_a_heartbeat_old():
    told = of(
        "p", P, joined("S1", "p", 0), beats("S1", 0, 2000), polls(15, 1995, "S1"),
        polls(2010, 2055, ok=False), poll(2070), poll(2085),
    )  # fmt: skip

    assert told["attended_seconds"] == 2001


def test_27_an_open_connection_with_an_old_heartbeat_is_believed_as_far_as_the_polls_go():
    told = answer(P, joined("S1", "p", 0), beats("S1", 500, 500), polls(15, 3585, "S1"), now(3600))

    assert told["people"]["p"]["attended_seconds"] == 3585
    assert told["people"]["p"]["intervals"][0]["provisional"]
    assert [w["kind"] for w in told["warnings"]] == ["needs_person", "provisional"]


def test_the_evidence_has_one_fingerprint_whatever_its_order():
    told = [lines(P, stay("S1", "p", 0, 3600), now(3600)), lines(now(60), stay("S1", "p", 0, 3600), P, P)]

    fingerprints = {judge(read_evidence(text))["evidence_sha256"] for text in told}

    assert len(fingerprints) == 1


def _ms(seconds: float) -> int:
    from tests.live.logs import ms

    return ms(seconds)


def _seconds(moment: str) -> float:
    from datetime import datetime

    from tests.live.logs import STARTS

    return (datetime.fromisoformat(moment) - STARTS).total_seconds()
