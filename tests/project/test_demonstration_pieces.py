"""What the demonstration holds, built through the program's own actions: everybody of the cast, and an applicant."""

import pytest

from hearthside.access.models import Account, Program
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import PatientDetails
from hearthside.project.demo import cast
from hearthside.project.demo.build import PIECES, build
from hearthside.project.up.folder import DataFolder
from tests.people.clinic import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def built(tmp_path):
    return build(DataFolder(tmp_path))


def test_every_piece_is_added_once(built, tmp_path):
    assert built == [piece.name for piece in PIECES]
    assert build(DataFolder(tmp_path)) == []


def test_nobody_but_the_cast_is_there_before_the_clinic_is(built):
    with scope(system_actor("demonstration")):
        names = {details.full_name for details in PatientDetails.objects.all()}
        asked = {application.full_name for application in Application.objects.all()}

    assert len(names) == len(cast.PATIENTS)
    assert asked == {cast.APPLICANT.first_name + " " + cast.APPLICANT.last_name}
    assert set(Account.objects.values_list("name", flat=True)) == {one.name for one in cast.SIGN_INS}


def test_intake_finds_somebody_to_answer_and_whose_partner_it_may_be(built, client):
    client.force_login(Account.objects.get(email=cast.email_of(cast.INTAKE)))

    listed = page(client, "applications").content.decode()
    home = client.get("/home/").content.decode()

    assert "Casey Wren" in listed
    assert '<strong class="figure">1</strong> application waits for an answer' in home
    with scope(system_actor("demonstration", program=Program.objects.get().id)):
        one = Application.objects.get()
    shown = page(client, "application", one.id).content.decode()
    assert "Not asked yet" in shown
    assert cast.APPLIES_WITH in shown
