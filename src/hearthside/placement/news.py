"""
Who is told what of planned weeks: whoever asked that theirs is ready, and everybody who plans that one was published.

The people in it, and whoever treats them, are told by the schedule of their days, and by their offers.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.listening import Handler
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.notify.actions.notices import notify
from hearthside.notify.kinds import KINDS
from hearthside.notify.queries import holders_of
from hearthside.placement.models.proposals import Proposal
from hearthside.schedule.said import date_said

LISTENER = "placement"


def _by(entry: Entry) -> Actor:
    return system_actor("outbox", program=entry.program_id, request_id=f"entry:{entry.id}")


def _to_asker(kind: str) -> Handler:
    """Tell whoever asked for the plan."""

    def handle(entry: Entry) -> None:
        about = UUID(entry.facts["proposal"])
        account = Proposal.objects.filter(pk=about).values_list("asked_by", flat=True).first()
        if account is not None:
            notify(account=account, kind=kind, about=about, facts={}, by=_by(entry))

    return handle


def _published(entry: Entry) -> None:
    """Everybody who plans or oversees, but whoever did it."""
    if entry.program_id is None:
        return
    facts = {"day": date_said(date.fromisoformat(entry.facts["week"]))}
    for account in holders_of(entry.program_id, KINDS["week_published"].roles):
        if str(account) != entry.actor:
            about = UUID(entry.facts["proposal"])
            notify(account=account, kind="week_published", about=about, facts=facts, by=_by(entry))


def _in_its_program(handler: Handler) -> Handler:
    """Let row security know in which program the handler looks."""

    def handle(entry: Entry) -> None:
        with scope(_by(entry)):
            handler(entry)

    return handle


HANDLERS: Mapping[str, Handler] = {
    kind: _in_its_program(handler)
    for kind, handler in {
        "ProposalReady": _to_asker("plan_ready"),
        "ProposalFailed": _to_asker("plan_failed"),
        "ProposalPublished": _published,
    }.items()
}
