"""A page without a rule stops the start."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from hearthside.access.rule import rule_of


def addresses(resolver: URLResolver | None = None, above: str = "", names: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every address of the program: (route, full name, view), through every include."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from addresses(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield route, f"{names}{pattern.name}" if pattern.name else "", pattern.callback


@register()
def every_page_states_its_rule(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """The system check: names each address that has no rule."""
    return [
        Error(f"The page at /{route} states no rule, so it would answer nobody.", id="access.E001")
        for route, name, view in addresses()
        if rule_of(view, name) is None
    ]
