"""
From rows to the engine and from the script itself to the engine: the same answer.

What is kept of thousands of heartbeats, and how a session, its people and their seats are told, must lose nothing that
the attendance engine would have counted.
"""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from hearthside.ledger.scope import scope
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.evidence import lines, records
from tests import build
from tests.builders import live
from tests.builders.live import instant
from tests.kept import begins_with
from tests.live.receiving import Received

NAMES = ("kim", "lee", "p1", "p2", "p3", "p4")
LENGTH = 600


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    # Everybody sits since long before.
    with scope(kept.watch):
        SeatOccupant.objects.update(from_at=instant(kept, -900))
    return kept


def played(there, seed: int) -> list[dict]:
    """A made-up ten minutes, put into rows as it is received; gives the same as lines that nobody stored."""
    dice, received, told = random.Random(seed), Received(there), []
    beats = []
    for name in NAMES:
        at = dice.uniform(0, 20)
        while at < LENGTH - 60:
            until = min(LENGTH - 1.0, at + dice.uniform(20, 400))
            how = dice.choice(["closes", "killed", "lost"])
            received.joins(name, at=at)
            told.append(hook(received, "participant_joined", name, at))
            beats += [(t, name, received.sids[name]) for t in beat_times(dice, at, until)]
            if how != "lost":
                left_at = until + (20 if how == "killed" else 0)
                reason = "CONNECTION_TIMEOUT" if how == "killed" else "CLIENT_INITIATED"
                received.leaves(name, at=left_at, reason=reason)
                told.append(hook(received, "participant_left", name, left_at, reason=reason))
            at = until + dice.uniform(5, 90)
    for second, name, sid in sorted(beats):
        received.second = second
        received.beats.beat(there.seats[name].pk, sid, there.room.name)
    received.second = LENGTH
    received.write()
    told += [{"type": "heartbeat", "at": instant(there, t).isoformat(), "sid": sid} for t, _, sid in beats]
    return told


def beat_times(dice: random.Random, start: float, end: float) -> list[float]:
    """Every two seconds, with a pause now and then. In thousandths, as everything is counted."""
    found, at = [], start
    while at < end:
        found.append(round(at, 3))
        at += 2 if dice.random() < 0.97 else dice.uniform(7, 30)
    return found


def hook(received: Received, event: str, name: str, at: float, **more: str) -> dict:
    there = received.there
    return {
        "type": "webhook", "id": f"{event}-{received.sids[name]}", "event": event, "room": there.room.name,
        "room_sid": "RM_1", "sid": received.sids[name], "identity": there.seats[name].identity, "kind": "STANDARD",
        "created_at": instant(there, at).isoformat(), **more,
    }  # fmt: skip


def answer_to(found: list[str]) -> dict:
    answer = judge(read_evidence(found))
    del answer["evidence_sha256"]
    return answer


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_gives_the_answer_that_the_script_gives(there, seed):
    told = played(there, seed)
    now = instant(there, LENGTH)

    from_rows = lines(there.session, now)
    known = [line for line in records(there.session) if line["type"] in ("session", "person", "seat", "room")]
    from_script = [json.dumps(line) for line in [*known, *told, {"type": "now", "at": now.isoformat()}]]

    assert answer_to(from_rows) == answer_to(from_script)
    assert len(from_rows) < len(from_script)


def test_a_heartbeat_for_somebody_elses_connection_is_no_evidence(there):
    received = Received(there)
    received.joins("kim", "p1", at=0)
    received.second = 100
    received.beats.beat(there.seats["p1"].pk, received.sids["kim"], there.room.name)
    received.write()

    told = [line["sid"] for line in records(there.session) if line["type"] == "heartbeat"]
    assert received.sids["kim"] not in told


def test_the_session_is_told_with_the_policy_by_which_it_was_held(there):
    (session, *_) = records(there.session)

    assert [(block["kind"], block["ratio"], block["billable"]) for block in session["blocks"]] == [
        ("process", {"patients_per_facilitator": 6}, True),
        ("break", None, False),
        ("psychoeducation", {"patients_per_facilitator": 8}, True),
    ]
    assert (session["cap"], session["grace_seconds"], session["bridge_seconds"]) == (10, 0, 60)


def test_what_was_really_held_is_told_and_not_the_plan(there):
    with scope(there.watch):
        for number, kind, begins, ends in (
            (1, "process", 0, 1800),
            (1, "break", 1800, 2100),
            (1, "process", 2100, None),
        ):
            LiveBlock.objects.create(
                program=there.at.program, session=there.live, number=number, kind=kind, began_at=instant(there, begins),
                ended_at=instant(there, ends) if ends else None,
            )  # fmt: skip
        LiveSession.objects.filter(pk=there.live.pk).update(ends_at=there.session.ends_at + timedelta(minutes=10))

    (session, *_) = records(there.session)

    # A rest within a block keeps the block's ratio, and its minutes are those of a break.
    assert [
        (b["kind"], b["ratio"], minutes(there, b["start"]), minutes(there, b["end"])) for b in session["blocks"]
    ] == [
        ("process", {"patients_per_facilitator": 6}, 0, 30),
        ("break", {"patients_per_facilitator": 6}, 30, 35),
        ("process", {"patients_per_facilitator": 6}, 35, 90),
        ("break", None, 90, 100),
        ("psychoeducation", {"patients_per_facilitator": 8}, 100, 200),
    ]


def minutes(there, moment: str) -> float:
    return (datetime.fromisoformat(moment).astimezone(UTC) - there.session.starts_at).total_seconds() / 60
