"""A roster that comes again: what may be changed is changed, what stays is named, and nothing is removed."""

import pytest

from hearthside.access.require import NotAllowed
from hearthside.interop.models import Imported
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple, KeepApart
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.people.models.pets import Pet
from hearthside.placement.folder.complaints import BadRoster
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.queries.hours import own_minimums
from tests import build
from tests.interop.rosters import BEFORE, bring_in
from tests.interop.small import changed, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return build.program()


@pytest.fixture
def came(at, tmp_path):
    """The small roster, brought in."""
    bring_in(at, write(tmp_path / "first"))
    return at


def ids(at) -> dict[str, object]:
    return dict(Imported.objects.filter(program=at.program).values_list("key", "object_id"))


def details(at, key: str) -> PatientDetails:
    return PatientDetails.objects.get(patient=ids(at)[key])


def test_everything_of_a_roster_is_on_record(came):
    with came.seen_by("coordinator"):
        alex = details(came, "p1")
        assert (alex.full_name, alex.languages, alex.phone) == ("Alex Park", ["en", "es"], "+12155550134")
        assert details(came, "p2").born_on is None
        assert Couple.objects.count() == 1
        assert Pet.objects.get().kind == "Cat"
        assert AvailabilityException.objects.get().kind == "away"
        assert own_minimums([ids(came)["p3"]], BEFORE.date()) == {ids(came)["p3"]: 600}
        license = PracticeAuthority.objects.get()
        assert (license.number, license.source) == ("PA-1", "the roster “roster”")
        assert license.verified_at is not None
        assert Credential.objects.get().type == "not_stated"
    with came.seen_by("intake"):
        assert KeepApart.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "check"),
    [
        ("people", "Alex Park,PA", "Alex Quill,OH", lambda at: details(at, "p1").search_name == "alex quill"),
        ("people", "215-555-0134", "215-555-0135", lambda at: details(at, "p1").phone.endswith("0135")),
        ("people", "p2,Sam Park,PA,America/New_York,en,mh,iop-3,1", "p2,Sam Park,PA,America/New_York,en,mh,iop-3,3",
         lambda at: Patient.objects.get(pk=ids(at)["p2"]).wishes.acuity == 3),
        ("people", ",600,", ",660,", lambda at: [*own_minimums([ids(at)["p3"]], BEFORE.date()).values()] == [660]),
        ("availability", "tue,09:00,12:00", "tue,09:00,13:00",
         lambda at: AvailabilityWindow.objects.get(patient=ids(at)["p3"], until_on=None).to_minute == 780),
        ("exceptions", "2027-02-01,,,away", "2027-02-08,,,away", lambda at: AvailabilityException.objects.count() == 2),
        ("clinicians", "1080,600", "900,600", lambda at: Clinician.objects.get().file.group_minutes == 900),
        ("licenses", "PA,license,PA-1", "OH,license,OH-1", lambda at: PracticeAuthority.objects.count() == 2),
        ("pets", "Miso,cat,", "Miso,cat,sleeps", lambda at: Pet.objects.get().notes == "sleeps"),
    ],
)  # fmt: skip
def test_a_line_that_differs_changes_what_may_be_changed(came, tmp_path, file, old, new, check):
    again = bring_in(came, write(tmp_path / "again", **changed(file, (old, new))))

    assert again.changed.total() == 1
    assert again.came.total() == 0
    with came.seen_by("coordinator"):
        assert check(came)


def test_a_day_plan_that_differs_is_a_new_version(came, tmp_path):
    again = bring_in(came, write(tmp_path / "again", **changed("programs", ("Three days", "Three evenings"))))

    assert again.changed["day_plan"] == 1


