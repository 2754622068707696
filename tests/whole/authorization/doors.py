"""
Every door of the program, found by walking: addresses through every include, and the raw doors beside them.

Nothing is listed by hand, so a page that is added tomorrow is walked tomorrow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from hearthside.access.parts import WRITE
from hearthside.access.rule import Rule, rule_of

PLACE = re.compile(r"<(?:(?P<converter>[^:>]+):)?(?P<name>[^>]+)>")


@dataclass(frozen=True)
class Door:
    """An address with the rule of the page behind it."""

    route: str
    name: str
    view: Any
    rule: Rule | None
    places: tuple[tuple[str, str], ...]  # (name in the address, its converter)

    @property
    def methods(self) -> tuple[str, ...]:
        return ("GET", "POST") if self.rule and self.rule.mode == WRITE else ("GET",)

    def address(self, values: dict[str, object]) -> str:
        """The address with these values in their places."""
        return "/" + PLACE.sub(lambda place: str(values[place["name"]]), self.route)

    def __str__(self) -> str:
        return self.name or self.route


def doors(resolver: URLResolver | None = None, above: str = "", names: str = "") -> Iterator[Door]:
    """Every door below this one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from doors(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{names}{pattern.name}" if pattern.name else ""
            places = tuple((p["name"], p["converter"] or "str") for p in PLACE.finditer(route))
            yield Door(route, name, pattern.callback, rule_of(pattern.callback, name), places)
