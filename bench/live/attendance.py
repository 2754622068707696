"""
A1 to A4: how far computed minutes and breaches are from what really happened, with one event in twenty lost.

The hours are those of the attendance benchmark: scripted, with the drops and delays of a real media server. The engine
is given what would have been received, and is asked for each connection, each person, and each breach.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bench.attendance.hour import HOUR, Connected, connected
from bench.attendance.told import KINDS, ROOM, evidence
from bench.live.rows import Row, percentile
from hearthside.live.attendance.connections import connections
from hearthside.live.attendance.evidence import Evidence, Person
from hearthside.live.attendance.judge import judge

LANE = "virtual clock"
SEED, GROUPS, PEOPLE = "20270105", 60, 10
LATEST = next(kind for kind in KINDS if kind.beats and kind.webhooks_lost == 0.05)
SHUFFLES = 3
MOST_OVER, LEAST_BREACH = 0.04, 10.0
FACILITATOR = "f0"


def measure() -> list[Row]:
    """Four lines."""
    per_connection, per_person, over, same = [], [], [], []
    for number in range(GROUPS):
        dice = random.Random(f"{SEED}-{number}")
        people = [f"p{n}" for n in range(PEOPLE)]
        truth = [one for who in people for one in connected(dice, who)]
        told = evidence(LATEST, truth, people, f"{SEED}-{number}")
        judged = {c.sid: c.end - c.start for c in connections(told)}
        per_connection += [abs(judged.get(one.sid, 0) - (one.end - one.start)) / 1000 for one in truth]
        answer = judge(told)
        for who in people:
            really = sum(one.end - one.start for one in truth if one.who == who)
            per_person.append(abs(answer["people"][who]["attended_seconds"] - really / 1000))
            over.append(answer["people"][who]["attended_minutes"] - really // 60_000)
        if number < GROUPS // 10:
            same += [judge(_shuffled(told, dice)) == answer for _ in range(SHUFFLES)]
    return [_a1(per_connection), _a2(per_person, over), _a3(same), *_a4()]


def _a1(errors: Sequence[float]) -> Row:
    met = percentile(errors, 95) <= 1.5 and percentile(errors, 99) <= 3
    return Row("A1", "a connection's length against the truth", LANE, errors, "p95 1.5 s, p99 3 s", _said(met))


def _a2(errors: Sequence[float], over: Sequence[int]) -> Row:
    share = sum(minutes > 0 for minutes in over) / len(over)
    met = percentile(errors, 99) <= 10 and share <= MOST_OVER and max(over) <= 1
    what = f"a person's hour against the truth; a whole minute too many in {share:.1%}, more than one in "
    what += f"{sum(minutes > 1 for minutes in over)}"
    return Row("A2", what, LANE, errors, "p99 10 s; at most 4 %; none", _said(met))


def _a3(same: Sequence[bool]) -> Row:
    what = f"evidence doubled and in another order: the same answer in {sum(same)} of {len(same)}"
    return Row("A3", what, LANE, [], "all", _said(all(same)))


def _a4() -> list[Row]:
    """One facilitator with six people who stay: whenever the facilitator is gone, the ratio is broken."""
    errors, missed, breaches = [], 0, 0
    for number in range(GROUPS):
        dice = random.Random(f"{SEED}-breach-{number}")
        people = [f"p{n}" for n in range(6)]
        leads = connected(dice, FACILITATOR)
        truth = [*leads, *(_stays(who) for who in people)]
        told = evidence(LATEST, truth, [*people, FACILITATOR], f"{SEED}-breach-{number}")
        everybody = {**told.people, FACILITATOR: Person(FACILITATOR, "facilitator", True, None)}
        found = [
            (_milliseconds(each["start"]), _milliseconds(each["end"]))
            for each in judge(replace(told, people=everybody))["rooms"][ROOM]["breaches"]
        ]
        for start, end in _gaps(leads):
            breaches += 1
            near = [each for each in found if each[0] < end + 5_000 and each[1] > start - 5_000]
            if not near:
                missed += end - start >= LEAST_BREACH * 1000
                continue
            closest = min(near, key=lambda each: abs(each[0] - start) + abs(each[1] - end))
            errors += [abs(closest[0] - start) / 1000, abs(closest[1] - end) / 1000]
    met = max(errors) <= 3 and missed == 0
    what = f"where each of {breaches} breaches begins and ends; of ten seconds and more missed: {missed}"
    return [Row("A4", what, LANE, errors, "each 3 s; none", _said(met))]


def _stays(who: str) -> Connected:
    """Somebody whose line holds from the first second to the last."""
    beats = tuple(range(500, HOUR, 2_000))
    return Connected(f"{who}-0", who, 0, HOUR, "CLIENT_INITIATED", 0, 0, HOUR, beats)


def _gaps(leads: Sequence[Connected]) -> list[tuple[int, int]]:
    return [(one.end, after.start) for one, after in pairwise(leads) if after.start > one.end]


def _shuffled(told: Evidence, dice: random.Random) -> Evidence:
    def again(facts: Sequence[object]) -> tuple[object, ...]:
        twice = [*facts, *facts]
        dice.shuffle(twice)
        return tuple(twice)

    return replace(told, webhooks=again(told.webhooks), polls=again(told.polls), heartbeats=again(told.heartbeats))  # type: ignore[arg-type] # the same facts


def _milliseconds(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def _said(met: bool) -> str:
    return "met" if met else "missed"
