"""
What a week shows of each session: `{% load week_cells %}`.

A week has hundreds of sessions, and each `{{ }}` of a template costs more than the word it writes: here a session is
one format. What is not markup of ours is escaped, as in a template, but each name once and not each time it comes.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hearthside.ui.templatetags.hearthside import seats, tag

register = template.Library()

_GROUP = (
    '<li class="slot {}"><p class="small soft">{}</p><h3><a href="{}">{}</a></h3>{}'
    '<p class="small"><strong>{}</strong>{}</p><p>{}</p></li>\n'
)


@register.simple_tag
def group_cells(cells: Iterable[dict[str, Any]]) -> SafeString:
    """{% group_cells day.groups %}: how full each is, who leads it, and whether that is enough."""
    return format_html_join("", _GROUP, (_of_group(cell) for cell in cells))


@register.simple_tag
def single_lines(cells: Iterable[dict[str, Any]]) -> SafeString:
    """{% single_lines day.singles %}: one person or couple with one clinician, a line each."""
    safe = cache(conditional_escape)
    lines = []
    for cell in cells:
        state = "" if cell["is_plain"] else tag(cell["state_kind"], cell["state"])
        lines.append(
            f'<li><a href="{safe(cell["address"])}">{safe(cell["when"])}, {safe(cell["title"])}</a>'
            f'<span class="soft small">{safe(cell["clinicians"] or "Nobody leads it")}</span>{state}</li>\n'
        )
    return mark_safe("".join(lines))


def _of_group(cell: dict[str, Any]) -> tuple[Any, ...]:
    if cell["cap"] > 1 and cell["people"]:
        size = seats(people=cell["people"], cap=cell["cap"], couples=cell["couples"])
    else:
        size = format_html('<p class="small">{}</p>', cell["size"])
    by = format_html(' <span class="soft">with {}</span>', cell["clinicians"]) if cell["clinicians"] else ""
    state = tag(cell["state_kind"], cell["state"])
    return cell["state_kind"], cell["when"], cell["address"], cell["title"], size, cell["ratio"], by, state
