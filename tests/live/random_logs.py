"""Random evidence of one session: people, lost and late facts, outages, conflicts; the same for the same seed."""

import random
from datetime import datetime

from tests.live.logs import STARTS, at, block, flat, hook, joined, left, now, person, poll, room, seat, session

REASONS = ("CLIENT_INITIATED", "CONNECTION_TIMEOUT", "DUPLICATE_IDENTITY", "SERVER_SHUTDOWN", "JOIN_FAILURE")
PEOPLE = 5


def random_log(seed: int) -> list[dict]:
    """Evidence in which nothing can be relied upon, as a list of lines."""
    dice = random.Random(seed)
    lines = [
        session(1800, [block(0, 900, k=3), block(900, 1000, "break", None, False), block(1000, 1800, "skills", 4)]),
        room(),
        room("pod", "pod"),
        person("f", "facilitator"),
        seat("f"),
    ]
    for n in range(PEOPLE):
        couple = {"couple": "c"} if n < 2 else {}
        lines += [person(f"p{n}", **couple), seat(f"p{n}", None, dice.choice([None, 100]), dice.choice([None, 1700]))]
    for who in [*(f"p{n}" for n in range(PEOPLE)), "f", "stranger"]:
        lines += flat(_connection(dice, who, n) for n in range(dice.randint(1, 3)))
    lines += [line for line in _polls(dice, lines) if dice.random() > 0.05]
    if dice.random() < 0.2:
        lines.append(hook("room_finished", "", "", dice.randint(1500, 1900)) | {"sid": None})
    if dice.random() < 0.3:
        lines.append(_amendment(dice))
    if dice.random() < 0.3:
        lines.append(now(dice.randint(600, 2000)))
    return lines


def _connection(dice: random.Random, who: str, n: int) -> list[dict]:
    sid, where = f"S-{who}-{n}", dice.choice(["main", "main", "pod"])
    start = dice.randint(-100, 1700)
    end = start + dice.randint(1, 1200)
    beat_until = end - dice.choice([0, 0, 1, 30, 300])
    facts = [joined(sid, who, start, joined_at=start - dice.random(), where=where, can_publish=dice.random() > 0.1)]
    facts += [left(sid, who, end + dice.choice([0, 19]), dice.choice(REASONS), where=where)]
    if dice.random() < 0.2:
        facts += [left(sid, who, end + 5, dice.choice(REASONS), where=where)]
    facts = [fact for fact in facts if dice.random() > 0.15]
    steps = range(start, beat_until, dice.choice([2, 7]))
    beats = [t for t in steps if dice.random() > 0.02][::4]
    return facts + [{"type": "heartbeat", "at": at(t), "sid": sid} for t in beats]


def _polls(dice: random.Random, lines: list[dict]) -> list[dict]:
    spans: dict[tuple[str, str], list[float]] = {}
    for line in lines:
        if line["type"] == "webhook" and line["sid"]:
            when = (datetime.fromisoformat(line["created_at"]) - STARTS).total_seconds()
            spans.setdefault((line["room"], line["sid"]), []).append(when)
    found = []
    for when in range(0, 1800, 15):
        failed = dice.random() < 0.05
        for name in ("main", "pod"):
            there = [s for (where, s), t in spans.items() if where == name and min(t) <= when <= max(t)]
            found.append(poll(when, *there, where=name, ok=not failed))
    return found


def _amendment(dice: random.Random) -> dict:
    start = dice.randint(0, 1500)
    return {
        "type": "amend", "id": f"a{start}", "person": f"p{dice.randint(0, PEOPLE - 1)}", "room": "main",
        "start": at(start), "end": at(start + dice.randint(1, 600)), "effect": dice.choice(["present", "absent"]),
        "by": "f", "reason": "by phone", "at": at(1900),
    }  # fmt: skip
