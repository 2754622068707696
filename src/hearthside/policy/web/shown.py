"""What the policy pages show, worked out before the template sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Account
from hearthside.policy.baseline import DIRECTIONS, SECTIONS, Baseline, baseline
from hearthside.policy.effective import Policy
from hearthside.policy.models import APPROVED, DECLINED, PROPOSED, PolicyDecision
from hearthside.policy.rules import Decision, InForce, standing
from hearthside.policy.values import parse
from hearthside.policy.words import amount, bound_word, said, said_bound, whose


@dataclass(frozen=True)
class Row:
    """A value as a row of the overview."""

    base: Baseline
    bound: str
    amount: str
    whose: str
    is_own: bool
    source: str
    since: date | None
    approved_by: str

    @property
    def is_comparison(self) -> bool:
        return self.base.direction == "comparison"


@dataclass(frozen=True)
class Section:
    """Values that belong together."""

    id: str
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Asked:
    """A decision as a line of the history."""

    decision: PolicyDecision
    title: str
    amount: str
    whose: str
    kind: str
    word: str


def names_of(accounts: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of those who approved."""
    return dict(Account.objects.filter(id__in={a for a in accounts if a}).values_list("id", "name"))


def sections(policy: Policy) -> list[Section]:
    """Every value in force, by section, in the order of the baseline."""
    names = names_of(policy[key].approved_by for key in policy)
    rows: dict[str, list[Row]] = {section: [] for section in SECTIONS}
    for key in policy:
        entry = policy[key]
        rows[entry.base.section].append(row(entry, names))
    return [Section(id, title, rows[id]) for id, title in SECTIONS.items()]


def row(entry: InForce, names: dict[UUID, str]) -> Row:
    """One value in force."""
    return Row(
        base=entry.base,
        bound=bound_word(entry.base.direction),
        amount=said(entry),
        whose=whose(entry.scope, entry.scope_name),
        is_own=entry.decision is not None,
        source=entry.source,
        since=entry.since,
        approved_by=names.get(entry.approved_by, "") if entry.approved_by else "",
    )


def direction_of(base: Baseline) -> str:
    """What the value is for whoever tightens it."""
    return DIRECTIONS[base.direction].capitalize()


def asked(decision: PolicyDecision) -> Asked:
    """A decision with its value, its scope and where it stands, in words."""
    base = baseline().get(decision.key)
    if decision.value is None:
        value = "Ends"
    else:
        value = amount(base.unit, parse(base, decision.value)) if base else decision.value
    kind, word = {
        PROPOSED: ("info", "Waits for a second person"),
        APPROVED: ("ok", "Approved"),
        DECLINED: ("warn", "Declined"),
    }.get(decision.state, ("plain", "Withdrawn"))
    return Asked(
        decision, base.title if base else decision.key, value, whose(decision.scope, decision.scope_name), kind, word
    )


def others(decisions: Iterable[Decision], key: str, on: date) -> list[tuple[str, str, Decision]]:
    """The payers and states with a value of their own for this key on a day."""
    base = baseline()[key]
    return [
        (whose(d.scope, d.scope_name), amount(base.unit, parse(base, d.text)), d)
        for d in standing(decisions, on)
        if d.key == key and d.text is not None and d.scope_name
    ]


def baseline_in_words(base: Baseline) -> str:
    """The baseline with its direction."""
    return said_bound(base)
