"""
What was planned of a treatment ends with it where it ends for good: its weekly sessions and its single ones.

Where somebody else takes over (another clinician, because this one left or lost a license), the person goes on, and so
does what is planned: whoever hands over the treatment gives the sessions to somebody, too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearthside.caseload.models.treatments import TAKEN_OVER, Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.schedule.actions.changes import end_held
from hearthside.schedule.actions.following import free
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series, SeriesSeat, SeriesStaff
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import AHEAD, SEAT_CANCELED

# Sessions by which a modality is given.
KINDS = {"individual": "individual", "counseling": "counseling", "couples": "couples", "prescribing": "medication"}
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class _Ending:
    """Which sessions, from when on, of whom, and the last day on which something of them may be."""

    program: UUID
    kind: str
    clinician: UUID
    patients: Collection[UUID]
    partners: Collection[UUID]
    from_at: datetime
    last: date

    @property
    def own(self) -> Q:
        return Q(patient__in=self.patients) | Q(partner__in=self.partners)

    def series(self) -> QuerySet[Series]:
        """What repeats with this clinician for these people, and has a day after the last one."""
        staffed = SeriesStaff.objects.filter(_after(self.last), series=OuterRef("pk"), clinician=self.clinician)
        seated = SeriesSeat.objects.filter(self.own & _after(self.last), series=OuterRef("pk"))
        lasts = Series.objects.not_over_by(self.last + _DAY)
        rows = lasts.filter(Exists(staffed), Exists(seated), program=self.program, kind=self.kind)
        return rows.select_related("program").order_by("pk")

    def sessions(self) -> list[UUID]:
        """Those to come: of what repeats with this clinician, whoever stands in that day, and single ones."""
        staffed = Staffing.objects.filter(
            block__session=OuterRef("session"), clinician=self.clinician, released_at__isnull=True
        )
        seats = Seat.objects.filter(
            self.own, session__program=self.program, session__kind=self.kind, session__status__in=AHEAD,
            session__starts_at__gte=self.from_at,
        ).exclude(state=SEAT_CANCELED)  # fmt: skip
        theirs = seats.filter(Q(session__series__in=self.series()) | Q(Exists(staffed), session__series__isnull=True))
        return list(theirs.values_list("session", flat=True).distinct())


def hold_what_ends(*, treatment: Treatment, until_at: datetime, because: str, by: Actor) -> None:
    """Sessions are held before the people in them: whoever changes one comes in this order."""
    if found := _ending(treatment, until_at, because, by):
        with behind(found.program, by):
            ids = found.sessions()
        hold_sessions(found.program, ids, by=by)


def follow_treatment_ended(*, treatment: Treatment, until_at: datetime, because: str, by: Actor) -> None:
    """Seats after it are free, sessions in which nobody is left are canceled, and what repeated for them ends."""
    found = _ending(treatment, until_at, because, by)
    if found is None:
        return
    with behind(found.program, by):
        ids, series = found.sessions(), list(found.series())
        SeriesSeat.objects.filter(found.own & _after(found.last), series__in=series).update(until_on=found.last)
        others = SeriesSeat.objects.filter(_after(found.last), series__in=series)
        going_on = set(others.values_list("series", flat=True))
    free(found.program, ids, found.patients, found.partners, "care_ended", by)
    for row in series:
        if row.pk not in going_on:
            end_held(row, until_on=found.last, because="care_ended", by=by)


def _after(last: date) -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gt=last)


def _ending(treatment: Treatment, until_at: datetime, because: str, by: Actor) -> _Ending | None:
    """Nothing ends where somebody else takes over, or where the same clinician goes on treating them so."""
    if because in TAKEN_OVER:
        return None
    with behind(treatment.program_id, by):
        again = Treatment.objects.filter(
            patient=treatment.patient_id, clinician=treatment.clinician_id, modality=treatment.modality
        )
        if again.exclude(pk=treatment.pk).filter(Q(until_at__isnull=True) | Q(until_at__gt=until_at)).exists():
            return None
        members = list(treatment.couple.members.all()) if treatment.couple else []
    from_at = max(until_at, clock.now())
    return _Ending(
        program=treatment.program_id,
        kind=KINDS[treatment.modality],
        clinician=treatment.clinician_id,
        patients=sorted({treatment.patient_id, *(m.patient_id for m in members if m.patient_id)}),
        partners=sorted(m.partner_id for m in members if m.partner_id),
        from_at=from_at,
        last=day_in(treatment.program.zone, from_at - _INSTANT),
    )
