"""
What of a live room is sent to whom: one table, and the one way to build anything that is sent.

`room_payloads.csv` names every field of every payload and the relations that get it. A field that is not in it is not
sent, whatever a caller hands in. It was written from what each relation needs; the authorization walk and the twin
worlds read the same table.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hearthside.live.relations import RELATIONS

ROOM, TILE, PERSON, TREATED, CARD, ROSTER, OWN = "room", "tile", "person", "treated", "card", "roster", "own"
LINE = "line"
PAYLOADS = (ROOM, TILE, PERSON, TREATED, CARD, ROSTER, OWN, LINE)
GETS = "R"


class UnknownPayload(LookupError):
    """Nothing of this name is in the table, so nothing of it is ever sent."""


@cache
def table() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Payload -> field -> the relations that get it, in the order of the file."""
    found: dict[str, dict[str, frozenset[str]]] = {payload: {} for payload in PAYLOADS}
    with (Path(__file__).parent / "room_payloads.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["payload"]][row["field"]] = frozenset(r for r in RELATIONS if row[r] == GETS)
    return found


def fields(payload: str, relations: Iterable[str]) -> tuple[str, ...]:
    """
    The fields of this payload that somebody with these relations gets.

    Raises:
        UnknownPayload: the table has none of this name.
    """
    if payload not in table():
        raise UnknownPayload(payload)
    held = set(relations)
    return tuple(field for field, gets in table()[payload].items() if held & gets)


def build(payload: str, relations: Iterable[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """
    What somebody with these relations is sent of these facts: the fields that the table gives them, and no other.

    Raises:
        UnknownPayload: the table has none of this name.
    """
    return {field: facts[field] for field in fields(payload, relations) if field in facts}
