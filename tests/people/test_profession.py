"""A clinician who came in a roster has no profession on record until somebody says it."""

import pytest

from hearthside.people.actions.credentials import add_credential, change_credential
from hearthside.people.credentials.facts import RoleOutOfScope, WrongFact
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from tests import build
from tests.builders.access import somebody
from tests.interop.rosters import bring_in
from tests.interop.small import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(tmp_path):
    house = build.program()
    bring_in(house, write(tmp_path))
    return house


def say(at, type: str):
    with at.seen_by("coordinator") as by:
        credential = Clinician.objects.get().credentials.get()
        change_credential(credential=credential, status="active", number="", issued_on=None, expires_on=None, type=type,
                          by=by)  # fmt: skip


def test_the_profession_is_recorded_and_the_licenses_stay(at):
    say(at, "lcsw")

    with at.seen_by("coordinator"):
        dana = Clinician.objects.get()
        assert dana.titles == "LCSW"
        assert PracticeAuthority.objects.get().credential.type == "lcsw"


def test_a_profession_that_does_not_allow_what_they_do_is_refused(at):
    with pytest.raises(RoleOutOfScope):
        say(at, "sud_counselor")


def test_a_profession_that_is_known_is_not_changed_this_way(at):
    say(at, "lcsw")
    say(at, "lmft")

    with at.seen_by("coordinator"):
        assert Clinician.objects.get().credentials.get().type == "lcsw"


def test_nobody_is_recorded_without_a_profession_by_hand(at):
    with at.seen_by("coordinator") as by, pytest.raises(WrongFact):
        add_credential(clinician=Clinician.objects.get(), type="not_stated", by=by)


def test_the_page_of_the_credential_asks_for_it(at):
    with at.seen_by("coordinator"):
        dana = Clinician.objects.get()
        credential = dana.credentials.get()
    page = somebody(at, "coordinator").signed_in()

    shown = page.get(f"/clinicians/{dana.pk}/credentials/{credential.pk}/").content.decode()
    saved = page.post(
        f"/clinicians/{dana.pk}/credentials/{credential.pk}/", {"type": "lcsw", "status": "active", "number": ""}
    )

    assert "Not known yet" in shown
    assert saved.status_code == 303
    with at.seen_by("coordinator"):
        assert dana.credentials.get().type == "lcsw"
