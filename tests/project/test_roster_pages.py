"""The pages that bring a roster in and take one out."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hearthside.access.models import RoleHeld
from hearthside.interop import doors
from hearthside.interop.actions.upload_work import MOST_BEGINNINGS
from hearthside.interop.models import Upload
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry, Reading
from hearthside.ledger.scope import scope
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import Patient
from tests import build
from tests.builders.access import somebody
from tests.interop.bundles import bundle, patient
from tests.interop.rosters import EXAMPLES
from tests.interop.test_uploads import packed
from tests.interop.working import works_on_uploads

pytestmark = pytest.mark.django_db
SAMPLE = {path.name: path.read_bytes() for path in sorted((EXAMPLES / "sample-24").glob("*.csv"))}


# The week that the sample is for; people in it wait since days before.
WEEK = {"week": "2027-01-04"}


def zipped(**differs: bytes) -> SimpleUploadedFile:
    """The sample's folder as one archive; what differs replaces a file."""
    files = {**SAMPLE, **{f"{name}.csv": content for name, content in differs.items()}}
    return SimpleUploadedFile("roster.zip", packed(*((f"roster/{name}", c) for name, c in files.items())))


def sends(at, page, *files, **said):
    """What was sent is looked at by a worker; gives the page that says what it found."""
    answer = page.post("/import/", {"chosen": list(files), **said})
    assert answer.status_code == 303
    works_on_uploads(at)
    return answer["Location"]


def brings_in(at, page, address, **said):
    """What was looked at is brought in by a worker; gives the page that says so."""
    assert page.post(address, said).status_code == 303
    works_on_uploads(at)
    return page.get(address)


def count(at, model) -> int:
    with at.seen_by("coordinator", "intake"):
        return model.objects.filter(program=at.program).count()


def test_a_roster_is_looked_at_before_it_comes_in():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()

    address = sends(at, page, zipped(), **WEEK)
    before = count(at, Patient)
    shown = page.get(address)
    done = brings_in(at, page, address)

    assert before == 0
    assert "People: 24 new." in shown.content.decode()
    assert "Brought in" in done.content.decode()
    assert count(at, Patient) == 24
    with scope(system_actor("nightly", program=at.program.id)):
        assert bytes(Upload.objects.get().packed) == b""


def test_while_a_worker_is_at_it_the_page_says_how_far_it_is():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    address = page.post("/import/", {"chosen": zipped(), **WEEK})["Location"]

    waits = page.get(address).content.decode()
    works_on_uploads(at)
    again = page.get(address, headers={"HX-Request": "true"})
    page.post(address)
    at_it = page.get(address).content.decode()

    assert "Looking at what you sent" in waits
    assert "as soon as a worker is free" in waits
    assert (again.status_code, again["HX-Refresh"]) == (204, "true")
    assert "Bringing it in" in at_it
    assert count(at, Patient) == 0


def test_pressed_twice_it_comes_in_once():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    address = sends(at, page, zipped(), **WEEK)

    page.post(address)
    done = brings_in(at, page, address)
    after = page.post(address)

    assert "People: 24 new." in done.content.decode()
    assert after["Location"] == address
    assert Entry.objects.filter(kind="RosterImported", program_id=at.program.id).count() == 1


def test_what_is_let_go_while_it_is_worked_on_does_not_come_in(monkeypatch):
    at = build.program()
    coordinator = somebody(at, "coordinator")
    page = coordinator.signed_in()
    address = sends(at, page, zipped(), **WEEK)
    page.post(address)
    asked = doors.bring_roster

    def pressed_meanwhile(*args, **kwargs):
        came = asked(*args, **kwargs)
        Upload.objects.all().delete()
        return came

    monkeypatch.setattr(doors, "bring_roster", pressed_meanwhile)
    works_on_uploads(at)

    assert count(at, Patient) == 0


