"""When people of a roster are free: recorded together where nothing was, one by one where something differs."""

from collections.abc import Iterable
from uuid import UUID

from hearthside.interop.actions.run import Run
from hearthside.interop.roster.incoming import Times
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions import rosters
from hearthside.schedule.actions.availability import record_availability, record_exception
from hearthside.schedule.queries.availability import exceptions_of, week_of
from hearthside.schedule.windows import checked


def bring_new_times(run: Run, times: Iterable[tuple[UUID, Times]], *, are_patients: bool) -> None:
    """Record the times of people who came a moment ago."""
    rosters.record_times_from_roster(
        program=run.program,
        times={who: rosters.Times(are_patients, each.windows, each.exceptions) for who, each in times},
        by=run.by,
    )


def change_times(run: Run, key: str, whose: Patient | Clinician, times: Times) -> bool:
    """
    Record what differs from what stands; says whether anything did.

    A single day that the roster does not name any more is not taken back: somebody may have recorded it here.
    """
    did = False
    if list(checked(times.windows)) != week_of(whose, run.today):
        record_availability(whose=whose, windows=times.windows, by=run.by)
        did = True
    there = {row.plain() for row in exceptions_of(whose, run.today)}
    for exception in times.exceptions:
        if exception not in there:
            record_exception(whose=whose, exception=exception, by=run.by)
            did = True
    if left := len(there - set(times.exceptions)):
        days = "a single day that the roster does not name stays" if left == 1 else "single days stay"
        run.not_taken(f"{key}: {days} as recorded here.")
    return did
