"""A place for one person, given from the list of what fits: what was seen is what is done, or nothing is."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.ids import new_id
from hearthside.base.refusal import Refusal
from hearthside.base.words import DAYS
from hearthside.caseload.models.cohorts import Cohort as CohortRow
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.offers import make_offers
from hearthside.placement.actions.reasons import write_reasons
from hearthside.placement.events import PlaceGiven
from hearthside.placement.queries.place_one import next_monday
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.queries.warm import warm
from hearthside.placement.queries.week_to_start import week_session
from hearthside.placement.solver.place import AlreadyPlaced, Option, PlaceDesk, UnknownPerson, with_option
from hearthside.placement.solver.week import Staff, Week
from hearthside.schedule.actions.holding import hold_week
from hearthside.schedule.actions.weeks import start_week
from hearthside.schedule.plain import Staff as StaffOfBlock
from hearthside.schedule.week import Week as WeekToStart
from hearthside.schedule.week import WeekCohort


class PlaceChanged(Refusal):
    """The place is not as it was shown, or not there any more."""

    def __init__(self) -> None:
        super().__init__(
            "This place is not as you saw it: something changed in the meantime. Nothing was done. "
            "Look at the list again, it is new, and choose from it."
        )


def mark_of(option: Option) -> str:
    """A short text that says what an option brings along, so that a press can say what was seen."""
    staff = sorted((s.block, s.clinician_id, s.part) for s in option.adds_staff)
    sessions = sorted((s.kind, s.day, s.start, s.clinicians, s.people) for s in option.sessions)
    return hashlib.sha256(repr((option.cohort_id, option.size_after, staff, sessions)).encode()).hexdigest()[:20]


@action
def give_place(*, program: Program, patient: UUID, cohort: UUID, seen: str, by: Actor) -> tuple[UUID, ...]:
    """
    Let somebody, with the partner they stay together with, join this cohort next Monday, with the staff and the weekly
    sessions that come with it as `seen` (`mark_of`) says. Whoever is placed for the first time is offered the place.

    Raises:
        NotAllowed: `by` may not form cohorts, keep the schedule or say who treats whom in this program.
        PlaceChanged: it is not as it was seen any more.
        And whatever joining, assigning and starting refuse; then nothing was done.
    """
    for permission in (Permission.FORM_COHORTS, Permission.KEEP_SCHEDULE, Permission.ASSIGN_TREATMENTS):
        require(by, permission, within=program.pk)
    monday = next_monday(program)
    # From memory first, to know whom to hold; then once more from what holds under the locks.
    copy = warm(program, monday, by=by, desk=True)
    _, shown = _option(copy.desk, str(patient), str(cohort), seen)
    _hold(program, cohort, copy.desk, str(patient), shown, by)
    now = snapshot(program, monday, by=by)
    unit, option = _option(PlaceDesk(now.problem, now.problem.current or Week()), str(patient), str(cohort), seen)
    _start(program, cohort, now, unit, option, by)
    people = tuple(UUID(who) for who in unit)
    make_offers(program, people, None, by=by)
    _explain(program, now, unit, option, by)
    record(PlaceGiven(cohort=cohort, week=monday, patients=people), by=by)
    return people


def _option(desk: PlaceDesk, patient: str, cohort: str, seen: str) -> tuple[tuple[str, ...], Option]:
    try:
        unit, options = desk.unit(patient), desk.options(patient)
    except (AlreadyPlaced, UnknownPerson) as refusal:
        raise PlaceChanged from refusal
    for option in options:
        # One that asks somebody to move begins with their word, not with a press.
        if option.cohort_id == cohort and not option.moves and mark_of(option) == seen:
            return unit, option
    raise PlaceChanged


def _hold(program: Program, cohort: UUID, desk: PlaceDesk, patient: str, option: Option, by: Actor) -> None:
    staff = {s.clinician_id for c in desk.week.cohorts if c.id == option.cohort_id for s in c.staff}
    staff |= {s.clinician_id for s in option.adds_staff} | {c for s in option.sessions for c in s.clinicians}
    clinicians = [UUID(who) for who in sorted(staff)]
    patients = [UUID(who) for who in desk.unit(patient)]
    hold_week(program.pk, cohorts=[cohort], clinicians=clinicians, patients=patients, by=by)


def _start(program: Program, cohort: UUID, now: Snapshot, unit: tuple[str, ...], option: Option, by: Actor) -> None:
    with behind(program.pk, by):
        row = CohortRow.objects.get(program=program, pk=cohort)
    assert now.problem.current is not None
    (runs,) = (c for c in now.problem.current.cohorts if c.id == option.cohort_id)
    week = WeekCohort(
        key=row.key,
        day_plan=row.day_plan_id,
        track=runs.track,
        language=runs.language,
        weekdays=tuple(DAYS[day] for day in runs.days),
        start_minute=runs.start,
        staff=_staff((*runs.staff, *option.adds_staff)),
        members=tuple(UUID(who) for who in unit),
        focus=runs.focus,
    )
    zone = now.problem.policy.reference_zone
    sessions = tuple(week_session(s, f"desk:{new_id()}") for s in option.sessions)
    start_week(program=program, week=WeekToStart(now.problem.week, zone, (week,), sessions), by=by)


def _staff(rows: Iterable[Staff]) -> tuple[StaffOfBlock, ...]:
    return tuple(StaffOfBlock(UUID(s.clinician_id), s.block, s.part) for s in rows)


def _explain(program: Program, now: Snapshot, unit: tuple[str, ...], option: Option, by: Actor) -> None:
    """Why this group is written down for those who came; what is so for the others stays as it was written."""
    before = now.problem.current or Week()
    after = with_option(before, unit, option)
    numbered = tuple(replace(s, id=s.id or f"new-{n}") for n, s in enumerate(after.sessions))
    write_reasons(program, before, replace(after, sessions=numbered), now.problem, by=by)