def test_a_worker_that_is_stopped_in_the_middle_leaves_nothing_and_the_next_one_begins_anew(monkeypatch):
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    address = sends(at, page, zipped(), **WEEK)
    page.post(address)
    asked = doors.bring_roster

    def is_stopped(*args, **kwargs):
        asked(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(doors, "bring_roster", is_stopped)
        with pytest.raises(KeyboardInterrupt):
            works_on_uploads(at)
    between, said = count(at, Patient), page.get(address).content.decode()
    works_on_uploads(at)

    assert between == 0
    assert "Bringing it in" in said
    assert count(at, Patient) == 24
    assert "Brought in" in page.get(address).content.decode()


def test_whoever_may_not_any_more_brings_nothing_in():
    at = build.program()
    who = somebody(at, "coordinator", "intake")
    page = who.signed_in()
    address = sends(at, page, zipped(), **WEEK)
    page.post(address)
    RoleHeld.objects.filter(program=at.program, role="coordinator", account=who.account).update(until_at=clock.now())
    works_on_uploads(at)

    assert "You may not bring this in any more." in page.get(address).content.decode()
    assert count(at, Patient) == 0


def test_what_stops_its_worker_again_and_again_is_given_up_in_words():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    address = page.post("/import/", {"chosen": zipped(), **WEEK})["Location"]
    with scope(system_actor("nightly", program=at.program.id)):
        Upload.objects.update(begun=MOST_BEGINNINGS)

    works_on_uploads(at)

    assert "stopped in the middle several times" in page.get(address).content.decode()


def test_our_own_mistake_is_said_as_one(monkeypatch, caplog):
    at = build.program()
    page = somebody(at, "coordinator").signed_in()

    def breaks(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(doors, "bring_roster", breaks)
    address = sends(at, page, zipped(), **WEEK)

    assert "Something went wrong in this program" in page.get(address).content.decode()
    assert "broke" in caplog.text


def test_every_wrong_line_stands_on_the_page_and_nothing_is_kept():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    people = SAMPLE["people.csv"].replace(b",PA,", b",Pennsylvania,", 1).replace(b",mh,", b",mental,", 1)

    text = page.get(sends(at, page, zipped(people=people), **WEEK)).content.decode()

    assert "Nothing was brought in" in text
    assert "Please look at 2 things" in text
    assert "column state" in text
    assert "column track" in text
    assert count(at, Patient) == 0
    with scope(system_actor("nightly", program=at.program.id)):
        assert bytes(Upload.objects.get().packed) == b""


def test_the_csv_files_alone_will_do():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()

    address = sends(at, page, *(SimpleUploadedFile(name, content) for name, content in SAMPLE.items()), **WEEK)

    assert "People: 24 new." in page.get(address).content.decode()


def test_intake_brings_in_applicants_and_says_on_which_clock_they_live():
    at = build.program()
    page = somebody(at, "intake").signed_in()
    sent = bundle(patient(), patient(id="jo", address=[{"state": "Tennessee", "postalCode": "37722"}]))

    address = sends(at, page, SimpleUploadedFile("people.json", sent))
    asked = page.post(address)
    done = brings_in(at, page, address, zone_0="America/New_York")

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

    text = page.get(sends(at, page, SimpleUploadedFile("people.json", sent))).content.decode()

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
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(sent, said):
    at = build.program()
    page = somebody(at, "coordinator", "intake").signed_in()

    answer = page.post("/import/", sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert count(at, Patient) == 0


def test_a_bundle_that_cannot_be_read_is_refused_on_its_page():
    at = build.program()
    page = somebody(at, "intake").signed_in()

    text = page.get(sends(at, page, SimpleUploadedFile("p.json", b"[" * 100_000))).content.decode()

    assert "nested too deeply" in text
    assert "Nothing was brought in" in text


def test_a_roster_goes_out_as_one_file_and_it_is_written_down_for_everybody_in_it():
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    brings_in(at, page, sends(at, page, zipped(), **WEEK))

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
