"""An answer is to be published: a worker does it, and whoever asked reads how far it is."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.placement.events import PublishingAsked
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.proposal_refusals import BeingPublished, NotReady
from hearthside.placement.words import BEING_PUBLISHED, READY

# The job that publishes. Two programs are published beside each other; one program, one week after the other.
PUBLISH_JOB = "placement.publish"


@action
def ask_publishing(*, answer: ProposalAnswer, items: Collection[str] = (), by: Actor) -> Publishing:
    """
    Have this answer published as `publish` does, with these things taken out first, as `take_out` does.

    Raises:
        NotAllowed: `by` may not publish weeks in this program.
        NotReady: it is published already, or another plan was published since.
        BeingPublished: a week of the program is being published at this moment.
    """
    program = answer.program_id
    require(by, Permission.PROPOSE_WEEKS, within=program)
    with behind(program, by):
        # Two who press at once come one after the other, and the second reads who the first is.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ask publishing:{program}"])
        row = Proposal.objects.get(pk=answer.proposal_id)
        if row.status != READY:
            raise NotReady(row.status)
        refuse_while_published(program)
        publishing = Publishing(
            program_id=program,
            proposal_id=answer.proposal_id,
            answer=answer,
            items=sorted(items),
            asked_by_id=by.account,
            asked_at=clock.now(),
        )
        with refusing({"publishing_one_at_a_time": BeingPublished()}):
            publishing.save(force_insert=True)
    record(PublishingAsked(publishing=publishing.pk, proposal=publishing.proposal_id, answer=answer.pk), by=by)
    app.configure_task(PUBLISH_JOB, lock=f"publishing:{program}").defer(publishing=str(publishing.pk))
    return publishing


def refuse_while_published(program: UUID) -> None:
    """
    Within a look behind the scenes: nothing of a program's proposals changes while one of them is published.

    Raises:
        BeingPublished: one is.
    """
    under_way = Publishing.objects.filter(program=program, status__in=BEING_PUBLISHED).select_related("asked_by")
    if found := under_way.first():
        raise BeingPublished(found.proposal_id, found.asked_by.name if found.asked_by else "")
