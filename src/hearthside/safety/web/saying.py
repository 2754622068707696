"""Calls as they are read: why, for what, and counts. Nobody's name stands in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.channels import reference

SOMEBODY_NEEDED = "Somebody is needed."


@dataclass(frozen=True)
class Call:
    """One call: its words, and where whoever accepted it goes on."""

    id: UUID
    title: str
    why: str
    counts: tuple[str, ...]
    raised_at: datetime
    reference: str
    leads_to: str = ""


def said(page: Page) -> Call:
    """A page in words."""
    try:
        ladder = ladders.ladder_of(page)
        why = ladder.causes.get(page.cause, SOMEBODY_NEEDED)
        leads_to = ladder.leads_to(page) if ladder.leads_to and page.accepted_at else ""
    except LookupError:
        why, leads_to = SOMEBODY_NEEDED, ""
    return Call(page.pk, page.title, why, _counts(page.counts), page.raised_at, reference(page), leads_to)


def _counts(counts: dict[str, int]) -> tuple[str, ...]:
    """People, and staff against what is needed; other counts by their own name."""
    rest, found = dict(counts), []
    if (people := rest.pop("patients", None)) is not None:
        found.append(f"{people} {'person' if people == 1 else 'people'} there")
    staff, needed = rest.pop("staff", None), rest.pop("needed", None)
    if staff is not None and needed is not None:
        found.append(f"{staff} of {needed} staff there")
    found += [f"{number} {name.replace('_', ' ')}" for name, number in sorted(rest.items())]
    return tuple(found)
