"""
A checked week becomes cohorts, memberships, treatments, series and sessions: all of it, or nothing.

What is there already (a cohort with this key, a treatment by this clinician) is kept and completed, never made twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base import localtime, progress
from hearthside.caseload.actions.assigning import Assignment
from hearthside.caseload.actions.memberships import join_cohort
from hearthside.caseload.actions.opening import About, Opening, open_all
from hearthside.caseload.actions.treatments import assign_all
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.people.queries.couples import open_couples_of
from hearthside.schedule.actions.beginning import Beginning, begin_all
from hearthside.schedule.actions.deciding import Decided, decided_of, excuse_again
from hearthside.schedule.actions.holding import hold_week
from hearthside.schedule.actions.rearranging import end_pattern, make_room, restaff_all
from hearthside.schedule.events.sessions import WeekStarted
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.queries.fitness import MODALITY
from hearthside.schedule.refusals import WrongSession
from hearthside.schedule.week import Week, WeekCohort, WeekSession
from hearthside.schedule.words import PROGRAM_DAY, WEEKDAYS

# Who leads these with somebody is their therapist or counselor; a couples group is led by couples therapists of others.
TREATED = ("individual", "counseling", "couples")


@dataclass(frozen=True)
class Started:
    """What came of a week, by the keys it came with."""

    cohorts: dict[str, Cohort]
    series: dict[str, Series]


@action
def start_week(*, program: Program, week: Week, by: Actor) -> Started:
    """
    Let this week repeat from its Monday on: its cohorts with their members and staff, its weekly sessions, and whoever
    leads them as therapist or counselor.

    Raises:
        NotAllowed: `by` may not keep the schedule, form cohorts and say who treats whom in this program.
        WrongSession: the week does not begin on a Monday, or a person or clinician is not of this program.
        And whatever opening, joining, assigning and starting refuse; then nothing was done.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.pk)
    if week.monday.weekday() != 0:
        raise WrongSession("monday", "A week begins on a Monday.")
    patients, clinicians, plans = _records(program, week, by)
    with behind(program.pk, by):
        there = Cohort.objects.filter(program=program, key__in=[c.key for c in week.cohorts])
        running = set(there.values_list("pk", flat=True)) | set(week.closing)
        running |= set(Membership.objects.filter(pk__in=week.leaving).values_list("cohort", flat=True))
    hold_week(program.pk, cohorts=running, clinicians=clinicians, patients=patients, by=by)
    progress.say("beginning")
    make_room(program, week, by=by)
    # Staff first: a seventh person is refused where the second clinician has not come.
    kept, ended, decided = _kept_series(program, week, by)
    cohorts = _cohorts(program, week, patients, plans, by)
    _treatments(program, week, patients, clinicians, by)
    series = kept | _series(program, week, cohorts, kept, ended, decided, by)
    for key in decided:
        excuse_again(series[key], decided[key].excused, by)
    everybody = {p for c in week.cohorts for p in c.members} | {p for s in week.sessions for p in s.people}
    record(
        WeekStarted(
            monday=week.monday, cohorts=tuple(c.pk for c in cohorts.values()),
            series=tuple(s.pk for s in series.values()), patients=tuple(sorted(everybody)),
        ),
        by=by,
    )  # fmt: skip
    return Started(cohorts, series)


def _records(
    program: Program, week: Week, by: Actor
) -> tuple[dict[UUID, Patient], dict[UUID, Clinician], dict[UUID, DayPlan]]:
    people = {p for c in week.cohorts for p in c.members} | {p for s in week.sessions for p in s.people}
    staff = {s.clinician for c in week.cohorts for s in c.staff} | {c for s in week.sessions for c in s.clinicians}
    day_plans = {c.day_plan for c in week.cohorts}
    with behind(program.pk, by):
        patients = Patient.objects.standing().filter(program=program).in_bulk(people)
        clinicians = Clinician.objects.filter(program=program).in_bulk(staff)
        plans = DayPlan.objects.filter(program=program).in_bulk(day_plans)
    if len(patients) < len(people) or len(clinicians) < len(staff) or len(plans) < len(day_plans):
        raise WrongSession("week", "Somebody in this week, or a day plan of it, is not of this program.")
    return patients, clinicians, plans


