"""Weeks are asked for, and what is being made is canceled."""

from datetime import date

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.placement.events import ProposalAsked, ProposalCancelAsked
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.proposal_refusals import AlreadyPlanning, NotBeingMade, WrongProposal
from hearthside.placement.words import BEING_MADE, CANCELED, PLAN, QUEUED, REPLAN
from hearthside.policy.queries import today

# The job that plans, and the lock by which one of them works at a time.
PLAN_JOB, ONE_AT_A_TIME = "placement.plan", "planning"
SECONDS, LONGEST_SECONDS, MOST_EFFORT, HIGHEST_SEED = 60, 900, 1_000_000, 2**31 - 1


@action
def propose(
    *, program: Program, week: date, seconds: int | None = SECONDS, effort: int | None = None, seed: int = 1,
    replan: bool = False, by: Actor,
) -> Proposal:  # fmt: skip
    """
    Have the week that begins on this Monday planned: waiting people placed, and what runs left as it is; or, to plan
    again, people moved where that serves them.

    The planner searches for `seconds`, or for `effort` thousand steps: then the same roster always gives the same
    week. A worker does it; whoever asked reads how far it is.

    Raises:
        NotAllowed: `by` may not plan weeks in this program.
        WrongProposal: the week does not begin on a Monday after today, or the time cannot be.
        AlreadyPlanning: another plan of this program is being made.
    """
    require(by, Permission.PROPOSE_WEEKS, within=program.pk)
    _check(week, today(program), seconds, effort, seed)
    proposal = Proposal(
        program=program,
        week=week,
        kind=REPLAN if replan else PLAN,
        asked_by_id=by.account,
        asked_at=clock.now(),
        seconds=None if effort else seconds,
        effort=effort,
        seed=seed,
    )
    with behind(program.pk, by), refusing({"proposal_one_at_a_time": AlreadyPlanning()}):
        proposal.save(force_insert=True)
    record(ProposalAsked(proposal=proposal.pk, week=week, kind=proposal.kind), by=by)
    app.configure_task(PLAN_JOB, lock=ONE_AT_A_TIME).defer(proposal=str(proposal.pk))
    return proposal


@action
def cancel_proposal(*, proposal: Proposal, by: Actor) -> Proposal:
    """
    Stop a plan that is being made. What was found until then is kept and can be reviewed like any other.

    Raises:
        NotAllowed: `by` may not plan weeks in this program.
        NotBeingMade: it is ready, or has ended already.
    """
    require(by, Permission.PROPOSE_WEEKS, within=proposal.program_id)
    with behind(proposal.program_id, by):
        row: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if row.status not in BEING_MADE or row.cancel_asked:
            raise NotBeingMade
        row.cancel_asked = True
        if row.status == QUEUED:
            row.status, row.ended_at = CANCELED, clock.now()
        row.save(update_fields=["cancel_asked", "status", "ended_at"])
    record(ProposalCancelAsked(proposal=row.pk), by=by)
    return row


def _check(week: date, today_here: date, seconds: int | None, effort: int | None, seed: int) -> None:
    if week.weekday() != 0:
        raise WrongProposal("week", "A week begins on a Monday. Choose a Monday.")
    if week <= today_here:
        raise WrongProposal("week", "This week has begun, and nothing of it is moved. Choose a Monday still to come.")
    if effort is None and not (seconds and 1 <= seconds <= LONGEST_SECONDS):
        raise WrongProposal("seconds", f"Write a whole number of seconds from 1 to {LONGEST_SECONDS}.")
    if effort is not None and not 1 <= effort <= MOST_EFFORT:
        raise WrongProposal("effort", f"Write a whole number from 1 to {MOST_EFFORT:,}.")
    if not 0 <= seed <= HIGHEST_SEED:
        raise WrongProposal("seed", f"Write a whole number from 0 to {HIGHEST_SEED:,}.")
