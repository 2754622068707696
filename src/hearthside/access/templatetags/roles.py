"""Roles in words, in their order."""

from collections.abc import Iterable

from django import template

from hearthside.access.roles import ROLE_NAMES

register = template.Library()


@register.filter
def role_names(roles: Iterable[str]) -> str:
    """{{ person.roles|role_names }}: "Clinician, On call"."""
    held = set(roles)
    return ", ".join(name for role, name in ROLE_NAMES.items() if role in held)
