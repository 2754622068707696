"""A treatment that ends for good takes what is planned of it along; one that somebody else takes over does not."""

from datetime import datetime, time, timedelta

import pytest

from hearthside.base.zones import zone
from hearthside.caseload.actions.treatment_endings import end_treatment
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.changes import end_series
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series, SeriesSeat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person, Staff
from tests.builders import caseload, schedule
from tests.builders.harbor import harbor
from tests.kept import begins_with

pytestmark = begins_with(harbor)
WEEK = timedelta(days=7)


@pytest.fixture
def at(kept):
    return kept


def midnight_after(at, day) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone(at.house.program.zone))


def ends(at, treatment, until_at=None, because="finished"):
    with at.house.seen_by("coordinator") as coordinator:
        return end_treatment(treatment=treatment, until_at=until_at or clock.now(), because=because, by=coordinator)


def planned(at, kind, *people) -> list:
    """Days of sessions of this kind in which somebody of them has a seat."""
    with behind(at.house.program.pk, at.house.director):
        rows = Session.objects.standing().filter(program=at.house.program, kind=kind)
        seats = Seat.objects.filter(session__in=rows, state="held", patient__in=[p.pk for p in people])
        return sorted(set(seats.values_list("session__on_day", flat=True)))


def series_of(at, name, kind="individual"):
    with behind(at.house.program.pk, at.house.director):
        return Series.objects.get(kind=kind, seats__patient=at.patients[name])


def lee_treats(at, name, modality="individual"):
    (treatment,) = caseload.treats(at.house, at.clinicians["Lee"], at.patients[name], modality, from_at=clock.now())
    return treatment


def test_what_repeats_ends_with_the_treatment_and_whoever_came_is_told(at):
    treatment = lee_treats(at, "Theo")
    others = planned(at, "individual", at.patients["Ravi"])
    assert len(planned(at, "individual", at.patients["Theo"])) > 8

    ends(at, treatment)

    assert planned(at, "individual", at.patients["Theo"]) == []
    assert planned(at, "individual", at.patients["Ravi"]) == others
    assert series_of(at, "Theo").ended_because == "care_ended"
    assert series_of(at, "Ravi").ended_because == ""
    with behind(at.house.program.pk, at.house.director):
        assert not Session.objects.filter(series=series_of(at, "Theo")).exclude(status="canceled").exists()
        freed = Entry.objects.filter(kind="SeatsFreed").order_by("-at").first()
    assert freed
    assert freed.facts["patient"] == str(at.patients["Theo"].pk)
    # Their group is another matter.
    assert planned(at, "program_day", at.patients["Theo"]) != []


def test_it_goes_on_until_its_last_day_and_ends_then(at):
    treatment = lee_treats(at, "Theo")
    days = planned(at, "individual", at.patients["Theo"])

    ends(at, treatment, midnight_after(at, days[2]))

    assert planned(at, "individual", at.patients["Theo"]) == days[:3]
    found = series_of(at, "Theo")
    assert (found.until_on, found.ended_because) == (days[2], "care_ended")
    with behind(at.house.program.pk, at.house.director):
        assert SeriesSeat.objects.get(series=found).until_on == days[2]


@pytest.mark.parametrize("because", ["changed", "clinician_left", "license_ended"])
def test_what_is_planned_stays_where_another_clinician_takes_over(at, because):
    treatment = lee_treats(at, "Theo")
    before = planned(at, "individual", at.patients["Theo"])

    ends(at, treatment, because=because)

    assert planned(at, "individual", at.patients["Theo"]) == before
    assert series_of(at, "Theo").ended_because == ""


def test_what_another_clinician_does_with_them_stays(at):
    treatment = lee_treats(at, "Ravi")
    schedule.weekly(at.house, "wellness", at.clinicians["Ines"], at.patients["Ravi"], on=at.monday, start=10 * 60)
    with at.house.seen_by("coordinator") as coordinator:
        one, other = (
            book(
                program=at.house.program, kind="individual", on_day=at.monday + 3 * WEEK, start_minute=start,
                minutes=50, staff=[Staff(at.clinicians[who].pk)], people=[Person(patient=at.patients["Ravi"].pk)],
                by=coordinator,
            )
            for who, start in (("Lee", 9 * 60), ("Ines", 12 * 60))
        )  # fmt: skip

    ends(at, treatment)

    assert planned(at, "wellness", at.patients["Ravi"]) != []
    assert planned(at, "individual", at.patients["Ravi"]) == [other.on_day]
    assert (at.state_of(one), at.state_of(other)) == ("canceled", "planned")


def test_what_was_to_end_later_anyway_ends_with_it(at):
    treatment = lee_treats(at, "Theo")
    days = planned(at, "individual", at.patients["Theo"])
    with at.house.seen_by("coordinator") as coordinator:
        end_series(series=series_of(at, "Theo"), until_on=days[4], by=coordinator)

    ends(at, treatment, midnight_after(at, days[1]))

    assert planned(at, "individual", at.patients["Theo"]) == days[:2]
    assert series_of(at, "Theo").until_on == days[1]


def test_couples_work_ends_for_both(at):
    ines, both = at.clinicians["Ines"], (at.patients["Alex"], at.patients["Sam"])
    treatments = caseload.treats(at.house, ines, at.couple, "couples", from_at=clock.now())
    schedule.weekly(at.house, "couples", ines, *both, on=at.monday + timedelta(days=4), start=9 * 60)
    assert planned(at, "couples", *both) != []

    ends(at, treatments[0])

    assert planned(at, "couples", *both) == []
    assert series_of(at, "Sam", "couples").ended_because == "care_ended"


def test_one_that_is_followed_by_the_same_goes_on(at):
    treatment = lee_treats(at, "Theo")
    soon = clock.now() + timedelta(hours=1)
    with behind(at.house.program.pk, at.house.director):
        Treatment.objects.filter(pk=treatment.pk).update(until_at=soon + timedelta(days=1), ended_because="changed")
        treatment = Treatment.objects.get(pk=treatment.pk)
    caseload.treats(at.house, at.clinicians["Lee"], at.patients["Theo"], from_at=soon + timedelta(days=1))
    before = planned(at, "individual", at.patients["Theo"])

    ends(at, treatment, soon)

    assert planned(at, "individual", at.patients["Theo"]) == before
