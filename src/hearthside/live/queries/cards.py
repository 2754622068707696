"""Cards of people who are lost from a group: who may open one, and what is due when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearthside.ledger.actors import Actor
from hearthside.live.models.missing import MissingAct, MissingCard
from hearthside.live.queries.close_to import accounts_close_to
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import CRISIS, LEADS_OR_HELPS
from hearthside.live.words import SUBJECT_CARD
from hearthside.people.actions.grants import behind
from hearthside.policy.effective import Policy
from hearthside.safety.models.pages import Page
from hearthside.schedule.plain import Person

# What crisis policy asks for, in its order: the key that says by when, and the acts that do it.
STEPS = (
    ("missing.call.minutes", ("called",), 1),
    ("missing.second_call.minutes", ("called",), 2),
    ("missing.second_call.minutes", ("texted",), 1),
    ("missing.contact.minutes", ("contact_called",), 1),
    ("missing.emergency.minutes", ("emergency_called",), 1),
    ("missing.told.minutes", ("told",), 1),
)
SENTENCES = {
    ("called", 1): "Call them",
    ("called", 2): "Call them again",
    ("texted", 1): "Send them a message",
    ("contact_called", 1): "Call the emergency contact: a welfare concern, and no more",
    ("emergency_called", 1): "Ask for a welfare check at their address, unless they are known to be safe",
    ("told", 1): "Tell the clinician on call",
}


@dataclass(frozen=True)
class Step:
    """Something to be done to find somebody, by when, and when it was done."""

    act: str
    sentence: str
    due_at: datetime
    done_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        return self.done_at is None and now > self.due_at


def steps(card: MissingCard, acts: Sequence[MissingAct], policy: Policy) -> list[Step]:
    """What is to be done, in order. Every deadline counts from the instant at which they were lost."""
    found = []
    for key, kinds, nth in STEPS:
        done = sorted(act.at for act in acts if act.act in kinds)
        due = card.lost_at + timedelta(minutes=policy.whole(key))
        found.append(Step(kinds[0], SENTENCES[kinds[0], nth], due, done[nth - 1] if len(done) >= nth else None))
    return found


def may_open(card: MissingCard, by: Actor) -> bool:
    """
    Whoever leads there, helps to, or comes to; the crisis clinician on duty; and whoever took a call for it. Never the
    person's own partner, whatever they are there.
    """
    if by.account is None or by.program != card.program_id:
        return False
    with behind(card.program_id, by):
        session = MissingCard.objects.values_list("seat__session", flat=True).get(pk=card.pk)
        # Whoever took the call for it, as a supervisor may have.
        called = Page.objects.filter(subject_kind=SUBJECT_CARD, subject_id=card.pk, accepted_by=by.account).exists()
        if by.account in accounts_close_to([Person(card.patient_id, card.partner_id)]):
            return False
    return called or bool(tie(by.account, session).relations & (LEADS_OR_HELPS | {CRISIS}))


def require_card(card: MissingCard, by: Actor) -> None:
    """
    Go on only for whoever may open this card.

    Raises:
        NotInThisSession: `by` may not.
    """
    if not may_open(card, by):
        raise NotInThisSession
