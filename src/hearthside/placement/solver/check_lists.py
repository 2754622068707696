"""H0 for the rows that explain: one line per unplaced person, one per open role, words from the closed lists."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from hearthside.base.words import CARE_ROLES, GAP_REASONS, UNPLACED_REASONS, WARNING_KINDS
from hearthside.placement.solver.check_view import Finding, View
from hearthside.placement.solver.figures import roles_open

VERBS = (
    "add_availability",
    "add_authority",
    "add_clinician",
    "add_group_minutes",
    "add_individual_minutes",
    "add_people",
)


def _told(where: str, sentence: str, change: str) -> Iterator[Finding]:
    """There is a sentence, and the change is `none` or begins with one of the verbs a program can apply."""
    if not sentence.strip():
        yield Finding(where, "The sentence is missing.")
    if change != "none" and change.split(" ")[0] not in VERBS:
        yield Finding(where, f"{change!r} is no change that can be applied.")


def unplaced(view: View) -> Iterator[Finding]:
    """`unplaced.csv` has exactly one row for every person without a cohort."""
    problem = view.problem
    placed = {p.id for seen in view.cohorts for p in seen.members}
    rows = Counter(row.person_id for row in view.week.unplaced)
    for person in problem.people:
        if person.id not in placed and not rows[person.id]:
            yield Finding(f"unplaced.csv {person.id}", f"{person.id} has no cohort and no line that says why.")
    for who, count in rows.items():
        where = f"unplaced.csv {who}"
        if count > 1:
            yield Finding(where, f"{who} has {count} lines, one too many.")
        if who not in problem.person:
            yield Finding(where, f"{who} is not in the roster.")
        elif who in placed:
            yield Finding(where, f"{who} has a cohort and is listed as unplaced.")
    for row in view.week.unplaced:
        where = f"unplaced.csv {row.person_id}"
        if row.reason not in UNPLACED_REASONS:
            yield Finding(where, f"{row.reason!r} is no reason for having no place.")
        yield from _told(where, row.sentence, row.change)


def gaps(view: View) -> Iterator[Finding]:
    """`gaps.csv` has exactly one row for every role due to a placed person that nobody fills."""
    due = roles_open(view.problem, view.week)
    rows = Counter((row.person_id, row.role) for row in view.week.gaps)
    for (who, role), is_open in due.items():
        if is_open and not rows[who, role]:
            yield Finding(f"gaps.csv {who}", f"The role {role} of {who} is open and has no line that says why.")
    for (who, role), count in rows.items():
        where = f"gaps.csv {who}"
        if count > 1:
            yield Finding(where, f"The role {role} of {who} has {count} lines, one too many.")
        if who not in view.problem.person:
            yield Finding(where, f"{who} is not in the roster.")
        elif role not in CARE_ROLES:
            yield Finding(where, f"{role!r} is no role that can be open.")
        elif (who, role) not in due:
            yield Finding(where, f"The role {role} is not due to {who}.")
        elif not due[who, role]:
            yield Finding(where, f"The role {role} of {who} is filled and is listed as open.")
    for row in view.week.gaps:
        where = f"gaps.csv {row.person_id}"
        if row.reason not in GAP_REASONS:
            yield Finding(where, f"{row.reason!r} is no reason for an open role.")
        yield from _told(where, row.sentence, row.change)


def _monday(text: str) -> bool:
    try:
        return date.fromisoformat(text).weekday() == 0
    except ValueError:
        return False


def warnings(view: View) -> Iterator[Finding]:
    """Every warning is of a known kind and speaks of cohorts and people that exist (dropped rows may not)."""
    cohorts = {c.id for c in view.week.cohorts}
    known = view.problem.person.keys() | view.problem.clinician.keys()
    for row in view.week.warnings:
        where = f"warnings.csv {row.cohort_id}"
        if row.kind not in WARNING_KINDS:
            yield Finding(where, f"{row.kind!r} is no kind of warning.")
        if not row.sentence.strip():
            yield Finding(where, "The sentence is missing.")
        if row.from_week and not _monday(row.from_week):
            yield Finding(where, f"{row.from_week!r} is not the Monday of a week.")
        if row.kind == "current_dropped":
            continue
        if row.cohort_id and row.cohort_id not in cohorts:
            yield Finding(where, f"There is no cohort {row.cohort_id}.")
        for who in filter(None, row.who.split(";")):
            if who not in known:
                yield Finding(where, f"{who} is not in the roster.")
