"""
Who may open the card of somebody for whom help was asked, who is flagged, or who asked to be called; and who is called.

Whoever leads there opens all of them. The crisis clinician opens those for which somebody was called, and no others.
"""

from typing import Any
from uuid import UUID

from django.urls import reverse

from hearthside.access import subjects
from hearthside.access.subjects import Standing
from hearthside.ledger.actors import Actor
from hearthside.live.models.room_acts import CallMe, Flag, HelpCall, OfSomebody
from hearthside.live.queries.close_to import accounts_close_to
from hearthside.live.queries.door_ladder import OFF_DUTY, next_candidates, objection
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import CRISIS, LEADS_OR_HELPS
from hearthside.live.room_words import RAISED_CAUSES, RAISED_LADDER, SUBJECT_FLAG, SUBJECT_HELP
from hearthside.people.actions.grants import behind
from hearthside.safety.models.pages import OPEN, Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Ladder
from hearthside.schedule.plain import Person

SUBJECTS: dict[type[OfSomebody], str] = {HelpCall: SUBJECT_HELP, Flag: SUBJECT_FLAG}


def raised(pk: UUID, program: UUID) -> OfSomebody | None:
    """The call, the flag or the number that has this id. Behind the scenes."""
    for model in (HelpCall, Flag, CallMe):
        rows = model.objects.filter(pk=pk, program=program).select_related("session", "patient", "partner")
        found: OfSomebody | None = rows.first()
        if found is not None:
            return found
    return None


def pages_of(row: OfSomebody) -> list[Page]:
    """Who is called for this now. Behind the scenes."""
    return list(Page.objects.filter(OPEN, subject_kind=SUBJECTS.get(type(row), ""), subject_id=row.pk))


def taken_by(row: OfSomebody) -> list[UUID | None]:
    """Of each time that somebody was called for this, who came; nobody yet where none. Behind the scenes."""
    pages = Page.objects.filter(subject_kind=SUBJECTS.get(type(row), ""), subject_id=row.pk)
    return list(pages.values_list("accepted_by", flat=True))


def may_open(row: OfSomebody, by: Actor) -> bool:
    """
    Whoever leads there or helps to; whoever took a call for it; where somebody was called, whoever is on duty. Never
    the person's own partner, whatever they are there.
    """
    if by.account is None or by.program != row.program_id:
        return False
    with behind(row.program_id, by):
        called = taken_by(row)
        if by.account in accounts_close_to([Person(row.patient_id, row.partner_id)]):
            return False
    relations = tie(by.account, row.session_id).relations
    return bool(relations & LEADS_OR_HELPS) or by.account in called or bool(called and CRISIS in relations)


def require_raised(row: OfSomebody, by: Actor) -> None:
    """
    Go on only for whoever may open this.

    Raises:
        NotInThisSession: `by` may not.
    """
    if not may_open(row, by):
        raise NotInThisSession


def to_live_raised(actor: Actor, pk: Any, part: str) -> Standing:
    """Whether this actor may open this card, and whose it is."""
    if actor.program is None:
        return Standing()
    with behind(actor.program, actor):
        row = raised(pk, actor.program)
        if row is None or not may_open(row, actor):
            return Standing()
        chart = row.patient_id or (row.partner.patient_id if row.partner else None)
    return Standing(frozenset({"own clinician"}), (chart,) if chart else ())


def leads_to(page: Page) -> str:
    """The card of the person."""
    return reverse("live:raised", args=[page.subject_id])


def register() -> None:
    """Tell the gate who opens these cards, and the pager who is called."""
    subjects.register("live_raised", to_live_raised)
    reasons = {OFF_DUTY: "this call is for whoever is on duty for crises."}
    ladders.register(Ladder(RAISED_LADDER, next_candidates, objection, reasons, leads_to, RAISED_CAUSES))
