"""Which change of a proposed week breaks a rule: one for each finding, so that taking it out leaves most standing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hearthside.placement.solver.check_view import Finding
from hearthside.placement.solver.difference import Difference

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, order=True)
class Lost:
    """One thing that does not hold: `item` is "cohort:<id>", "session:<id>" or "person:<id>", `rule` H0 to H14."""

    item: str
    rule: str
    sentence: str


def lost(found: Mapping[str, Sequence[Finding]], difference: Difference) -> tuple[Lost, ...]:
    """What of the difference each finding is about; a finding that names nothing of it is about all of it."""
    named = [
        Lost(item, rule, finding.sentence)
        for rule, findings in found.items()
        for finding in findings
        for item in _items(finding, difference)
    ]
    return tuple(sorted(set(named)))


def _items(finding: Finding, difference: Difference) -> Sequence[str]:
    mentioned = {finding.where.partition(" ")[2], *(word.rstrip(".") for word in ID.findall(finding.sentence))}
    for candidates in _in_order(finding, difference):
        if about := [item for item in candidates if item.partition(":")[2] in mentioned]:
            return about[-1:]
    who = finding.where.partition(" ")[2]
    if theirs := _of(who, difference):
        return theirs[-1:]
    return sorted(difference.items)


def _in_order(finding: Finding, difference: Difference) -> Iterator[Sequence[str]]:
    """The smallest first: a session, a person, a cohort. What a file is about comes before all of them."""
    items = sorted(difference.items)
    kinds = ["session:", "person:", "cohort:"]
    first = {"cohorts.csv": "cohort:", "staffing.csv": "cohort:", "members.csv": "person:"}
    if kind := first.get(finding.where.partition(" ")[0]):
        kinds = [kind, *(k for k in kinds if k != kind)]
    for kind in kinds:
        yield [item for item in items if item.startswith(kind)]


def _of(who: str, difference: Difference) -> list[str]:
    """What of the difference this person or clinician has a part in, cohorts first."""
    cohorts = [*difference.new_cohorts, *(new for _, new in difference.changed.values())]
    found = [f"cohort:{c.id}" for c in cohorts if who in c.members or who in {s.clinician_id for s in c.staff}]
    return found + [f"session:{s.id}" for s in difference.new_sessions if who in (*s.people, *s.clinicians)]
