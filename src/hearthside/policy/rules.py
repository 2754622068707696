"""
What is tighter, what is looser, and which value binds. Plain values only: no database, no clock.

The tightest of baseline, program, payer and state is in force: the lowest maximum, the highest minimum. What is free to
choose has no tightest; there the most special says: the payer before the state, the state before the program.

Rule: docs/rules/tighten-only.md
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from hearthside.policy.baseline import Baseline
from hearthside.policy.values import Value, parse

PROGRAM, PAYER, STATE = "program", "payer", "state"
SCOPES = (PROGRAM, STATE, PAYER)

# Signing in, messages and the planner's weights are the program's own: no payer and no state has a word in them.
SCOPED_SECTIONS = frozenset({"size", "ratio", "week", "live", "records"})

# The first may not be above the second.
PAIRS = (
    ("cohort.min", "cohort.cap"),
    ("cohort.cap", "pods.cap"),
    ("couples_group.min_couples", "couples_group.max_couples"),
    ("week.minimum_minutes", "week.maximum_minutes"),
    ("dose.days.least", "dose.days.most"),
    ("dose.weeks.least", "dose.weeks.most"),
    ("suspect.seconds", "breach.seconds"),
    ("missing.call.minutes", "missing.second_call.minutes"),
    ("missing.contact.minutes", "missing.emergency.minutes"),
    ("missing.emergency.minutes", "missing.told.minutes"),
    ("page.next.seconds", "page.supervisor.seconds"),
    ("break.minutes.min", "break.minutes.max"),
    ("late.minutes.enter", "late.minutes.last"),
    ("attest.lead.hours", "attest.compliance.hours"),
    ("license.notice.last", "license.notice.third"),
    ("license.notice.third", "license.notice.second"),
    ("license.notice.second", "license.notice.first"),
)


@dataclass(frozen=True)
class Decision:
    """
    An approved decision: from this day on, this key has this value for everybody, one payer or one state.

    `text` None ends the value before it. `revision` counts the program's approved decisions: policy as it was known
    when a decision was made is every decision up to a revision.
    """

    id: UUID
    key: str
    scope: str
    scope_name: str
    from_day: date
    text: str | None
    source: str
    revision: int
    approved_by: UUID | None = None


@dataclass(frozen=True)
class InForce:
    """A value in force: what binds, by whose word, from when."""

    base: Baseline
    value: Value
    scope: str  # "baseline", or the scope of the decision
    scope_name: str
    source: str
    since: date | None
    decision: UUID | None
    approved_by: UUID | None

    @property
    def unit(self) -> str:
        return self.base.unit

    @property
    def title(self) -> str:
        return self.base.title


def is_looser(direction: str, number: Decimal, than: Decimal) -> bool:
    """Whether a value in this direction binds less than another: a higher maximum, a lower minimum."""
    return (direction == "maximum" and number > than) or (direction == "minimum" and number < than)


def of_the_baseline(base: Baseline) -> InForce:
    """The baseline's own value, which binds where nobody is stricter."""
    return InForce(base, parse(base, base.value), "baseline", "", base.source, None, None, None)


def standing(decisions: Iterable[Decision], on: date) -> list[Decision]:
    """Of each key and scope, the decision whose day came last, if it set a value; none that begins after `on`."""
    last: dict[tuple[str, str, str], Decision] = {}
    for decision in decisions:
        place = (decision.key, decision.scope, decision.scope_name)
        if decision.from_day <= on and (place not in last or decision.from_day > last[place].from_day):
            last[place] = decision
    return [decision for decision in last.values() if decision.text is not None]


def tightest(base: Baseline, decisions: Sequence[Decision]) -> InForce:
    """What is in force of one key, of the decisions standing for it. Of equals the earlier word binds."""
    bound = of_the_baseline(base)
    if base.direction == "comparison":
        return bound
    for decision in sorted(decisions, key=lambda d: SCOPES.index(d.scope)):
        assert decision.text is not None
        value = parse(base, decision.text)
        if base.direction == "free" or _binds_more(base.direction, value, bound.value):
            bound = InForce(
                base,
                value,
                decision.scope,
                decision.scope_name,
                decision.source,
                decision.from_day,
                decision.id,
                decision.approved_by,
            )
    return bound


def _binds_more(direction: str, value: Value, than: Value) -> bool:
    assert value.number is not None
    assert than.number is not None
    return is_looser(direction, than.number, value.number)


def effective(
    baseline: Mapping[str, Baseline],
    decisions: Iterable[Decision],
    *,
    on: date,
    payer: str | None = None,
    state: str | None = None,
) -> dict[str, InForce]:
    """Every key with what is in force on a day, for one payer and one state where they are known."""
    named = {PROGRAM: "", PAYER: payer, STATE: state}
    of_key: dict[str, list[Decision]] = {}
    for decision in standing(decisions, on):
        if named[decision.scope] == decision.scope_name:
            of_key.setdefault(decision.key, []).append(decision)
    return {key: tightest(base, of_key.get(key, [])) for key, base in baseline.items()}


def crossed_pairs(values: Mapping[str, InForce]) -> list[tuple[InForce, InForce]]:
    """Pairs of which the lower one stands above the higher one: such a policy nobody could keep."""
    crossed = []
    for low, high in PAIRS:
        lower, higher = values[low], values[high]
        if (lower.value.number or Decimal(0)) > (higher.value.number or Decimal(0)):
            crossed.append((lower, higher))
    return crossed


def days_of_change(decisions: Iterable[Decision], *, after: date) -> list[date]:
    """The first days of decisions later than a day, in order."""
    return sorted({decision.from_day for decision in decisions if decision.from_day > after})
