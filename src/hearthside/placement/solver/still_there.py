"""A week that was planned some time ago, as far as the roster still knows who and what is in it."""

from dataclasses import replace

from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week


def still_there(problem: Problem, week: Week) -> Week:
    """The week without whoever and whatever the roster does not have any more; a cohort of nobody is none."""
    cohorts = (
        replace(
            cohort,
            members=tuple(m for m in cohort.members if m in problem.person),
            staff=tuple(s for s in cohort.staff if s.clinician_id in problem.clinician),
        )
        for cohort in week.cohorts
        if cohort.program_id in problem.program
    )
    return replace(
        week,
        cohorts=tuple(replace(cohort, size=len(cohort.members)) for cohort in cohorts if cohort.members),
        sessions=tuple(
            session
            for session in week.sessions
            if all(who in problem.person for who in session.people)
            and all(who in problem.clinician for who in session.clinicians)
        ),
        unplaced=tuple(row for row in week.unplaced if row.person_id in problem.person),
        gaps=tuple(row for row in week.gaps if row.person_id in problem.person),
    )
