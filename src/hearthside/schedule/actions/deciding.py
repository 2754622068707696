"""What was decided of single days of a series, brought into the one that follows it: through every door alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Departure
from hearthside.schedule.queries.departures import departures
from hearthside.schedule.words import AHEAD, SEAT_EXCUSED, SEAT_HELD


@dataclass(frozen=True)
class Decided:
    """Of the days of a series that is about to end: those that depart from it, and the seats that were given up."""

    days: Mapping[date, Departure]
    excused: Sequence[Seat]


def decided_of(series: Series, from_on: date) -> Decided:
    """What holds from this day on, whatever follows; asked before the series ends. Behind the scenes."""
    # Whoever said that they cannot come on a day to come: the change of time does not make them come.
    seats = Seat.objects.filter(
        session__series=series, session__status__in=AHEAD, session__on_day__gte=from_on, state=SEAT_EXCUSED,
        because__in=("own", "staff"),
    )  # fmt: skip
    return Decided(departures(series, from_on), list(seats.select_related("session")))


def excuse_again(series: Series, excused: Sequence[Seat], by: Actor) -> None:
    """Whoever gave up a seat on a day holds none on that day in the series that follows."""
    touched = set()
    with behind(series.program_id, by):
        for seat in excused:
            same_day = Seat.objects.filter(
                session__series=series, session__on_day=seat.session.on_day, patient=seat.patient_id,
                partner=seat.partner_id, state=SEAT_HELD,
            )  # fmt: skip
            touched |= set(same_day.values_list("session", flat=True))
            same_day.update(state=SEAT_EXCUSED, because=seat.because, changed_at=clock.now())
    if touched:
        rows = hold_sessions(series.program_id, touched, by=by)
        settle(rows.values(), because="changed", ended="fewer", by=by)
