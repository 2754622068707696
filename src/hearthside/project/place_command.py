"""`hearthside place`: where one more person could sit in a week that stands."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.placement.folder.complaints import shown
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.folder.week_in import read_week, week_of
from hearthside.placement.solver.check import check
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.project.endings import DONE, NOT_KEPT


class CannotBePlaced(Refusal):
    """The question makes no sense: nobody of that id, a place already, or a week that does not fit the roster."""


def run(arguments: argparse.Namespace) -> int:
    """Say which cohorts could take the person, best first, or why none can."""
    week = read_week(arguments.plan)
    replan = week.figures.get("replan") is True
    problem = read_roster(arguments.roster, week=week_of(week), replan=replan).problem
    _refuse(problem, week, arguments.person)

    from hearthside.placement.solver.place import as_json, place

    found = as_json(place(problem, week, arguments.person, try_change=_trial(week)))
    print(json.dumps(found, indent=2, ensure_ascii=False) if arguments.json else _in_words(found))
    return DONE if found["options"] else NOT_KEPT


def _trial(week: Week) -> Callable[[Problem], Week]:
    """Plans a changed roster exactly as the changes printed in this week were confirmed."""
    effort, seed = week.figures.get("change_effort"), week.figures.get("seed")

    def planned(changed: Problem) -> Week:
        # Loading the compiled search takes a moment that only somebody whom no cohort fits has to wait.
        from hearthside.placement.solver.options import Options
        from hearthside.placement.solver.planner import plan

        trial = Options(
            seconds=None,
            effort=effort if isinstance(effort, int) else 2,
            seed=seed if isinstance(seed, int) else 1,
            explain=False,
        )
        return plan(changed, trial)

    return planned


def _refuse(problem: Problem, week: Week, person_id: str) -> None:
    """
    Raises:
        CannotBePlaced: there is no such person, they have a place, or the week breaks a rule of this roster.
    """
    if person_id not in problem.person:
        raise CannotBePlaced(f"people.csv has no person {shown(person_id)}. Check --person, or add them to the roster.")
    home = week.cohort_of().get(person_id)
    if home:
        raise CannotBePlaced(f"{person_id} already has a place in cohort {home.id}.")
    for rule, findings in check(problem, week, figures=False).items():
        for finding in findings:
            raise CannotBePlaced(
                f"The week does not fit the roster: rule {rule} is broken in {finding.where}. {finding.sentence} "
                "`hearthside check` says all that is wrong; plan the week again."
            )


def _in_words(found: dict[str, Any]) -> str:
    who = " and ".join(found["unit"])
    if not found["options"]:
        return f"No cohort fits {who}: {found['reason']}.\nWhat would change it: {found['change']}"
    lines = [f"{len(found['options'])} ways to place {who}, best first:"]
    for option in found["options"]:
        words = [f"cohort {option['cohort_id']}, then of {option['size_after']}", f"score {option['score_change']:+}"]
        words += [f"{s['clinician_id']} joins in block {s['block']}" for s in option["adds_staff"]]
        words += [
            f"{s['kind']} with {' and '.join(s['clinicians'])} on {s['day']} at {s['start']}"
            for s in option["sessions"]
        ]
        words += [f"if {' and '.join(m['people'])} would move to {m['to']}" for m in option["moves"]]
        lines.append("  " + "; ".join(words))
    return "\n".join(lines)
