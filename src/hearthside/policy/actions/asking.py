"""Somebody asks for a change: a stricter value from a day on, or the end of one."""

from datetime import date, timedelta

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.policy import queries, refusals
from hearthside.policy.actions.person import require_person
from hearthside.policy.askable import known_base, limit_of, refuse_crossed, refuse_no_change, scope_name_of, words_of
from hearthside.policy.baseline import Baseline
from hearthside.policy.events import PolicyValueProposed
from hearthside.policy.models import PROPOSED, PolicyDecision
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
    person = require_person(by, Permission.TIGHTEN_POLICY, program)
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
