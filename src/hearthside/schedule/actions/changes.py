"""
Changing what repeats: this one, this and all that follow, or all that are still to come.

A change of pattern ends the series the day before and begins another that follows it, so that what was agreed for any
past week stays to be read. A change of staff alone is dated within the series.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base import localtime
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.values import day_in
from hearthside.schedule.actions.deciding import decided_of, excuse_again
from hearthside.schedule.actions.holding import hold_series, hold_sessions
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.restaffing import restaff_series
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.actions.sessions import cancel_held
from hearthside.schedule.actions.staffing import change_staff
from hearthside.schedule.events.sessions import SeriesChanged, SeriesEnded
from hearthside.schedule.models.series import Series, SeriesSeat, SeriesStaff
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.refusals import WrongSession
from hearthside.schedule.words import AHEAD, CANCELED, PROGRAM_DAY, SERIES_ENDED_BECAUSE

DAY = timedelta(days=1)
THIS, FOLLOWING, ALL = "this", "following", "all"


@action
def change_series(
    *, session: Session, scope: str, weekdays: Sequence[str] | None = None, start_minute: int | None = None,
    minutes: int | None = None, day_plan: UUID | None = None, staff: Sequence[Staff] | None = None, by: Actor,
) -> Series:  # fmt: skip
    """
    Change what repeats, from one of its sessions: `this` one alone, this and all `following`, or `all` still to come.

    Gives the series that holds from then on: a new one where the pattern changed.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
        WrongSession: nothing repeats here, nothing is changed, or something cannot be.
        And whatever `start_series`, `reschedule` and `change_staff` refuse.

    Rule: docs/rules/what-repeats.md
    """
    require(by, Permission.KEEP_SCHEDULE, within=session.program_id)
    if session.series is None or session.occurrence_on is None:
        raise WrongSession("scope", "This session does not repeat. Change it alone.")
    if scope not in (THIS, FOLLOWING, ALL):
        raise WrongSession("scope", "Choose this one, this and all that follow, or all.")
    series = session.series
    if scope == THIS:
        if day_plan is not None:
            raise WrongSession("scope", "A day plan changes for all days that follow, not for one.")
        return _this(session, weekdays, start_minute, minutes, staff, by)
    today = day_in(series.program.zone, clock.now())
    from_on = max(today, session.occurrence_on) if scope == FOLLOWING else max(today, series.from_on)
    pattern_changes = (
        (weekdays is not None and set(weekdays) != set(series.weekdays))
        or (start_minute is not None and start_minute != series.start_minute)
        or (minutes is not None and minutes != series.minutes)
        or (day_plan is not None and day_plan != series.day_plan_id)
    )
    if pattern_changes:
        from_on = _still_to_come(series, from_on, start_minute, by)
        return _begin_again(series, from_on, weekdays, start_minute, minutes, day_plan, staff, by)
    if staff is None:
        raise WrongSession("scope", "Nothing is changed.")
    return restaff_series(series, from_on, staff, by)


@action
def end_series(*, series: Series, until_on: date, because: str = "staff", by: Actor) -> Series:
    """
    Let nothing repeat after this day; sessions that were made for later are canceled.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
        WrongSession: no reason from the list, or it has ended before.
    """
    require(by, Permission.KEEP_SCHEDULE, within=series.program_id)
    if because not in SERIES_ENDED_BECAUSE:
        raise WrongSession("because", "Choose why it ends.")
    row = hold_series(series, by=by)
    if row.until_on is not None and until_on > row.until_on:
        raise WrongSession("until_on", "It ends sooner already.")
    return end_held(row, until_on=until_on, because=because, by=by)


def end_held(series: Series, *, until_on: date, because: str, by: Actor) -> Series:
    """A held series ends; what was made for later is canceled. Within an action."""
    with behind(series.program_id, by):
        later = Session.objects.filter(series=series, status__in=AHEAD, occurrence_on__gt=until_on)
        ids = list(later.filter(starts_at__gt=clock.now()).values_list("pk", flat=True))
    for session in hold_sessions(series.program_id, ids, by=by).values():
        if session.status in AHEAD:
            cancel_held(session, because="series" if because == "changed" else "series_ended", by=by)
    with behind(series.program_id, by):
        patients = tuple(p for p in series.seats.values_list("patient", flat=True) if p)
        series.until_on, series.ended_because = until_on, because
        series.made_until = min(series.made_until, until_on) if series.made_until else None
        series.save(update_fields=["until_on", "ended_because", "made_until"])
        for rows in (SeriesStaff.objects, SeriesSeat.objects):
            rows.filter(series=series).exclude(until_on__lte=until_on).update(until_on=until_on)
    record(SeriesEnded(series=series.pk, until_on=until_on, because=because), by=by)
    bring_grants_up_to_date(series.program_id, [*patients, *_patients_of_cohort(series, by)], by=by)
    return series


def _this(
    session: Session, weekdays: Sequence[str] | None, start_minute: int | None, minutes: int | None,
    staff: Sequence[Staff] | None, by: Actor,
) -> Series:  # fmt: skip
    if weekdays is not None or minutes is not None:
        raise WrongSession("scope", "One session alone can be moved or staffed otherwise. Its days and length repeat.")
    if start_minute is None and staff is None:
        raise WrongSession("scope", "Nothing is changed.")
    if start_minute is not None and start_minute != session.start_minute:
        reschedule(session=session, on_day=session.on_day, start_minute=start_minute, by=by)
    if staff is not None:
        change_staff(session=session, staff=staff, by=by)
    assert session.series is not None
    return session.series


def _begin_again(
    series: Series, from_on: date, weekdays: Sequence[str] | None, start_minute: int | None, minutes: int | None,
    day_plan: UUID | None, staff: Sequence[Staff] | None, by: Actor,
) -> Series:  # fmt: skip
    row = hold_series(series, by=by)
    with behind(row.program_id, by):
        kept = _staff_by_day(row, from_on) if staff is None else {from_on: list(staff)}
        seats = SeriesSeat.objects.filter(series=row, until_on__isnull=True).order_by("pk")
        people = [Person(s.patient_id, s.partner_id) for s in seats]
        decided = decided_of(row, from_on)
    pattern = Pattern(
        kind=row.kind,
        weekdays=tuple(weekdays) if weekdays is not None else tuple(row.weekdays),
        start_minute=start_minute if start_minute is not None else row.start_minute,
        from_on=from_on,
        until_on=row.until_on,
        cohort=row.cohort_id,
        minutes=(minutes if minutes is not None else row.minutes) or 0,
        zone=row.zone,
        key=row.key,
    )
    if row.kind == PROGRAM_DAY:
        pattern = replace(pattern, day_plan=day_plan or row.day_plan_id)
    end_held(row, until_on=from_on - DAY, because="changed", by=by)
    new = start_series(
        program=row.program, pattern=pattern, staff=kept.pop(from_on), people=people, follows=row,
        departures=decided.days, by=by,
    )  # fmt: skip
    for day, staff_then in sorted(kept.items()):
        restaff_series(new, day, staff_then, by)
    excuse_again(new, decided.excused, by)
    record(SeriesChanged(series=row.pk, followed_by=new.pk, from_on=from_on), by=by)
    return new


def _still_to_come(series: Series, from_on: date, start_minute: int | None, by: Actor) -> date:
    """
    The first day from this one on of which nothing has begun: a day has one session, and none begins in the past.
    """
    now = clock.now()
    with behind(series.program_id, by):
        that_day = Session.objects.filter(series=series, occurrence_on=from_on).exclude(status=CANCELED)
        has_begun = that_day.filter(~Q(status__in=AHEAD) | Q(starts_at__lte=now)).exists()
    minute = series.start_minute if start_minute is None else start_minute
    is_over = max(localtime.instants(series.zone, from_on, minute), default=now) < now
    return from_on + DAY if has_begun or is_over else from_on


def _staff_by_day(series: Series, from_on: date) -> dict[date, list[Staff]]:
    """Who is to staff it from this day on, and from each later day on which that changes. Behind the scenes."""
    rows = list(SeriesStaff.objects.filter(series=series).exclude(until_on__lt=from_on).order_by("block", "pk"))
    rows = [row for row in rows if row.until_on is None or row.until_on >= row.from_on]
    days = {from_on, *(row.from_on for row in rows if row.from_on > from_on)}
    return {
        day: [
            Staff(row.clinician_id, row.block, row.part)
            for row in rows
            if row.from_on <= day and (row.until_on is None or day <= row.until_on)
        ]
        for day in days
    }


def _patients_of_cohort(series: Series, by: Actor) -> list[UUID]:
    if not series.cohort_id:
        return []
    with behind(series.program_id, by):
        return list(Membership.objects.filter(cohort=series.cohort_id).values_list("patient", flat=True))
