"""
Icons drawn into the page: no request of their own, colored like the words beside them.

They say nothing to a screen reader unless given a label, because the word beside an icon says it already.
"""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"
# What the program calls them, where that is not what Bootstrap does.
OTHER_NAMES = {
    "check": "check-lg",
    "warning": "exclamation-triangle-fill",
    "danger": "x-octagon-fill",
    "info": "info-circle-fill",
    "dot": "circle-fill",
    "calendar": "calendar3",
    "chart": "bar-chart",
    "more": "three-dots",
    "phone": "telephone",
    "document": "file-earmark-text",
    "sign-out": "box-arrow-right",
    "history": "clock-history",
    "plus": "plus-lg",
    "question": "question-circle",
    "waiting": "hourglass-split",
    "message": "chat-dots",
}
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def names() -> tuple[str, ...]:
    """Every icon there is, under its first name."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.svg")))


@cache
def drawing(name: str) -> SafeString:
    """The shapes of an icon, without the frame around them."""
    chosen = OTHER_NAMES.get(name, name)
    if chosen not in names():
        raise LookupError(f"There is no icon named {name!r}; src/hearthside/ui/icons/README.md says how to add one.")
    inside = INSIDE.search((FOLDER / f"{chosen}.svg").read_text(encoding="utf-8"))
    if inside is None:
        raise LookupError(f"The file of the icon {name!r} holds no drawing.")
    # From our own package, checked by its sum in the tests.
    return mark_safe(inside[1].strip())


def icon(name: str, label: str = "") -> SafeString:
    """An icon as markup; with a label it is read out, without one it is decoration."""
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 16 16" role="img" aria-label="{}">{}</svg>', label, drawing(name)
        )
    return decoration(name)


@cache
def decoration(name: str) -> SafeString:
    """An icon without a label: the same however often a page shows it."""
    return format_html('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', drawing(name))
