"""The pages that bring a roster in and take one out."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hearthside.interop import doors
from hearthside.interop.models import Upload
from hearthside.ledger.models import Entry, Reading
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import Patient
from tests import build
from tests.builders.access import somebody
from tests.interop.bundles import bundle, patient
from tests.interop.rosters import EXAMPLES
from tests.interop.test_uploads import packed

pytestmark = pytest.mark.django_db
SAMPLE = {path.name: path.read_bytes() for path in sorted((EXAMPLES / "sample-24").glob("*.csv"))}


# The week that the sample is for; people in it wait since days before.
WEEK = {"week": "2027-01-04"}


def zipped(**differs: bytes) -> SimpleUploadedFile:
    """The sample's folder as one archive; what differs replaces a file."""
    files = {**SAMPLE, **{f"{name}.csv": content for name, content in differs.items()}}
    return SimpleUploadedFile("roster.zip", packed(*((f"roster/{name}", c) for name, c in files.items())))


def count(at, model) -> int:
    with at.seen_by("coordinator", "intake"):
        return model.objects.filter(program=at.program).count()


def test_a_roster_is_looked_at_before_it_comes_in():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()

    looked = page.post("/import/", {"chosen": zipped(), **WEEK})
    before = count(at, Patient)
    shown = page.get(looked["Location"])
    done = page.post(looked["Location"])

    assert looked.status_code == 303
    assert before == 0
    assert "People: 24 new." in shown.content.decode()
    assert "Brought in" in done.content.decode()
    assert count(at, Patient) == 24
    assert not Upload.objects.exists()


def test_every_wrong_line_stands_on_the_page_and_nothing_is_kept():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    people = SAMPLE["people.csv"].replace(b",PA,", b",Pennsylvania,", 1).replace(b",mh,", b",mental,", 1)

    answer = page.post("/import/", {"chosen": zipped(people=people), **WEEK})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Please look at 2 things" in text
    assert "column state" in text
    assert "column track" in text
    assert count(at, Patient) == 0
    assert not Upload.objects.exists()


def test_the_csv_files_alone_will_do():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()

    looked = page.post(
        "/import/", {"chosen": [SimpleUploadedFile(name, content) for name, content in SAMPLE.items()], **WEEK}
    )

    assert looked.status_code == 303


def test_intake_brings_in_applicants_and_says_on_which_clock_they_live():
    at = build.program()
    page = somebody(at, "intake").signed_in()
    sent = bundle(patient(), patient(id="jo", address=[{"state": "Tennessee", "postalCode": "37722"}]))

    looked = page.post("/import/", {"chosen": SimpleUploadedFile("people.json", sent)})
    asked = page.post(looked["Location"])
    done = page.post(looked["Location"], {"zone_0": "America/New_York"})

    assert asked.status_code == 422
    assert "Ask them, then choose one." in asked.content.decode()
    assert "Applicants: 2 new" in done.content.decode()
    with at.seen_by("intake"):
        zones = set(Application.objects.filter(program=at.program).values_list("zone", flat=True))
    assert zones == {"America/New_York"}


def test_who_cannot_be_an_applicant_is_named_on_the_page():
    at = build.program()
    page = somebody(at, "intake").signed_in()
    sent = bundle(patient(deceasedBoolean=True), patient(id="jo", birthDate="2012-01-01"))

    answer = page.post("/import/", {"chosen": SimpleUploadedFile("people.json", sent)})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Nia Ferreira died" in text
    assert "years old" in text
    assert count(at, Application) == 0


@pytest.mark.parametrize(
    ("role", "name", "content"),
    [("intake", "roster.zip", packed(*SAMPLE.items())), ("coordinator", "people.json", bundle(patient()))],
)
def test_each_role_brings_in_what_is_its_own(role, name, content):
    at = build.program()
    page = somebody(at, role).signed_in()

    answer = page.post("/import/", {"chosen": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert "You may bring in" in answer.content.decode()


@pytest.mark.parametrize("role", ["clinician", "biller", "compliance", "on_call", "patient"])
def test_nobody_else_comes_to_the_page(role):
    at = build.program()
    page = somebody(at, role).signed_in()

    assert page.get("/import/").status_code == 403
    assert page.get("/export/").status_code == 403


def test_what_somebody_sent_is_theirs_alone():
    at = build.program()
    page, other = somebody(at, "coordinator").signed_in(), somebody(at, "coordinator").signed_in()

    looked = page.post("/import/", {"chosen": zipped(), **WEEK})

    assert other.get(looked["Location"]).status_code == 404
    assert page.get(looked["Location"]).status_code == 200


def test_what_was_let_go_is_gone():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()

    looked = page.post("/import/", {"chosen": zipped(), **WEEK})
    gone = page.post(looked["Location"], {"let_go": "yes"})

    assert gone["Location"] == "/import/"
    assert page.get(looked["Location"]).status_code == 404
    assert count(at, Patient) == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file."),
        ({"chosen": SimpleUploadedFile("people.csv", b"")}, "empty"),
        ({"chosen": SimpleUploadedFile("cat.png", b"\x89PNG")}, "Choose one .zip"),
        ({"chosen": SimpleUploadedFile("r.zip", b"x" * (17 * 1024 * 1024))}, "At most 16 MB"),
        ({"chosen": zipped(), "week": "2027-01-05"}, "is a Tuesday"),
        ({"chosen": zipped(), "week": "0001-01-01"}, "between 2000 and 2199"),
        ({"chosen": zipped(), "week": "soon"}, "year-month-day"),
        ({"chosen": zipped(), "source": "a b"}, "letters, digits"),
        ({"chosen": zipped(), "source": "\u202ex"}, "letters, digits"),
        ({"chosen": SimpleUploadedFile("p.json", b"[" * 100_000)}, "nested too deeply"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(sent, said):
    at = build.program()
    page = somebody(at, "coordinator", "intake").signed_in()

    answer = page.post("/import/", sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert count(at, Patient) == 0


def test_a_roster_goes_out_as_one_file_and_it_is_written_down_for_everybody_in_it():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    page.post(page.post("/import/", {"chosen": zipped(), **WEEK})["Location"])

    answer = page.post("/export/", {"week": "2027-01-04"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = set(archive.namelist())
        people = archive.read("people.csv").decode()
    assert answer["Content-Disposition"] == 'attachment; filename="roster-2027-01-04.zip"'
    assert names >= {"people.csv", "clinicians.csv", "availability.csv", "programs.csv", "policy.csv", "licenses.csv"}
    assert people.count("\n") == 25
    assert Entry.objects.filter(kind="RosterExported", program_id=at.program.id).count() == 1
    shown = Reading.objects.filter(program_id=at.program.id, kind="demographics").latest("at")
    assert len(shown.patients) == 24


@pytest.mark.parametrize(("week", "said"), [("", "Fill this in."), ("2027-01-05", "is a Tuesday"), ("x", "year-month")])
def test_a_week_that_is_none_takes_nothing_out(week, said):
    at = build.program()
    page = somebody(at, "director").signed_in()

    answer = page.post("/export/", {"week": week})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_week_that_is_offered_is_the_next_one():
    at = build.program()
    page = somebody(at, "director").signed_in()

    assert doors.next_monday(at.program).isoformat() in page.get("/export/").content.decode()
