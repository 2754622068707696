"""When two records become one, places, treatments and seats to come go to the one that is kept; and back again."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.actions.merges import merge_patients, undo_merge
from hearthside.people.models.merges import Merge
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.ahead import make_ahead
from hearthside.schedule.models.occupancy import Occupancy
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series, SeriesSeat
from tests import build
from tests.builders import caseload, groups, schedule
from tests.builders.clinicians import House

pytestmark = pytest.mark.django_db


@dataclass
class Twice:
    """One person with two records; the one that goes is in a group, has a weekly session, and is treated."""

    house: House
    kept: Patient
    gone: Patient
    group: groups.Group

    def picture(self) -> dict[str, list[object]]:
        """Whose every row is, and who is where."""
        with behind(self.house.program.pk, self.house.director):
            rows = {m.__name__: sorted(m.objects.values_list("pk", "patient")) for m in (
                Membership, Treatment, Seat, SeriesSeat,
            )}  # fmt: skip
            return {**rows, "where": sorted(Occupancy.objects.values_list("session", "who"))}

    def has(self, patient: Patient) -> dict[str, int]:
        with behind(self.house.program.pk, self.house.director):
            counts = {m.__name__: m.objects.filter(patient=patient).count() for m in (
                Membership, Treatment, Seat, SeriesSeat,
            )}  # fmt: skip
            return {**counts, "where": Occupancy.objects.filter(who=patient.pk).count()}


NOTHING = {"Membership": 0, "Treatment": 0, "Seat": 0, "SeriesSeat": 0, "where": 0}


@pytest.fixture
def twice() -> Twice:
    house = build.program()
    kept, gone = build.patient(house, "Jo", "Lind"), build.patient(house, "Jo", "Lind")
    monday = schedule.next_monday(house)
    group = groups.group(house, [gone, *caseload.people(house, 3)], from_on=monday)
    lee = schedule.able(house, "Lee Moreau")
    schedule.weekly(house, "individual", lee, gone, on=monday + timedelta(days=1), start=10 * 60)
    build.treats(house, lee, gone)
    return Twice(house, kept, gone, group)


def test_everything_to_come_moves_and_goes_back(twice):
    before, had = twice.picture(), twice.has(twice.gone)

    with twice.house.seen_by("intake") as intake:
        merge = merge_patients(kept=twice.kept, gone=twice.gone, by=intake)
        merged = twice.has(twice.kept), twice.has(twice.gone)
        undo_merge(merge=merge, by=intake)

    assert min(had.values()) >= 1
    assert merged == (had, NOTHING)
    assert twice.picture() == before


def test_what_was_begun_since_stays_with_the_record_that_was_kept(twice):
    with twice.house.seen_by("intake") as intake:
        merge = merge_patients(kept=twice.kept, gone=twice.gone, by=intake)
    monday = schedule.next_monday(twice.house)
    schedule.weekly(twice.house, "counseling", schedule.able(twice.house, "Bo Tran"), twice.kept, on=monday, start=600)

    with twice.house.seen_by("intake") as intake:
        undo_merge(merge=merge, by=intake)

    kept, gone = twice.has(twice.kept), twice.has(twice.gone)
    assert (kept["SeriesSeat"], kept["Membership"], gone["SeriesSeat"], gone["Membership"]) == (1, 0, 1, 1)
    assert kept["Seat"] == kept["where"] > 0


def test_seats_that_were_made_since_go_back_with_their_place(twice):
    with twice.house.seen_by("intake") as intake:
        merge = merge_patients(kept=twice.kept, gone=twice.gone, by=intake)
    later = clock.now() + timedelta(weeks=3)
    with clock.fixed(later), scope(nightly := system_actor("nightly", program=twice.house.program.pk)):
        for series in Series.objects.select_related("program"):
            make_ahead(series=series, by=nightly)
    made = twice.has(twice.kept)["Seat"]

    with clock.fixed(later), twice.house.seen_by("intake") as intake:
        undo_merge(merge=merge, by=intake)

    assert twice.has(twice.kept) == NOTHING
    assert twice.has(twice.gone)["Seat"] == made


def test_two_places_on_the_same_days_are_refused_and_nothing_moves(twice):
    groups.group(
        twice.house, [twice.kept, *caseload.people(twice.house, 3)], from_on=schedule.next_monday(twice.house),
        start=9 * 60, name="Ines Varga",
    )  # fmt: skip
    before = twice.picture()

    with twice.house.seen_by("intake") as intake, pytest.raises(CareOverlaps, match="a place in a cohort on the same"):
        merge_patients(kept=twice.kept, gone=twice.gone, by=intake)

    assert twice.picture() == before
    with twice.house.seen_by("intake"):
        assert not Merge.objects.exists()
        assert Patient.objects.get(pk=twice.gone.pk).merged_into_id is None


def test_two_seats_at_the_same_time_are_refused(twice):
    monday = schedule.next_monday(twice.house)
    schedule.weekly(
        twice.house, "counseling", schedule.able(twice.house, "Ines Varga"), twice.kept, on=monday, start=18 * 60
    )

    with twice.house.seen_by("intake") as intake, pytest.raises(CareOverlaps, match="a seat at the same time"):
        merge_patients(kept=twice.kept, gone=twice.gone, by=intake)


def test_a_clinician_in_two_roles_is_refused(twice):
    with behind(twice.house.program.pk, twice.house.director):
        lee = Treatment.objects.get(patient=twice.gone).clinician
    build.treats(twice.house, lee, twice.kept, "counseling")

    with twice.house.seen_by("intake") as intake, pytest.raises(CareOverlaps):
        merge_patients(kept=twice.kept, gone=twice.gone, by=intake)
