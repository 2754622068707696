"""
Long tables: the order, the page and the words searched for live in the address, so that a link shows what was seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

PER_PAGE = 50


def order(asked: QueryDict, allowed: Mapping[str, str | Sequence[str]], *, default: str) -> list[str]:
    """
    The field names to sort by, for `order_by`.

    `allowed` maps the word in the address (`?sort=name`, `?sort=-name` for the other way round) to field names; a word
    it does not have is passed over in favor of `default`.
    """
    word = asked.get("sort", "")
    if word.removeprefix("-") not in allowed:
        word = default
    fields = allowed[word.removeprefix("-")]
    names = [fields] if isinstance(fields, str) else list(fields)
    if not word.startswith("-"):
        return names
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in names]


def page(asked: QueryDict, rows: Any, *, per_page: int = PER_PAGE) -> Page[Any]:
    """The part of a long list that the address asks for; the nearest one that exists if it asks for nonsense."""
    return Paginator(rows, per_page).get_page(asked.get("page"))


def address(asked: QueryDict, **changed: str | int | None) -> str:
    """This address with some of its words changed; None takes one out. A new order or search starts at page one."""
    query = asked.copy()
    if "page" not in changed:
        query.pop("page", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Heading:
    """A column's head as a link that sorts by it."""

    address: str
    direction: str  # ascending, descending or empty

    @property
    def icon(self) -> str:
        """An arrow that shows the order in force."""
        return {"ascending": "chevron-up", "descending": "chevron-down"}.get(self.direction, "chevron-expand")


def heading(asked: QueryDict, word: str, *, default: str = "") -> Heading:
    """Sorts by this column; pressed again, the other way round."""
    current = asked.get("sort") or default
    if current == word:
        return Heading(address(asked, sort=f"-{word}"), "ascending")
    if current == f"-{word}":
        return Heading(address(asked, sort=word), "descending")
    return Heading(address(asked, sort=word), "")
