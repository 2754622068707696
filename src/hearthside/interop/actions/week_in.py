"""The week in `current/`: what does not run here yet begins on its Monday; what runs stays as it is here."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.base.words import DAYS
from hearthside.caseload.models.cohorts import Cohort as CohortRow
from hearthside.interop.actions.run import Run
from hearthside.interop.queries.keys import Keys
from hearthside.interop.roster.incoming import digest
from hearthside.placement.queries.outgoing_plans import OutgoingPlans
from hearthside.placement.queries.pattern import pattern_in_force
from hearthside.placement.solver.week import Cohort, Session
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.holding import hold_week
from hearthside.schedule.actions.weeks import start_week
from hearthside.schedule.plain import Staff
from hearthside.schedule.week import Week, WeekCohort, WeekSession


class WeekIsOver(Refusal):
    """The week to begin with has begun."""

    def __init__(self) -> None:
        super().__init__(
            "The week of current/ has begun or is over. Choose a Monday that is still to come, with --week."
        )


def hold_new(run: Run) -> None:
    """Whom a new part of the week names and who is here already is held first, before anything is written."""
    cohorts = [c for c in run.incoming.cohorts if run.known.was("cohort", c.id) is None]
    sessions = [s for s in run.incoming.sessions if run.known.was("session", s.id) is None]
    staff = {s.clinician_id for c in cohorts for s in c.staff} | {who for s in sessions for who in s.clinicians}
    people = {who for c in cohorts for who in c.members} | {who for s in sessions for who in s.people}
    hold_week(
        run.program.id, clinicians=_here(run, "clinician", staff), patients=_here(run, "person", people), by=run.by
    )


def _here(run: Run, kind: str, keys: Iterable[str]) -> list[UUID]:
    """The records that these ids stand for before this import."""
    return [was.object_id for key in keys if (was := run.known.was(kind, key))]


def bring_week(run: Run) -> None:
    """Start the cohorts and sessions that are new, in one action of the schedule."""
    incoming = run.incoming
    if not incoming.has_week:
        return
    there = _as_it_runs(run)
    cohorts = [c for c in incoming.cohorts if _is_new(run, "cohort", c, c.id, there)]
    sessions = [s for s in incoming.sessions if _is_new(run, "session", s, s.id, there)]
    if not cohorts and not sessions:
        return
    if incoming.week < run.today:
        raise WeekIsOver
    zone = str(in_force(incoming.week, run.program.id).value("reference_zone"))
    keys = _free_keys(run, [c.id for c in cohorts])
    week = Week(incoming.week, zone, tuple(_cohorts(run, cohorts, keys)), tuple(_sessions(run, sessions)))
    started = start_week(program=run.program, week=week, by=run.by)
    for cohort in cohorts:
        run.known.note("cohort", cohort.id, started.cohorts[keys[cohort.id]].pk, digest(_said(cohort)))
    for session in sessions:
        run.known.note("session", session.id, started.series[_session_key(run, session)].pk, digest(session))
    run.tally.came["cohort"] += len(cohorts)
    run.tally.came["session"] += len(sessions)
    run.tally.week = incoming.week
    run.tally.patients |= {who for c in week.cohorts for who in c.members} | {
        p for s in week.sessions for p in s.people
    }


def _said(thing: Cohort | Session) -> Cohort | Session:
    """As it is compared: how many there are is no thing of its own."""
    return replace(thing, size=-1) if isinstance(thing, Cohort) else thing


def _as_it_runs(run: Run) -> dict[tuple[str, str], Cohort | Session]:
    """What runs here of what the roster names, in the roster's own ids."""
    pattern = pattern_in_force(run.program, run.incoming.week, Keys(run.program, run.source), by=run.by)
    plans = OutgoingPlans(run.program, pattern, by=run.by)
    return {("cohort", c.id): plans.renamed(c) for c in pattern.cohorts} | {
        ("session", s.id): s for s in pattern.sessions
    }


def _is_new(
    run: Run, kind: str, thing: Cohort | Session, key: str, there: dict[tuple[str, str], Cohort | Session]
) -> bool:
    was, now = run.known.was(kind, key), digest(_said(thing))
    if was is None:
        return True
    if was.digest != now and there.get((kind, key)) != _said(thing):
        what = "Cohort" if kind == "cohort" else "Session"
        run.not_taken(f"{what} {key} runs here already and stays as it is; change it on its page.")
    else:
        run.known.note(kind, key, was.object_id, now)
    run.tally.same[kind] += 1
    return False


def _free_keys(run: Run, wanted: Iterable[str]) -> dict[str, str]:
    """A key for each new cohort: its own id, unless a cohort of another source has it."""
    taken = set(CohortRow.objects.filter(program=run.program).values_list("key", flat=True))
    keys: dict[str, str] = {}
    for key in wanted:
        number, free = 1, key
        while free in taken:
            number += 1
            free = f"{key[:56]}-{number}"
        taken.add(free)
        keys[key] = free
    return keys


def _cohorts(run: Run, cohorts: list[Cohort], keys: dict[str, str]) -> Iterable[WeekCohort]:
    closed = run.incoming.open_cohorts
    for cohort in cohorts:
        yield WeekCohort(
            key=keys[cohort.id],
            day_plan=run.plans[cohort.program_id].pk,
            track=cohort.track,
            language=cohort.language,
            weekdays=tuple(DAYS[day] for day in cohort.days),
            start_minute=cohort.start,
            staff=tuple(Staff(run.known.id_of("clinician", s.clinician_id), s.block, s.part) for s in cohort.staff),
            members=tuple(run.known.id_of("person", member) for member in cohort.members),
            focus=cohort.focus,
            open=closed is None or cohort.id in closed,
            began_elsewhere=True,
        )


def _session_key(run: Run, session: Session) -> str:
    """A series' key is its source's own, so that two sources may both have a session s1."""
    return f"{run.source[:24]}:{session.id}"[:64]


def _sessions(run: Run, sessions: list[Session]) -> Iterable[WeekSession]:
    for session in sessions:
        yield WeekSession(
            key=_session_key(run, session),
            kind=session.kind,
            weekday=DAYS[session.day],
            start_minute=session.start,
            minutes=session.minutes,
            clinicians=tuple(run.known.id_of("clinician", who) for who in session.clinicians),
            people=tuple(run.known.id_of("person", who) for who in session.people),
        )
