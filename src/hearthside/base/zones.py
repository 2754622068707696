"""
The world's time zones, from the tzdata package alone.

A plan must be the same on every machine, so the operating system's own zone files, older on one and newer on the
other, are never asked.
"""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@cache
def names() -> frozenset[str]:
    """Every name of the IANA time zone database, links and old names included."""
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(listed) - {"Factory"}  # a placeholder for machines nobody has set up


@cache
def zone(name: str) -> ZoneInfo:
    """
    The rules of one zone.

    Raises:
        KeyError: `name` is not among `names()`.
    """
    if name not in names():
        raise KeyError(name)
    place = resources.files("tzdata.zoneinfo")
    for part in name.split("/"):
        place = place.joinpath(part)
    with place.open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)
