"""Rows of cohorts, staffing, members and sessions, put together as the values of a week."""

from collections.abc import Iterable

from hearthside.placement.folder.tables import Row, Rows
from hearthside.placement.solver.week import Cohort, Session, Staff


def cohorts(cohort_rows: Rows, staffing: Rows, members: Rows) -> tuple[Cohort, ...]:
    """
    The cohorts in the order of the file, with their staff and members.

    Rows that name a cohort which is not there make one without a day plan: the check then says what is wrong with it,
    where leaving them out would hide it. Of two cohorts with one id the first has everybody.
    """
    staff_of: dict[str, list[Staff]] = {}
    for row in _good(staffing):
        staff = Staff(row.value["block"], row.value["clinician_id"], row.value["part"])
        staff_of.setdefault(row.value["cohort_id"], []).append(staff)
    members_of: dict[str, list[str]] = {}
    for row in _good(members):
        members_of.setdefault(row.value["cohort_id"], []).append(row.value["person_id"])
    found = [_cohort(row, staff_of, members_of) for row in _good(cohort_rows)]
    for orphan in dict.fromkeys((*staff_of, *members_of)):
        people, staff_rows = tuple(sorted(members_of.get(orphan, ()))), _sorted(staff_of.get(orphan, ()))
        found.append(Cohort(orphan, "", "", "", "", (), 0, staff_rows, people))
    return tuple(found)


def _good(rows: Rows) -> Iterable[Row]:
    return (row for row in rows if not row.bad)


def _sorted(staff: Iterable[Staff]) -> tuple[Staff, ...]:
    return tuple(sorted(staff, key=lambda s: (s.block, s.clinician_id, s.part)))


def _cohort(row: Row, staff_of: dict[str, list[Staff]], members_of: dict[str, list[str]]) -> Cohort:
    value = row.value
    return Cohort(
        id=value["cohort_id"],
        program_id=value["program_id"],
        track=value["track"],
        language=value["language"],
        focus=value["focus"],
        days=tuple(sorted(value["days"])),
        start=value["start"],
        staff=_sorted(staff_of.pop(value["cohort_id"], ())),
        members=tuple(sorted(members_of.pop(value["cohort_id"], ()))),
        size=value["size"],
    )


def sessions(rows: Rows) -> tuple[Session, ...]:
    """The sessions in the order of the file."""
    return tuple(
        Session(
            id=row.value["session_id"],
            kind=row.value["kind"],
            day=row.value["day"],
            start=row.value["start"],
            minutes=row.value["minutes"],
            clinicians=tuple(sorted(row.value["clinicians"])),
            people=tuple(sorted(row.value["people"])),
        )
        for row in _good(rows)
    )
