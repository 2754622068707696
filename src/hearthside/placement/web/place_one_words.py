"""What a place for one person means, in words: size, ratio, who helps, which sessions come with it, what it costs."""

from collections.abc import Mapping

from hearthside.base.words import CARE_ROLES
from hearthside.placement.queries.place_one import Choice
from hearthside.placement.report import times
from hearthside.placement.report import words as report
from hearthside.placement.report.cohort_view import CohortView
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Session, Staff

# What stands first against a place, as a rule of the program says it; for whoever plans.
RULES = {
    "license": "Who leads must be licensed where they live (H4)",
    "language": "Who leads must speak their language (H5)",
    "qualification": "Who leads must work in their track (H5)",
    "availability": "They and who leads must be free for whole program days (H6)",
    "too_few_alike": "A group begins with enough people (H2)",
    "minimum_minutes": "A week must reach their treatment hours (H12)",
    "keep_apart": "Some people may not share a group (H9)",
    "staff_hours": "Nobody works more group hours than agreed (H8)",
    "lost_out": "Every seat and hour that would fit is taken (H2, H7, H8)",
    "taken_out": "",
}


def size_said(choice: Choice) -> str:
    """`6 people now, 7 with them`."""
    return f"{report.count(choice.before.size, 'person', 'people')} now, {choice.after.size} with them"


def ratios_said(view: CohortView) -> list[str]:
    """`Process group 1 to 4 (at most 1 to 6)` for each block that somebody staffs."""
    found = []
    for block in view.ratios:
        limit = "at least one" if block.rule == "at least one" else f"at most {block.rule}"
        found.append(f"{block.label} {block.ratio} ({limit})")
    return found


def staff_said(problem: Problem, view: CohortView, rows: tuple[Staff, ...]) -> list[str]:
    """`Kim Osei helps in the process group`, for whoever would come in addition."""
    blocks: dict[str, list[str]] = {}
    for row in rows:
        blocks.setdefault(row.clinician_id, []).append(view.blocks[row.block - 1].label.lower())
    return [f"{problem.clinician[who].name} helps in {report.listed(named)}" for who, named in blocks.items()]


def session_said(problem: Problem, session: Session, zone: str) -> str:
    """`Individual therapy with Lee Moreau, Monday, 2:00 to 2:50 pm`."""
    when = times.session_when(problem, session, zone)
    days = report.listed([times.LONG_DAYS[d] for d in when.days])
    names = report.listed([problem.clinician[c].name for c in session.clinicians])
    return f"{report.SESSIONS[session.kind]} with {names}, {days}, {when.time_text}"


def care_said(problem: Problem, choice: Choice, unit: tuple[str, ...], names: Mapping[str, str]) -> list[str]:
    """Each session that comes with the place, on the clocks of whoever it is for; and each role that stays open."""
    sessions = choice.option.sessions
    said = []
    for session in sessions:
        who = report.listed([names.get(p, "them") for p in session.people])
        whose = f"{who}: " if len(unit) > 1 and len(session.people) == 1 else ""
        said.append(f"{whose}{session_said(problem, session, problem.person[session.people[0]].zone)}")
    held = {(s.kind, p) for s in sessions for p in s.people}
    for who in unit:
        for role in problem.roles_due(who):
            if (CARE_ROLES[role], who) not in held and not (role == "couples" and who != unit[0]):
                whose = f"{names.get(who, 'them')}: " if len(unit) > 1 and role != "couples" else ""
                said.append(f"{whose}no {report.ROLES[role]} is free yet")
    return said


def others_said(choice: Choice) -> str:
    """What their coming does to the wishes of those who are there; nothing where it does nothing."""
    before, after = choice.others_met
    if before == after:
        return ""
    more = after - before
    way = "more" if more > 0 else "fewer"
    met = report.spoken(abs(more), f"{way} wish of the others is", f"{way} wishes of the others are")
    return f"{report.first_upper(met)} met"
