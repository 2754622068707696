"""
Who is told what of planned weeks: whoever asked that theirs is ready, or was not published, and everybody who
plans that one was published.

The people in it, and whoever treats them, are told by the schedule of their days, and by their offers.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hearthside.ledger.listening import Handler, in_their_program, outbox
from hearthside.ledger.models import Entry
from hearthside.notify.actions.notices import notify
from hearthside.notify.kinds import KINDS
from hearthside.notify.queries import holders_of
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.publishings import Publishing
from hearthside.schedule.said import date_said

LISTENER = "placement"


def _to_asker(kind: str) -> Handler:
    """Tell whoever asked for the plan."""

    def handle(entry: Entry) -> None:
        about = UUID(entry.facts["proposal"])
        account = Proposal.objects.filter(pk=about).values_list("asked_by", flat=True).first()
        if account is not None:
            notify(account=account, kind=kind, about=about, facts={}, by=outbox(entry))

    return handle


def _published(entry: Entry) -> None:
    """Everybody who plans or oversees, but whoever did it."""
    if entry.program_id is None:
        return
    facts = {"day": date_said(date.fromisoformat(entry.facts["week"]))}
    for account in holders_of(entry.program_id, KINDS["week_published"].roles):
        if str(account) != entry.actor:
            about = UUID(entry.facts["proposal"])
            notify(account=account, kind="week_published", about=about, facts=facts, by=outbox(entry))


def _to_publisher(entry: Entry) -> None:
    """Whoever had it published may have gone on to something else."""
    rows = Publishing.objects.filter(pk=UUID(entry.facts["publishing"]))
    if (account := rows.values_list("asked_by", flat=True).first()) is not None:
        notify(
            account=account, kind="week_not_published", about=UUID(entry.facts["proposal"]), facts={}, by=outbox(entry)
        )


HANDLERS: Mapping[str, Handler] = in_their_program(
    {
        "ProposalReady": _to_asker("plan_ready"),
        "ProposalFailed": _to_asker("plan_failed"),
        "ProposalPublished": _published,
        "PublishingFailed": _to_publisher,
        "PublishingRefused": _to_publisher,
    }
)