def _cohorts(
    program: Program, week: Week, patients: dict[UUID, Patient], plans: dict[UUID, DayPlan], by: Actor
) -> dict[str, Cohort]:
    """By key: cohorts that run, with whoever joins them, and those that begin."""
    with behind(program.pk, by):
        rows = Cohort.objects.filter(program=program, key__in=[c.key for c in week.cohorts])
        there = {row.key: row for row in rows.select_related("day_plan")}
        places = Membership.objects.filter(cohort__in=there.values()).not_over_by(week.monday)
        known = set(places.values_list("cohort", "patient"))
    for each in week.cohorts:
        cohort = there.get(each.key)
        new = [patients[p] for p in each.members if cohort and (cohort.pk, p) not in known]
        if cohort and new:
            _joined(cohort, new, week, each, by)
    begin = [each for each in week.cohorts if each.key not in there]
    opened = open_all(program, [_opening(each, week.monday, patients, plans) for each in begin], by=by)
    return there | {each.key: cohort for each, cohort in zip(begin, opened, strict=True)}


def _opening(each: WeekCohort, monday: date, patients: dict[UUID, Patient], plans: dict[UUID, DayPlan]) -> Opening:
    return Opening(
        day_plan=plans[each.day_plan],
        track=each.track,
        language=each.language,
        from_on=monday,
        open=each.open,
        patients=[patients[p] for p in each.members],
        about=About(each.name, each.modality, each.focus),
        key=each.key,
        began_elsewhere=each.began_elsewhere,
        lasts=each.lasts,
    )


def _joined(cohort: Cohort, patients: Sequence[Patient], week: Week, each: WeekCohort, by: Actor) -> None:
    """Whoever comes from another cohort stays as long as they would have there."""
    groups: dict[date | None, list[Patient]] = {}
    for patient in patients:
        last = each.lasts.get(patient.pk)
        groups.setdefault(min(last, cohort.until_on) if last and cohort.until_on else last, []).append(patient)
    for until_on, group in groups.items():
        first = max(week.monday, cohort.from_on)
        join_cohort(cohort=cohort, patients=group, from_on=first, until_on=until_on, by=by)


def _kept_series(
    program: Program, week: Week, by: Actor
) -> tuple[dict[str, Series], dict[str, Series], dict[str, Decided]]:
    """
    By key of their cohorts: the series that go on, their staff brought in line; those that another follows; and what
    was decided of single days of these.
    """
    with behind(program.pk, by):
        rows = Series.objects.not_over_by(week.monday).filter(
            program=program, cohort__key__in=[c.key for c in week.cohorts]
        )
        in_order = sorted(rows.select_related("program", "day_plan", "cohort").order_by("-pk"), key=_is_running)
        running = {row.cohort.key: row for row in in_order}
    ended = {c.key: running.pop(c.key) for c in week.cohorts if c.at_other_times and c.key in running}
    with behind(program.pk, by):
        decided = {key: decided_of(series, week.monday) for key, series in ended.items()}
    end_pattern(ended.values(), week.monday, by=by)
    kept = [each for each in week.cohorts if each.key in running]
    for each in kept:
        _refuse_other_times(running[each.key], each)
    restaffed = restaff_all([(running[c.key], c.staff) for c in kept], week.monday, by=by)
    return {c.key: restaffed[running[c.key].pk] for c in kept}, ended, decided


