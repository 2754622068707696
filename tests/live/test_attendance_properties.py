"""What holds for any evidence, however it comes: the same answer for the same facts, and never more than was there."""

import json
import random
from dataclasses import replace

import pytest

from hearthside.live.attendance.evidence import Evidence
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from tests.lanes import LANE
from tests.live.logs import beats, joined, left, lines, of, person, poll, seat
from tests.live.random_logs import random_log

# How many logs, each shuffled five times: the long lane looks at thirty times as many, three thousand and far beyond.
LOGS = {"fast": 150, "full": 300, "long": 10_000}[LANE]
PARTS = 10


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_any_order_and_any_repetition_give_the_same_answer(part):
    for seed in range(part, LOGS, PARTS):
        evidence, dice = read_evidence(map(json.dumps, random_log(seed))), random.Random(seed)
        first = judge(evidence)
        for _ in range(5):
            assert judge(shaken(evidence, dice)) == first, f"seed {seed}"


def shaken(evidence: Evidence, dice: random.Random) -> Evidence:
    """The same facts in another order, some of them twice."""

    def mixed(facts: tuple) -> tuple:
        again = [*facts, *(fact for fact in facts if dice.random() < 0.2)]
        dice.shuffle(again)
        return tuple(again)

    kinds = ("webhooks", "polls", "heartbeats", "seats")
    return replace(evidence, **{kind: mixed(getattr(evidence, kind)) for kind in kinds})


@pytest.mark.parametrize("seed", range(40))
def test_lines_in_any_order_and_any_repetition_are_read_as_the_same_evidence(seed):
    log, dice = random_log(seed), random.Random(seed)
    again = [*log, *(line for line in log if dice.random() < 0.2)]
    dice.shuffle(again)

    assert judge(read_evidence(map(json.dumps, again))) == judge(read_evidence(map(json.dumps, log)))


@pytest.mark.parametrize("seed", range(100))
def test_nobody_has_more_time_than_the_session_or_than_their_rooms_together(seed):
    evidence = read_evidence(map(json.dumps, random_log(seed)))
    answer = judge(evidence)

    for somebody in answer["people"].values():
        assert 0 <= somebody["billable_minutes"] <= somebody["supervised_minutes"] <= somebody["attended_minutes"] <= 30
        assert somebody["attended_minutes"] <= somebody["bridged_minutes"] <= 30
        assert somebody["attended_seconds"] == sum(b["attended_seconds"] for b in somebody["blocks"])
    for room in answer["rooms"].values():
        assert room["longest_breach_seconds"] <= room["breach_seconds"] <= room["occupied_seconds"]
        assert room["compliance"] is None or 0 <= room["compliance"] <= 1


@pytest.mark.parametrize("end", [700, 1200, 2000])
@pytest.mark.parametrize("extra", [[*beats("S1", 2000, 2500)], [poll(2010, "S1"), poll(2025, "S1")]])
def test_what_comes_after_a_true_goodbye_adds_nothing(end, extra):
    known = [person("p"), seat("p"), *lines_of(end)]

    assert of("p", known, extra)["attended_seconds"] == of("p", known)["attended_seconds"] == end


def lines_of(end: int) -> list[dict]:
    return [joined("S1", "p", 0), left("S1", "p", end)]


@pytest.mark.parametrize("reason", ["CONNECTION_TIMEOUT", "SIGNAL_CLOSE", "MEDIA_FAILURE", "STATE_MISMATCH", "NEW_ONE"])
def test_a_reason_that_is_no_goodbye_is_a_loss(reason):
    log = [person("p"), seat("p"), joined("S1", "p", 0), left("S1", "p", 1019, reason), beats("S1", 0, 1000)]

    assert of("p", log)["attended_seconds"] == 1001


def test_evidence_is_read_the_same_from_a_file_with_empty_lines():
    assert read_evidence(["", *lines(person("p")), "   "]).people.keys() == {"p"}
