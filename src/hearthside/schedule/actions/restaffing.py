"""Who staffs what repeats is changed from a day on; the series stays, and its past with it."""

from collections.abc import Sequence
from datetime import date, timedelta

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
from hearthside.schedule.queries.people_in import holders, patients_in
from hearthside.schedule.words import AHEAD, PROGRAM_DAY

DAY = timedelta(days=1)


def restaff_series(series: Series, from_on: date, staff: Sequence[Staff], by: Actor) -> Series:
    """From this day on these clinicians staff it; sessions that were moved or staffed alone keep their own staff."""
    row = hold_series(series, by=by)
    at = clock.now()
    with behind(row.program_id, by):
        rows = SeriesStaff.objects.filter(series=row, until_on__isnull=True)
        there = {(s.block, s.clinician_id, s.part): s for s in rows}
        wanted = {(s.block if row.kind == PROGRAM_DAY else 0, s.clinician, s.part) for s in staff}
        ending = [s for key, s in there.items() if key not in wanted]
        SeriesStaff.objects.filter(pk__in=[s.pk for s in ending]).update(until_on=from_on - DAY)
        SeriesStaff.objects.bulk_create(
            SeriesStaff(program=row.program, series=row, block=b, clinician_id=clinician, part=part, from_on=from_on)
            for b, clinician, part in wanted - there.keys()
        )
        later = Session.objects.filter(series=row, status__in=AHEAD, occurrence_on__gte=from_on, moved=False)
        ids = list(later.filter(starts_at__gt=at).values_list("pk", flat=True))
    held = hold_sessions(row.program_id, ids, by=by)
    with behind(row.program_id, by):
        hold_people([s.clinician for s in staff], ())
        with refusing(seat_refusals()):
            for session in held.values():
                restaff(session, staff, holders(session.pk), at=at, because="changed")
        patients = patients_in(ids)
    settle(held.values(), because="changed", by=by)
    before, after = {c for _, c, _ in there}, {c for _, c, _ in wanted}
    record(
        StaffChanged(
            session=None, series=row.pk, added=tuple(sorted(after - before)), released=tuple(sorted(before - after)),
            because="changed",
        ),
        by=by,
    )  # fmt: skip
    bring_grants_up_to_date(row.program_id, patients, by=by)
    return row
