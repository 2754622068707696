"""
Changing policy: one person asks, a second one approves, and nothing is ever looser than the baseline.

A change takes effect on its day and not before its approval; it ends what stood before it by beginning.

Rule: docs/rules/tighten-only.md
"""

from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import NotAllowed, require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.policy import queries, refusals
from hearthside.policy.askable import known_base, limit_of, refuse_crossed, refuse_no_change, scope_name_of, words_of
from hearthside.policy.baseline import Baseline, digest
from hearthside.policy.effective import version_of
from hearthside.policy.events import (
    PolicyValueApproved,
    PolicyValueDeclined,
    PolicyValueProposed,
    PolicyValueWithdrawn,
)
from hearthside.policy.models import APPROVED, DECLINED, PROPOSED, WITHDRAWN, PolicyDecision
from hearthside.policy.rules import PROGRAM, is_looser
from hearthside.policy.values import Value, parse

# Beyond it a date is a slip of the pen.
FARTHEST = timedelta(days=5 * 366)


@action
def set_policy_value(
    *,
    program: Program,
    key: str,
    value: str,
    scope: str = PROGRAM,
    scope_name: str = "",
    from_day: date,
    source: str,
    by: Actor,
) -> PolicyDecision:
    """
    Ask that from this day on the key has this value: in the program, for one payer, or for one state.

    Nothing changes until a second person approves.

    Raises:
        NotAllowed: `by` may not ask for it here.
        NotAValue: what is written is no value of this key.
        PolicyRefusal: the value is looser than the baseline, or would leave a policy that nobody could keep; the day
            has passed or is taken; no source is given; a change of the same value waits already.

    Rule: docs/rules/tighten-only.md
    """
    base = known_base(key)
    wanted = parse(base, value)
    if wanted.number is not None and is_looser(base.direction, wanted.number, limit_of(base)):
        raise refusals.LooserThanBaseline(base, wanted.text)
    return _propose(program, base, wanted, scope, scope_name, from_day, source, by)


@action
def end_policy_value(
    *,
    program: Program,
    key: str,
    scope: str = PROGRAM,
    scope_name: str = "",
    from_day: date,
    source: str,
    by: Actor,
) -> PolicyDecision:
    """
    Ask that the program's own value of this key ends: from this day on whatever else is tightest binds again.

    Raises:
        NotAllowed: `by` may not ask for it here.
        NothingToEnd: no value of that scope is in force on that day.
        PolicyRefusal: as for a new value.
    """
    return _propose(program, known_base(key), None, scope, scope_name, from_day, source, by)


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


def _propose(
    program: Program,
    base: Baseline,
    wanted: Value | None,
    scope: str,
    scope_name: str,
    from_day: date,
    source: str,
    by: Actor,
) -> PolicyDecision:
    person = _require_person(by, Permission.TIGHTEN_POLICY, program)
    if base.direction == "comparison":
        raise refusals.ForComparison(base)
    name = scope_name_of(base, scope, scope_name)
    today = queries.today(program)
    if from_day < today:
        raise refusals.DayHasPassed(today)
    if from_day > today + FARTHEST:
        raise refusals.DayTooFar()
    asked = PolicyDecision(
        program=program,
        key=base.key,
        scope=scope,
        scope_name=name,
        from_day=from_day,
        value=wanted.text if wanted else None,
        number=wanted.number if wanted else None,
        source=words_of("source", source, "Say where the value comes from: a law, a contract, a decision."),
        state=PROPOSED,
        proposed_by_id=person,
        proposed_at=clock.now(),
    )
    # The program's row is the lock for all its policy: nothing is approved while we look.
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    known = queries.approved(program.id)
    refuse_no_change(base, asked, known)
    refuse_crossed(queries.if_approved(known, asked, from_day=from_day), asked)
    if any((d.key, d.scope, d.scope_name, d.from_day) == (base.key, scope, name, from_day) for d in known):
        raise refusals.DayTaken(base)
    with refusing(
        {
            "policy_one_proposal": refusals.AlreadyAsked(base),
            "policy_never_looser": refusals.LooserThanBaseline(base, asked.value or ""),
        }
    ):
        asked.save(force_insert=True)
    record(
        PolicyValueProposed(
            decision=asked.id, key=base.key, scope=scope, scope_name=name, value=asked.value, from_day=from_day
        ),
        by=by,
    )
    return asked


def _answerable(decision: PolicyDecision, program: Program, by: Actor, permission: Permission) -> PolicyDecision:
    """The proposal, locked after its program, if it still waits."""
    _require_person(by, permission, program)
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    asked: PolicyDecision = PolicyDecision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    if asked.state != PROPOSED:
        raise refusals.AlreadyAnswered()
    return asked


def _answer(asked: PolicyDecision, state: str, words: str, by: Actor) -> None:
    asked.state, asked.answer = state, words
    asked.answered_by_id, asked.answered_at = by.account, clock.now()
    asked.save(update_fields=["state", "answer", "answered_by", "answered_at", "revision", "from_day"])


def _require_person(by: Actor, permission: Permission, program: Program) -> UUID:
    """Policy is changed by people alone: each change names two of them."""
    if by.account is None:
        raise NotAllowed(by, permission)
    require(by, permission, within=program.id)
    return by.account
