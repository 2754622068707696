"""Who is called for somebody who has been missing for long: the crisis clinicians on duty, and those behind them."""

from django.urls import reverse

from hearthside.live.queries.door_ladder import REASONS, next_candidates, objection
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Ladder

# The ladder and its only cause.
MISSING = "missing"
CAUSES = {MISSING: "Somebody was lost from a group, and nobody has written down what became of them."}


def leads_to(page: Page) -> str:
    """The card of the person."""
    return reverse("live:card", args=[page.subject_id])


def register() -> None:
    """Tell the pager who is called."""
    ladders.register(Ladder(MISSING, next_candidates, objection, REASONS, leads_to, CAUSES))
