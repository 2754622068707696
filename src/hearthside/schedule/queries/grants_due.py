"""
Whoever leads what somebody comes to is their own clinician, as long as they lead it; and those who meet for a day see
each other's names that day.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import permutations
from uuid import UUID

from django.db.models import Q

from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.rules.spans import Days
from hearthside.ledger import clock
from hearthside.people.queries import grants_due
from hearthside.people.queries.grants_due import Due, day_of, parts_of
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import SeriesSeat, SeriesStaff
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.words import AHEAD, COUPLES_GROUP, OPEN, SEAT_CANCELED

OWN, BESIDE = "own clinician", "own group member"
# Groups that are no cohort: those who come see each other's names on the day.
OF_A_DAY = (COUPLES_GROUP, "wellness")


def for_facilitators(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """Who staffs a series that a patient comes to, or will, from the day this is known to their last."""
    today = day_of(program)
    going_on = Q(until_on__isnull=True) | Q(until_on__gte=today)
    staff = SeriesStaff.objects.filter(going_on, program=program, clinician__account__isnull=False)
    by_series: dict[UUID, set[UUID]] = {}
    by_cohort: dict[UUID, set[UUID]] = {}
    for series, cohort, account in staff.values_list("series", "series__cohort", "clinician__account"):
        by_series.setdefault(series, set()).add(account)
        if cohort:
            by_cohort.setdefault(cohort, set()).add(account)
    members = Membership.objects.filter(going_on, program=program, cohort__in=by_cohort)
    seats = SeriesSeat.objects.filter(going_on, program=program, series__in=by_series, patient__isnull=False)
    if patients is not None:
        members, seats = members.filter(patient__in=patients), seats.filter(patient__in=patients)
    for patient, cohort in members.values_list("patient", "cohort").distinct():
        yield from _due(patient, by_cohort[cohort], "facilitator", cohort)
    for patient, series in seats.values_list("patient", "series").distinct():
        yield from _due(patient, by_series[series], "facilitator", series)


def for_single_sessions(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """Who leads one session to come that a patient has a seat in: a stand-in, a single session, a guest's hosts."""
    ahead = Q(session__status__in=(*AHEAD, OPEN), session__ends_at__gt=clock.now())
    alone = Q(session__series__isnull=True) | Q(session__moved=True) | Q(guest=True)
    stood_in = Q(session__shortages__offers__answer="taken")
    seats = Seat.objects.filter(ahead, alone | stood_in, program=program, patient__isnull=False)
    if patients is not None:
        seats = seats.filter(patient__in=patients)
    found = list(seats.exclude(state=SEAT_CANCELED).values_list("patient", "session").distinct())
    staff: dict[UUID, set[UUID]] = {}
    rows = Staffing.objects.filter(
        block__session__in={session for _, session in found}, released_at__isnull=True, clinician__account__isnull=False
    )
    for session, account in rows.values_list("block__session", "clinician__account"):
        staff.setdefault(session, set()).add(account)
    for patient, session in found:
        yield from _due(patient, staff.get(session, set()), "session", session)


def for_company(program: UUID, patients: Collection[UUID] | None) -> Iterator[Due]:
    """A guest and the group they visit see each other's names on that day, and so do those of a group of the day."""
    today = day_of(program)
    meetings = Session.objects.filter(program=program, on_day=today).filter(_meets_for_a_day())
    if patients is not None:
        meetings = meetings.filter(pk__in=Seat.objects.filter(patient__in=patients).values("session"))
    seats = Seat.objects.filter(session__in=meetings).exclude(state=SEAT_CANCELED)
    by_session: dict[UUID, list[Seat]] = {}
    for seat in seats.select_related("session", "patient", "partner").order_by("session", "id"):
        by_session.setdefault(seat.session_id, []).append(seat)
    for session, company in by_session.items():
        for shown, looking in permutations(company, 2):
            who = looking.patient or looking.partner
            account = who.account_id if who else None
            if shown.patient_id and account and _meet(shown, looking):
                for part in parts_of(BESIDE):
                    yield Due(shown.patient_id, part, account, "", BESIDE, "visit", session)


def of_days(program: UUID, first: date, last: date) -> set[UUID]:
    """The patients whose sessions of these days let somebody see something of them for that day alone."""
    alone = Q(series__isnull=True) | Q(moved=True) | Q(shortages__offers__answer="taken")
    sessions = Session.objects.filter(program=program, on_day__gte=first, on_day__lte=last)
    seats = Seat.objects.filter(session__in=sessions.filter(alone | _meets_for_a_day()), patient__isnull=False)
    return set(seats.values_list("patient", flat=True))


def _meets_for_a_day() -> Q:
    guests = Seat.objects.filter(guest=True).exclude(state=SEAT_CANCELED)
    return Q(kind__in=OF_A_DAY) | Q(pk__in=guests.values("session"))


def _meet(one: Seat, other: Seat) -> bool:
    """Whether these two are there at once, and not already of one cohort."""
    if one.session.kind not in OF_A_DAY and not (one.guest or other.guest):
        return False
    return not one.blocks or not other.blocks or bool(set(one.blocks) & set(other.blocks))


def facilitators_of(cohorts: Collection[UUID], during: Days) -> Iterable[tuple[UUID, UUID, str]]:
    """Who leads or helps to lead cohorts in these days: (cohort, clinician, part)."""
    staff = SeriesStaff.objects.filter(series__cohort__in=cohorts).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=during.first)
    )
    if during.last is not None:
        staff = staff.filter(from_on__lte=during.last)
    return list(staff.values_list("series__cohort", "clinician", "part").distinct())


def _due(patient: UUID, accounts: Collection[UUID], why: str, because: UUID) -> Iterator[Due]:
    for account in accounts:
        for part in parts_of(OWN):
            yield Due(patient, part, account, "", OWN, why, because)


def register() -> None:
    """Called once, when the program starts."""
    grants_due.register("facilitator", for_facilitators)
    grants_due.register("session", for_single_sessions)
    grants_due.register("visit", for_company)
