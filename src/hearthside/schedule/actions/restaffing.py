"""
Who staffs what repeats is changed from a day on; the series stays, and its past with it.

A day that departed from the pattern keeps its departure: whoever cannot come that day does not come because the pattern
changes, and whoever stands in for them goes on doing so.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.schedule.actions.holding import hold_people, hold_series, hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.actions.staffing import restaff
from hearthside.schedule.events.staffing import StaffChanged
from hearthside.schedule.models.series import Series, SeriesStaff
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Staff
from hearthside.schedule.queries.cannot_come import who_cannot
from hearthside.schedule.queries.people_in import patients_in
from hearthside.schedule.queries.seated import seated
from hearthside.schedule.words import AHEAD, PROGRAM_DAY

DAY = timedelta(days=1)
# A block, who staffs it, and as what.
Row = tuple[int, UUID, str]


def restaff_series(series: Series, from_on: date, staff: Sequence[Staff], by: Actor) -> Series:
    """
    From this day on these clinicians staff it; sessions that were moved or staffed alone keep their own staff.

    Whoever is away, ill or not licensed on one of its days is not there that day: it is short, or has its stand-in.

    Raises what `restaff` does; Unfit where somebody new may not lead its first session.
    """
    row = hold_series(series, by=by)
    at = clock.now()
    with behind(row.program_id, by):
        before = _bring_pattern(row, from_on, staff)
        later = Session.objects.filter(series=row, status__in=AHEAD, occurrence_on__gte=from_on, moved=False)
        ids = list(later.filter(starts_at__gt=at).values_list("pk", flat=True))
    held = hold_sessions(row.program_id, ids, by=by)
    sessions = sorted((s for s in held.values() if s.status in AHEAD), key=lambda s: s.starts_at)
    after = {s.clinician for s in staff}
    with behind(row.program_id, by):
        hold_people(after, ())
        people = seated(held)
        # What is not so on its first day is no pattern: whoever is new to it may lead that session, or is refused.
        cannot = who_cannot(row.program_id, sessions, staff, people, may_from_the_first=after - before)
        with refusing(seat_refusals()):
            for session in sessions:
                restaff(
                    session, staff, people.get(session.pk, ()), at=at, because="changed",
                    cannot=cannot.get(session.pk, {}), before=before,
                )  # fmt: skip
        patients = patients_in(ids)
    _settle(sessions, cannot, by)
    record(
        StaffChanged(
            session=None, series=row.pk, added=tuple(sorted(after - before)), released=tuple(sorted(before - after)),
            because="changed",
        ),
        by=by,
    )  # fmt: skip
    bring_grants_up_to_date(row.program_id, patients, by=by)
    return row


def _bring_pattern(series: Series, from_on: date, staff: Sequence[Staff]) -> set[UUID]:
    """From this day on the pattern names these, and nobody else on any later day; gives whom it named. Behind."""
    wanted = {(s.block if series.kind == PROGRAM_DAY else 0, s.clinician, s.part) for s in staff}
    named = list(SeriesStaff.objects.filter(series=series).exclude(until_on__lt=from_on))
    kept: dict[Row, SeriesStaff] = {}
    for one in named:
        key = (one.block, one.clinician_id, one.part)
        if one.until_on is None and key in wanted:
            kept[key] = one
    ending = {one.pk for one in named} - {one.pk for one in kept.values()}
    SeriesStaff.objects.filter(pk__in=ending).update(until_on=from_on - DAY)
    # Whoever was to come on a later day comes from this one on.
    SeriesStaff.objects.filter(pk__in=[one.pk for one in kept.values()], from_on__gt=from_on).update(from_on=from_on)
    SeriesStaff.objects.bulk_create(
        SeriesStaff(program=series.program, series=series, block=b, clinician_id=clinician, part=part, from_on=from_on)
        for b, clinician, part in sorted(wanted - kept.keys())
    )
    return {one.clinician_id for one in named}


def _settle(sessions: Collection[Session], cannot: Mapping[UUID, Mapping[UUID, str]], by: Actor) -> None:
    """Each says whether it is short: because the staff changed, or because somebody cannot come that day."""
    groups: dict[tuple[str, UUID | None], list[Session]] = {}
    for session in sessions:
        clinician, because = next(iter(cannot.get(session.pk, {}).items()), (None, "changed"))
        groups.setdefault((because, clinician), []).append(session)
    for (because, clinician), of_it in groups.items():
        settle(of_it, because=because, clinician=clinician, by=by)
