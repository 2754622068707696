"""A second person approves a change or says no, or whoever asked takes it back."""

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.ending import read_anew
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.policy import queries, refusals
from hearthside.policy.actions.person import require_person
from hearthside.policy.askable import known_base, limit_of, refuse_crossed, words_of
from hearthside.policy.baseline import digest
from hearthside.policy.effective import version_of
from hearthside.policy.events import PolicyValueApproved, PolicyValueDeclined, PolicyValueWithdrawn
from hearthside.policy.models import APPROVED, DECLINED, PROPOSED, WITHDRAWN, PolicyDecision
from hearthside.policy.rules import is_looser


@action
def approve_policy_value(*, decision: PolicyDecision, by: Actor) -> PolicyDecision:
    """
    Let a proposed change take effect on its day; today, if its day has passed while it waited.

    Raises:
        NotAllowed: `by` may not approve here.
        SecondPersonNeeded: `by` asked for it.
        AlreadyAnswered: somebody was quicker.
        DayTaken: another change of the same value begins that day.
        PairCrossed: with what was approved meanwhile, nobody could keep it.
    """
    program = decision.program
    asked = _answerable(decision, program, by, Permission.APPROVE_POLICY)
    if asked.proposed_by_id == by.account:
        raise refusals.SecondPersonNeeded()
    base = known_base(asked.key)
    if asked.number is not None and is_looser(base.direction, asked.number, limit_of(base)):
        raise refusals.LooserThanBaseline(base, str(asked.value))
    known = queries.approved(program.id)
    asked.from_day = max(asked.from_day, queries.today(program))
    refuse_crossed(queries.if_approved(known, asked, from_day=asked.from_day), asked)
    asked.revision = max((d.revision for d in known), default=0) + 1
    with refusing({"policy_one_value_a_day": refusals.DayTaken(base)}):
        _answer(asked, APPROVED, "", by)
    record(
        PolicyValueApproved(
            decision=asked.id,
            key=asked.key,
            scope=asked.scope,
            scope_name=asked.scope_name,
            value=asked.value,
            from_day=asked.from_day,
            version=version_of(digest(), asked.revision),
        ),
        by=by,
    )
    return asked


@action
def decline_policy_value(*, decision: PolicyDecision, words: str, by: Actor) -> PolicyDecision:
    """
    Say no to a proposed change, with the reason.

    Raises:
        NotAllowed: `by` may not answer here.
        SecondPersonNeeded: `by` asked for it; withdraw it instead.
        AlreadyAnswered: somebody was quicker.
        WordsMissing: no reason is given.
    """
    asked = _answerable(decision, decision.program, by, Permission.APPROVE_POLICY)
    if asked.proposed_by_id == by.account:
        raise refusals.SecondPersonNeeded()
    reason = words_of("answer", words, "Say why, so that whoever asked knows what to change.")
    _answer(asked, DECLINED, reason, by)
    record(PolicyValueDeclined(decision=asked.id, key=asked.key), by=by)
    return asked


@action
def withdraw_policy_value(*, decision: PolicyDecision, by: Actor) -> PolicyDecision:
    """
    Take back a proposal before it is answered.

    Raises:
        NotAllowed: `by` may not ask for changes here.
        AlreadyAnswered: it was answered.
    """
    asked = _answerable(decision, decision.program, by, Permission.TIGHTEN_POLICY)
    _answer(asked, WITHDRAWN, "", by)
    record(PolicyValueWithdrawn(decision=asked.id, key=asked.key), by=by)
    return asked


def _answerable(decision: PolicyDecision, program: Program, by: Actor, permission: Permission) -> PolicyDecision:
    """The proposal, locked after its program, if it still waits."""
    require_person(by, permission, program)
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    asked: PolicyDecision = PolicyDecision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    if asked.state != PROPOSED:
        raise refusals.AlreadyAnswered()
    return asked


def _answer(asked: PolicyDecision, state: str, words: str, by: Actor) -> None:
    asked.state, asked.answer = state, words
    asked.answered_by_id, asked.answered_at = by.account, clock.now()
    asked.save(update_fields=["state", "answer", "answered_by", "answered_at", "revision", "from_day"])
    read_anew(("policy", asked.program_id))
