"""Who is called when somebody at a door must be talked with first: crisis clinicians on duty, then supervisors."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from hearthside.live.door_words import CRISIS_LADDER
from hearthside.live.queries.door_talks import is_on_duty, on_call_by_role, on_duty
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.words import CRISIS, NEXT, SUPERVISOR

OFF_DUTY = "off_duty"


def next_candidates(page: Page, level: str, called: Collection[UUID]) -> Choice:
    """The next crisis clinician on duty; then the supervisors; at last everybody, and whoever is on call by role."""
    crisis, supervisors = on_duty(page.program_id, CRISIS), on_duty(page.program_id, SUPERVISOR)
    if level == NEXT:
        return _calling([account for account in crisis if account not in called][:1])
    if level == SUPERVISOR:
        return _calling(supervisors)
    return _calling([*crisis, *supervisors, *on_call_by_role(page.program_id)])


def objection(page: Page, account: UUID) -> str:
    """Only whoever is on duty for crises or supervises may take it, and whoever is on call by role."""
    may = is_on_duty(account, page.program_id, (CRISIS, SUPERVISOR)) or account in on_call_by_role(page.program_id)
    return "" if may else OFF_DUTY


def leads_to(page: Page) -> str:
    """The card of the person."""
    return reverse("live:talk_card", args=[page.subject_id])


def register() -> None:
    """Tell the pager who is called for crises at a door."""
    reasons = {OFF_DUTY: "this call is for whoever is on duty for crises."}
    ladders.register(Ladder(CRISIS_LADDER, next_candidates, objection, reasons, leads_to))


def _calling(accounts: Collection[UUID]) -> Choice:
    return Choice(tuple(Candidate(account) for account in dict.fromkeys(accounts)))
