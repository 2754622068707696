"""Where somebody is, as records write it: the state by its code, and the time zone where the ZIP code settles it."""

import csv
from functools import cache
from importlib import resources

from hearthside.base.state_zones import STATE_ZONES
from hearthside.base.states import STATE_NAMES
from hearthside.base.text import folded

# Names that records use beside our own.
_OTHER_NAMES = {"washington dc": "DC", "virgin islands": "VI", "us virgin islands": "VI", "cnmi": "MP"}


@cache
def _states() -> dict[str, str]:
    return {**{folded(name): code for code, name in STATE_NAMES.items()}, **_OTHER_NAMES}


def state_of(written: str) -> str:
    """The code of a state written as code or name; empty where it is none of ours."""
    plain = " ".join(written.split())
    if plain.upper() in STATE_NAMES:
        return plain.upper()
    return _states().get(folded(plain), "")


@cache
def _zip3_zones() -> dict[tuple[str, str], str]:
    table = resources.files("hearthside.interop").joinpath("data", "zip3_zones.csv").read_text("utf-8")
    return {(row["state"], row["zip3"]): row["zone"] for row in csv.DictReader(table.splitlines())}


def zones_of(state: str, postal_code: str) -> tuple[str, ...]:
    """The zones somebody at this ZIP code may have: one where it is settled, else all that the state has."""
    settled = _zip3_zones().get((state, postal_code[:3]))
    return (settled,) if settled else STATE_ZONES[state]
