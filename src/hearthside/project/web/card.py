"""A card of the first page, and how what stands on it is counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from hearthside.ledger import reading

# A number of people up to this one may tell who they are.
SMALL_COUNT = 10


@dataclass(frozen=True)
class Card:
    """A title, what matters in one sentence, and where to go."""

    title: str
    sentence: str
    url: str
    link: str
    # The one number that matters, as large as it deserves.
    figure: str = ""


Maker = Callable[[HttpRequest], Card | None]


def counted(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def noted_count(rows: QuerySet[Any], part: str) -> int:
    """How many; a count so small that it says something of each of them is written down as a look at each."""
    few = list(rows.order_by().values_list("pk", flat=True)[: SMALL_COUNT + 1])
    if len(few) > SMALL_COUNT:
        return rows.count()
    reading.note(patients=few, part=part, purpose=reading.OPERATIONS)
    return len(few)