def _series(
    program: Program, week: Week, cohorts: dict[str, Cohort], kept: dict[str, Series], ended: dict[str, Series],
    decided: dict[str, Decided], by: Actor,
) -> dict[str, Series]:  # fmt: skip
    """Weekly sessions that run are kept; everything else that does not run yet begins at once. By key."""
    with behind(program.pk, by):
        rows = Series.objects.running().filter(program=program, key__in=[s.key for s in week.sessions])
        of_key = {row.key: row for row in rows.select_related("program", "day_plan").order_by("-pk")}
    there: dict[str, Series] = {}
    new: dict[str, Beginning] = {}
    for each in week.cohorts:
        if each.key not in kept:
            new[each.key] = _program_day(week, each, cohorts[each.key], ended.get(each.key), decided.get(each.key))
    for session in week.sessions:
        if session.key in of_key:
            there[session.key] = of_key[session.key]
        else:
            new.setdefault(session.key, _weekly(week, session))
    begun = begin_all(program, list(new.values()), by=by)
    return there | dict(zip(new, begun, strict=True))


def _program_day(
    week: Week, each: WeekCohort, cohort: Cohort, follows: Series | None, decided: Decided | None
) -> Beginning:
    pattern = Pattern(
        PROGRAM_DAY, each.weekdays, each.start_minute, week.monday, week.until_on, cohort=cohort.pk, zone=week.zone,
        key=each.key, day_plan=each.day_plan if follows else None,
    )  # fmt: skip
    return Beginning(pattern, each.staff, follows=follows, departures=decided.days if decided else {})


def _is_running(series: Series) -> bool:
    """Where one was ended and another follows it, the one that goes on is the cohort's."""
    return series.ended_because == ""


def _refuse_other_times(there: Series, each: WeekCohort) -> None:
    if set(there.weekdays) != set(each.weekdays) or there.start_minute != each.start_minute:
        raise WrongSession("week", "A cohort that runs keeps its days and its start. Change its series instead.")


def _weekly(week: Week, session: WeekSession) -> Beginning:
    first = week.monday + timedelta(days=WEEKDAYS.index(session.weekday))
    pattern = Pattern(
        session.kind, (session.weekday,), session.start_minute, first, week.until_on, minutes=session.minutes,
        zone=week.zone, key=session.key,
    )  # fmt: skip
    parts = ["lead", *(["co"] * (len(session.clinicians) - 1))]
    staff = [Staff(c, part=part) for c, part in zip(session.clinicians, parts, strict=True)]
    return Beginning(pattern, staff, [Person(patient=p) for p in session.people])


def _treatments(
    program: Program, week: Week, patients: dict[UUID, Patient], clinicians: dict[UUID, Clinician], by: Actor
) -> None:
    """Whoever leads a session treats those in it, from the first day of the week on; what is so already stays."""
    sessions = [s for s in week.sessions if s.kind in TREATED]
    # Not in the past: what was before this program knew of it is not claimed.
    from_at = max(localtime.instant(week.zone, week.monday, 0), clock.now())
    people = {p for s in sessions for p in s.people}
    with behind(program.pk, by):
        couples = open_couples_of(program.pk, people)
        rows = Treatment.objects.at(from_at).filter(patient__in=people)
        standing = {(t.clinician_id, t.modality, t.couple_id or t.patient_id) for t in rows}
    asked: dict[tuple[UUID, str, UUID], Assignment] = {}
    for session in sessions:
        modality, clinician = MODALITY[session.kind], clinicians[session.clinicians[0]]
        for whom in _whom(session, patients, couples):
            key = (clinician.pk, modality, whom.pk)
            if key in standing or key in asked:
                continue
            both = {"couple": whom} if isinstance(whom, Couple) else {"patient": whom}
            asked[key] = Assignment(clinician, modality, **both)
            # The role passes on: whoever held it until then does not hold it any more.
            standing = {other for other in standing if other[1:] != key[1:]}
    if asked:
        assign_all(program, list(asked.values()), from_at=from_at, by=by)


def _whom(
    session: WeekSession, patients: dict[UUID, Patient], couples: dict[UUID, Couple]
) -> list[Patient] | list[Couple]:
    if session.kind != "couples":
        return [patients[p] for p in session.people]
    found = {couples[p].pk: couples[p] for p in session.people if p in couples}
    if not found:
        raise WrongSession("week", "Couples therapy is for two who are linked as partners.")
    return list(found.values())