@pytest.mark.parametrize(
    ("file", "pairs", "said"),
    [
        ("people", [("1,2026-12-01,,small", "1,2026-11-01,,small")], "waiting_since"),
        ("people", [(",p2,yes,", ",,,"), (",p1,yes,", ",,,")], "p1 has a partner here"),
        ("people", [(",p1,600", ",,600")], "p1 and p3 stay apart"),
        ("exceptions", [("p1,2027-02-01,,,away\n", "")], "p1: a single day"),
        ("licenses", [("2027-12-31", "2028-12-31")], "c1: the days of the PA license"),
        ("pets", [("p1,Miso,cat,\n", "")], "p1: a pet"),
    ],
)  # fmt: skip
def test_what_stays_is_named_and_nothing_is_removed(came, tmp_path, file, pairs, said):
    again = bring_in(came, write(tmp_path / "again", **changed(file, *pairs)))

    assert any(said in sentence for sentence in again.not_taken), again.not_taken
    with came.seen_by("coordinator"):
        assert (Couple.objects.count(), Pet.objects.count(), AvailabilityException.objects.count()) == (1, 1, 1)


def test_a_person_who_is_missing_stays(came, tmp_path):
    people = changed(
        "people", ("p3,Ravi Menon,PA,America/New_York,en,sud,iop-3,2,2026-12-05,trauma,,,,,,p1,600,,,\n", "")
    )
    times = changed("availability", ("p3,tue,09:00,12:00\n", ""))

    bring_in(came, write(tmp_path / "again", **people, **times))

    with came.seen_by("coordinator"):
        assert Patient.objects.count() == 3


def test_what_was_changed_here_since_is_not_undone_by_the_same_roster(came, tmp_path):
    with came.seen_by("coordinator") as by:
        from dataclasses import replace

        from hearthside.people.actions.patients import change_details
        from hearthside.people.particulars import Details

        row = details(came, "p2")
        there = Details("Sam", row.born_on, row.state, last_name="Park", zone=row.zone, chosen_name="Sam")
        change_details(patient=row.patient, details=replace(there, phone="215-555-0140"), by=by)

    again = bring_in(came, write(tmp_path / "again"))

    assert not again.did_anything
    with came.seen_by("coordinator"):
        assert details(came, "p2").phone.endswith("0140")


def test_the_same_ids_of_another_source_are_other_people(came, tmp_path):
    again = bring_in(came, write(tmp_path / "again"), source="elsewhere")

    assert again.came["person"] == 3
    assert again.same["day_plan"] == 1


WRONG = [
    ("people", "Alex Park", "", "column name"),
    ("people", "Alex Park", "A\u202ee", "column name"),
    ("people", "en;es", "en;xx", "column languages"),
    ("people", "alex.park@example.org", "alex at home", "column email"),
    ("people", "215-555-0134", "555-0134", "column phone"),
    ("people", "1990-04-12", "12.4.1990", "column born_on"),
    ("people", "1990-04-12", "2012-04-12", "14 years old"),
    ("people", "1990-04-12", "1850-04-12", "column born_on"),
    ("clinicians", "1080,600,300", "20000,600,300", "column group_minutes"),
    ("clinicians", "1080,600,300", "1080,600,1500", "column day_minutes"),
    ("clinicians", "dana.reyes@example.org", "dana", "column email"),
    ("licenses", "2025-01-01", "1700-01-01", "column from"),
    ("licenses", "PA,license,PA-1,2025-01-01,2027-12-31", "PA,exception,,2025-01-01,", "column to"),
    ("licenses", "2027-12-31\n", "2027-12-31\nc1,PA,license,PA-2,2026-01-01,\n", "shares days"),
    ("programs", "3,mon;tue;wed;thu;fri", "2,mon;tue;wed;thu;fri", "days a week"),
    ("programs", "psychoeducation:90,8", "psychoeducation:90,4", "weeks"),
    ("pets", "Miso", "", "column name"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG, ids=[f"{w[0]} {w[3]}" for w in WRONG])
def test_what_cannot_be_kept_refuses_the_whole_roster_by_its_line(at, tmp_path, file, old, new, said):
    with pytest.raises(BadRoster) as refused:
        bring_in(at, write(tmp_path / "wrong", **changed(file, (old, new))))

    assert said in str(refused.value)
    with at.seen_by("coordinator"):
        assert not Patient.objects.exists()


def test_only_a_coordinator_brings_a_roster_in(at, tmp_path):
    for role in ("intake", "clinician", "director", "compliance", "biller"):
        with pytest.raises(NotAllowed):
            bring_in(at, write(tmp_path / role), by=at.actor(role))
