"""
A proposed week is changed by hand, and the last change is taken back. Each change is checked at once, and one that
breaks a rule is not kept: a proposal is whole at every moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.ask_publishing import refuse_while_published
from hearthside.placement.events import EditTakenBack, ProposalEdited
from hearthside.placement.models.proposals import Proposal, ProposalAnswer, ProposalEdit
from hearthside.placement.proposal_refusals import NotReady
from hearthside.placement.queries.warm import warm
from hearthside.placement.solver.check import Finding
from hearthside.placement.solver.edit_tried import Editing, Tried
from hearthside.placement.solver.edits import Edit, NotAnEdit, as_kept, as_made
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.placement.taken_out import noted
from hearthside.placement.week_json import from_json, to_json
from hearthside.placement.words import READY, REPLAN


class BreaksRules(Refusal):
    """The change would break rules of the program; `broken` says which, and where."""

    def __init__(self, broken: Iterable[tuple[str, Finding]]) -> None:
        self.broken = tuple(broken)
        rules = "a rule" if len({rule for rule, _ in self.broken}) == 1 else "rules"
        super().__init__(f"This would break {rules} of the program, so nothing was changed.")


class NothingToUndo(Refusal):
    """No change by hand is left to take back."""

    def __init__(self) -> None:
        super().__init__("Nothing was changed by hand, so there is nothing to take back.")


@dataclass(frozen=True)
class Edited:
    """What came of a change: the roster it was held against, what followed from it, and the week as it is now."""

    problem: Problem
    tried: Tried


@action
def edit_proposal(*, answer: ProposalAnswer, edit: Edit, by: Actor) -> Edited:
    """
    Make this change in a proposed week, with everything that follows from it: a second clinician for a seventh person,
    another hour for a session that meets the new ones.

    Raises:
        NotAllowed: `by` may not change proposals in this program.
        NotReady: it is published, out of date, or still being made. BeingPublished: a week is, at this moment.
        NotAnEdit: something named is not there, or nothing would change.
        BreaksRules: a rule would be broken; nothing was changed.
        RosterUnfit: something that is recorded cannot be planned with.
    """
    proposal, row = _held(answer, by)
    editing = _editing(proposal, by)
    tried = editing.try_edit(from_json(row.edited or row.week), edit)
    if not tried.holds:
        raise BreaksRules(tried.broken)
    kind, what = as_kept(edit)
    with behind(row.program_id, by):
        last = ProposalEdit.objects.filter(answer=row).order_by("-number").first()
        number = last.number + 1 if last else 1
        ProposalEdit.objects.create(
            program_id=row.program_id, answer=row, number=number, kind=kind, what=what, by_id=by.account, at=clock.now()
        )
        _keep(row, tried.week, by)
    record(ProposalEdited(proposal=proposal.pk, answer=row.pk, kind=kind, patients=_people(what)), by=by)
    return Edited(editing.problem, tried)


@action
def undo_edit(*, answer: ProposalAnswer, by: Actor) -> ProposalEdit:
    """
    Take back the last change by hand, with everything that followed from it.

    Raises:
        NotAllowed: `by` may not change proposals in this program.
        NotReady: it is published, out of date, or still being made. BeingPublished: a week is, at this moment.
        NothingToUndo: nothing was changed by hand, or all of it is taken back.
        RosterUnfit: something that is recorded cannot be planned with.
    """
    proposal, row = _held(answer, by)
    with behind(row.program_id, by):
        edits: list[ProposalEdit] = list(ProposalEdit.objects.filter(answer=row).order_by("number"))
    if not edits:
        raise NothingToUndo
    left, last = edits[:-1], edits[-1]
    week = _made_again(_editing(proposal, by), row, left) if left else None
    with behind(row.program_id, by):
        ProposalEdit.objects.filter(pk=last.pk).delete()
        _keep(row, week, by)
    record(EditTakenBack(proposal=proposal.pk, answer=row.pk, kind=last.kind, patients=_people(last.what)), by=by)
    return last


def _held(answer: ProposalAnswer, by: Actor) -> tuple[Proposal, ProposalAnswer]:
    """Both as they are now: two who change one week by hand do so one after the other."""
    require(by, Permission.PROPOSE_WEEKS, within=answer.program_id)
    with behind(answer.program_id, by):
        # Asked first: whoever publishes holds the plan until that is done.
        refuse_while_published(answer.program_id)
        rows = Proposal.objects.select_for_update(of=("self",)).select_related("program")
        proposal: Proposal = rows.get(pk=answer.proposal_id)
        if proposal.status != READY:
            raise NotReady(proposal.status)
        row: ProposalAnswer = ProposalAnswer.objects.select_for_update().get(pk=answer.pk)
        return proposal, row


def _editing(proposal: Proposal, by: Actor) -> Editing:
    return warm(proposal.program, proposal.week, by=by, replan=proposal.kind == REPLAN).editing


def _made_again(editing: Editing, row: ProposalAnswer, edits: Iterable[ProposalEdit]) -> Week:
    """
    The planner's week with these changes. Each was checked when it was made; one that names somebody who has left since
    is left out.
    """
    week = from_json(row.week)
    for kept in edits:
        try:
            week = editing.made(week, as_made(kept.kind, kept.what))
        except NotAnEdit:
            continue
    return editing.told(week, from_json(row.week))


def _keep(row: ProposalAnswer, week: Week | None, by: Actor) -> None:
    row.edited = to_json(week) if week else None
    row.figures = dict(week.figures) if week else row.week["figures"]
    row.taken_out = noted(row.taken_out, week or from_json(row.week), by=by)
    row.save(update_fields=["edited", "figures", "taken_out"])


def _people(what: dict[str, object]) -> tuple[UUID, ...]:
    """Whom a change names."""
    person = what.get("person")
    return (UUID(str(person)),) if person else ()
