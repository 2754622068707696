"""What is in force, what is asked for, what was, and what a change would touch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from hearthside.access.models import Program
from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.ledger.ending import once
from hearthside.policy.baseline import Baseline, baseline, digest
from hearthside.policy.effective import Policy, parted, version_of
from hearthside.policy.models import APPROVED, BaselineValue, PolicyDecision
from hearthside.policy.rules import PROGRAM, Decision, effective, of_the_baseline, standing, tightest

# As `approved().filter(program)` and `plain`, in the order of `Decision`: nearly every page asks it.
_APPROVED = """
    SELECT id, key, scope, scope_name, from_day, value, source, revision, answered_by_id
      FROM policy_decision WHERE program_id = %s AND state = %s ORDER BY revision
"""


def in_force(on: date, program: UUID | None = None, *, payer: str | None = None, state: str | None = None) -> Policy:
    """
    The policy of a day: of a program, or with none the baseline; for a payer and a state where they are known.

    One query. Keep `.version` beside every decision made by it.
    """
    decisions = approved(program) if program is not None else []
    return _policy(baseline(), digest(), decisions, on, program, payer, state)


def at_version(
    version: str, on: date, program: UUID | None = None, *, payer: str | None = None, state: str | None = None
) -> Policy:
    """
    The policy as it was when a decision kept this version, for the decision's own day, program, payer and state.

    Raises:
        LookupError: no policy of this installation ever had this version.
    """
    known_digest, revision = parted(version)
    known = baseline() if known_digest == digest() else _baseline_of(known_digest)
    decisions = [d for d in approved(program) if d.revision <= revision] if program is not None else []
    return _policy(known, known_digest, decisions, on, program, payer, state)


def approved(program: UUID) -> list[Decision]:
    """Every approved decision of a program, in the order of approval; read once in an action."""
    return list(once(("policy", program), lambda: _approved(program)))


def _approved(program: UUID) -> list[Decision]:
    with connection.cursor() as cursor:
        cursor.execute(_APPROVED, [program, APPROVED])
        return [Decision(*row) for row in cursor.fetchall()]


def number_today(key: str, program: UUID | None = None) -> int:
    """A whole number in force today: in a program, or, before anybody has signed in, the tightest of all programs."""
    return numbers([key], program)[key]


def numbers(keys: Sequence[str], program: UUID | None = None, on: date | None = None) -> dict[str, int]:
    """
    Whole numbers in force on a day, today unless told, all in one question.

    For `access`, which stands below policy and is handed this function. It knows no payer and no state: a maximum or
    minimum that somebody made stricter for one of them binds for everybody here, so that it is kept for each.
    """
    rows = PolicyDecision.objects.approved().filter(key__in=keys).select_related("program")
    if program is not None:
        rows = rows.filter(program_id=program)
    of_key: dict[str, dict[Program, list[Decision]]] = {key: {} for key in keys}
    for row in rows:
        of_key[row.key].setdefault(row.program, []).append(row.plain())
    at = clock.now()
    return {key: _tightest_number(key, of_program, on, at) for key, of_program in of_key.items()}


def _tightest_number(key: str, of_program: Mapping[Program, Sequence[Decision]], on: date | None, at: datetime) -> int:
    """The tightest number of these programs' decisions and the baseline, on a day, or each on its own present day."""
    base = baseline()[key]
    bounds = [of_the_baseline(base)]
    for its_program, decisions in of_program.items():
        day = on or at.astimezone(zone(its_program.zone)).date()
        stands = [d for d in standing(decisions, day) if d.scope == PROGRAM or base.direction != "free"]
        bounds.append(tightest(base, stands))
    found = [int(bound.value.number or 0) for bound in bounds]
    return max(found) if base.direction == "minimum" else min(found)


def today(program: Program) -> date:
    """The program's present day, by the database's clock in the program's zone."""
    return clock.now().astimezone(zone(program.zone)).date()


def history(program: UUID, key: str) -> list[PolicyDecision]:
    """Everything ever asked for of one key, the latest first, with who asked and who answered."""
    rows = PolicyDecision.objects.filter(program_id=program, key=key).select_related("proposed_by", "answered_by")
    return list(rows.order_by("-proposed_at"))


def waiting(program: UUID) -> list[PolicyDecision]:
    """Proposals that wait for a second person, the oldest first."""
    return list(PolicyDecision.objects.proposed().filter(program_id=program).select_related("proposed_by"))


def if_approved(decisions: Sequence[Decision], asked: PolicyDecision, *, from_day: date) -> list[Decision]:
    """The program's decisions as they would be with this one among them."""
    revision = max((d.revision for d in decisions), default=0) + 1
    asked.revision, before = revision, asked.revision
    plain = replace(asked.plain(), from_day=from_day)
    asked.revision = before
    return [*decisions, plain]


def _policy(
    known: Mapping[str, Baseline],
    known_digest: str,
    decisions: Sequence[Decision],
    on: date,
    program: UUID | None,
    payer: str | None,
    state: str | None,
) -> Policy:
    revision = max((decision.revision for decision in decisions), default=0)
    values = effective(known, decisions, on=on, payer=payer, state=state)
    return Policy(on, program, payer, state, version_of(known_digest, revision), values)


def _baseline_of(known_digest: str) -> dict[str, Baseline]:
    rows = BaselineValue.objects.filter(release__digest=known_digest).order_by("release__used_from", "position")
    found = {
        row.key: Baseline(row.key, row.value, row.direction, row.unit, row.section, row.planner, row.title, row.source)
        for row in rows
    }
    if not found:
        raise LookupError(f"No baseline {known_digest} was ever used here.")
    return found
