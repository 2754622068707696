"""
Who is called when somebody at a door must be talked with first: crisis clinicians on duty, then supervisors. Never
whoever is, or lives with, the person that it is about.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from hearthside.live.door_words import CRISIS_LADDER, TALK_CAUSE, TALK_SUBJECT
from hearthside.live.models.check_in import TalkFirst
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.room_acts import Flag, HelpCall
from hearthside.live.queries.close_to import accounts_close_to
from hearthside.live.queries.door_talks import is_on_duty, on_call_by_role, on_duty
from hearthside.live.room_words import SUBJECT_FLAG, SUBJECT_HELP
from hearthside.live.words import RELATED, SUBJECT_CARD
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.words import CRISIS, NEXT, SUPERVISOR
from hearthside.schedule.plain import Person

OFF_DUTY = "off_duty"
REASONS = {
    OFF_DUTY: "this call is for whoever is on duty for crises.",
    RELATED: "you are, or live with, the person whom it is about.",
}
# Nothing of what they said: that is on the card, for whoever takes the call.
CAUSES = {TALK_CAUSE: "They are kept at the door until a clinician has talked with them."}

# What is called for by this ladder, and where the person stands whom it is about.
ABOUT: dict[str, tuple[Any, str, str]] = {
    TALK_SUBJECT: (TalkFirst, "check_in__patient", "check_in__partner"),
    SUBJECT_CARD: (MissingCard, "patient", "partner"),
    SUBJECT_HELP: (HelpCall, "patient", "partner"),
    SUBJECT_FLAG: (Flag, "patient", "partner"),
}


def next_candidates(page: Page, level: str, called: Collection[UUID]) -> Choice:
    """The next crisis clinician on duty; then the supervisors; at last everybody, and whoever is on call by role."""
    close = _close(page)
    crisis, supervisors = on_duty(page.program_id, CRISIS), on_duty(page.program_id, SUPERVISOR)
    if level == NEXT:
        return _calling([account for account in crisis if account not in called], close, most=1)
    if level == SUPERVISOR:
        return _calling(supervisors, close)
    return _calling([*crisis, *supervisors, *on_call_by_role(page.program_id)], close)


def objection(page: Page, account: UUID) -> str:
    """Only whoever is on duty for crises or supervises may take it, and whoever is on call by role."""
    if account in _close(page):
        return RELATED
    may = is_on_duty(account, page.program_id, (CRISIS, SUPERVISOR)) or account in on_call_by_role(page.program_id)
    return "" if may else OFF_DUTY


def leads_to(page: Page) -> str:
    """The card of the person."""
    return reverse("live:talk_card", args=[page.subject_id])


def register() -> None:
    """Tell the pager who is called for crises at a door."""
    ladders.register(Ladder(CRISIS_LADDER, next_candidates, objection, REASONS, leads_to, CAUSES))


def _close(page: Page) -> frozenset[UUID]:
    """Who stands too near to the person that the page is about."""
    if page.subject_kind not in ABOUT:
        return frozenset()
    model, patient, partner = ABOUT[page.subject_kind]
    rows = model.objects.filter(pk=page.subject_id).values_list(patient, partner)
    return accounts_close_to(Person(patient, partner) for patient, partner in rows)


def _calling(accounts: Collection[UUID], close: Collection[UUID], *, most: int | None = None) -> Choice:
    """These in their order, without whoever stands too near."""
    once = list(dict.fromkeys(accounts))
    fit = [account for account in once if account not in close][:most]
    passed_over = tuple((account, RELATED) for account in once if account in close)
    return Choice(tuple(Candidate(account) for account in fit), passed_over)
