"""`hearthside check`: every rule and every figure of a week, looked at from scratch."""

import argparse
import json

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.folder.week_in import read_week, week_of
from hearthside.placement.solver.check import report
from hearthside.project.endings import DONE, NOT_KEPT

PRINTED_PER_RULE = 20

RULES = {
    "H0": "form and figures",
    "H1": "one cohort each, couples together",
    "H2": "cohort size",
    "H3": "staff for every block",
    "H4": "authority in everybody's state",
    "H5": "role, track and language of staff",
    "H6": "availability",
    "H7": "one place at a time",
    "H8": "working hours of staff",
    "H9": "people kept apart",
    "H10": "focus",
    "H11": "day plan, language and track of members",
    "H12": "weekly minutes",
    "H13": "separate roles of a care team",
    "H14": "couples groups and sessions",
}


def run(arguments: argparse.Namespace) -> int:
    """Say for each rule whether it is kept, and what breaks it."""
    week = read_week(arguments.plan)
    replan = week.figures.get("replan") is True
    roster = read_roster(arguments.roster, week=week_of(week), replan=replan)
    found = report(roster.problem, week)
    if arguments.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print(_in_words(found))
    return DONE if found["ok"] else NOT_KEPT


def _in_words(found: dict[str, object]) -> str:
    lines = []
    rules = found["rules"]
    assert isinstance(rules, dict)
    for rule, findings in rules.items():
        lines.append(f"{rule:4} {'kept  ' if not findings else 'BROKEN'} {RULES[rule]}")
        lines += [f"       {finding['where']}: {finding['sentence']}" for finding in findings[:PRINTED_PER_RULE]]
        if len(findings) > PRINTED_PER_RULE:
            lines.append(f"       and {len(findings) - PRINTED_PER_RULE:,} more.")
    score, claimed = found["score"], found["score_claimed"]
    agrees = "as summary.json says" if score == claimed else f"summary.json says {claimed}"
    lines.append(f"The score is {score}, {agrees}.")
    lines.append("Every rule is kept." if found["ok"] else "This week breaks rules: it must not be used.")
    return "\n".join(lines)
