"""A proposed week in the words of the schedule: what begins, who joins, and what ends with the Sunday before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.base.words import DAYS
from hearthside.caseload.models.cohorts import Cohort as CohortRow
from hearthside.caseload.models.memberships import Membership
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.queries.snapshot import Snapshot
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.week import Cohort, Session, Week
from hearthside.schedule.plain import Staff
from hearthside.schedule.week import Week as StartedWeek
from hearthside.schedule.week import WeekCohort, WeekSession

_PATTERN = ("program_id", "days", "start")


@dataclass(frozen=True)
class ToStart:
    """What `start_week` takes, and the key under which each cohort of the proposal begins or goes on."""

    week: StartedWeek
    keys: dict[str, str]


def week_to_start(proposal: Proposal, seen: Snapshot, week: Week, difference: Difference) -> ToStart:
    """`week` is what is to hold, `difference` what of it is news. Read behind the scenes."""
    after = {c.id: c for c in week.cohorts}
    changing = [after[id] for id in difference.changed if id in after]
    new = [after[c.id] for c in difference.new_cohorts]
    keys = _keys(proposal, changing, new)
    places = _places(difference)
    lasts = {row.patient_id: row.until_on for row in places if row.until_on}
    here = {s.id for s in seen.running.sessions}
    cohorts = [_cohort(c, keys[c.id], seen, difference, lasts) for c in (*changing, *new)]
    return ToStart(
        StartedWeek(
            monday=proposal.week,
            zone=seen.problem.policy.reference_zone,
            cohorts=tuple(cohorts),
            sessions=tuple(week_session(s, f"p-{proposal.pk.hex[-12:]}-{s.id}"[:64]) for s in difference.new_sessions),
            ending=tuple(UUID(s.id) for s in difference.gone_sessions if s.id in here),
            leaving=tuple(row.pk for row in places),
            closing=tuple(UUID(c.id) for c in difference.closed),
        ),
        keys,
    )


def _keys(proposal: Proposal, changing: Iterable[Cohort], new: Iterable[Cohort]) -> dict[str, str]:
    """Whatever runs has its key; what begins gets one that no cohort of the program has."""
    rows = CohortRow.objects.filter(program=proposal.program_id)
    there = dict(rows.filter(pk__in=[c.id for c in changing]).values_list("pk", "key"))
    taken = set(rows.values_list("key", flat=True))
    keys = {c.id: there[UUID(c.id)] for c in changing}
    for cohort in new:
        number, free = 1, f"{proposal.week}-{cohort.id}"
        while free in taken:
            number += 1
            free = f"{proposal.week}-{cohort.id}-{number}"
        taken.add(free)
        keys[cohort.id] = free
    return keys


def _places(difference: Difference) -> list[Membership]:
    """The places that end."""
    rows = Membership.objects.filter(
        patient__in=list(map(UUID, difference.leaves)), cohort__in=set(difference.leaves.values())
    )
    open_ones = rows.filter(ended_because="").order_by("patient", "from_on")
    return [row for row in open_ones if difference.leaves.get(str(row.patient_id)) == str(row.cohort_id)]


def _cohort(cohort: Cohort, key: str, seen: Snapshot, difference: Difference, lasts: dict[UUID, date]) -> WeekCohort:
    old, new = difference.changed.get(cohort.id, (cohort, cohort))
    moved = [UUID(who) for who, id in difference.joins.items() if id == cohort.id and UUID(who) in lasts]
    return WeekCohort(
        key=key,
        day_plan=seen.day_plans[cohort.program_id],
        track=cohort.track,
        language=cohort.language,
        weekdays=tuple(DAYS[day] for day in cohort.days),
        start_minute=cohort.start,
        staff=tuple(Staff(UUID(s.clinician_id), s.block, s.part) for s in cohort.staff),
        members=tuple(UUID(who) for who in cohort.members),
        focus=cohort.focus,
        lasts={who: lasts[who] for who in moved},
        at_other_times=any(getattr(old, name) != getattr(new, name) for name in _PATTERN),
    )


def week_session(session: Session, key: str) -> WeekSession:
    """A session of the planner's as the schedule starts it. Its people are known by the ids of their records."""
    return WeekSession(
        key=key,
        kind=session.kind,
        weekday=DAYS[session.day],
        start_minute=session.start,
        minutes=session.minutes,
        clinicians=tuple(UUID(who) for who in session.clinicians),
        people=tuple(UUID(who) for who in session.people),
    )
