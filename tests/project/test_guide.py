"""What pages say of the demonstration: the guide of each role, until it is put away, and how far the clinic is."""

import tempfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.jobs import delivered
from hearthside.project.demo import cast, guide
from hearthside.project.demo.build import LATER, ask_for_clinic, build
from hearthside.project.jobs import LIVED_JOB, demo_lived
from hearthside.project.models import Demonstration
from hearthside.project.up.folder import DataFolder
from hearthside.project.web import demonstration
from tests.browsing import ROOT
from tests.kept import begins_with


def the_cast() -> list[str]:
    """The demonstration before its clinic is planned."""
    with tempfile.TemporaryDirectory() as folder:
        return build(DataFolder(Path(folder)))


pytestmark = [*begins_with(the_cast), pytest.mark.slow]


@pytest.fixture(autouse=True)
def demo_mode(settings, tmp_path, monkeypatch):
    """As `hearthside up` runs it."""
    note = tmp_path / "demonstration"
    note.touch()
    settings.MODE, settings.DEMONSTRATION_NOTE = "demo", note
    monkeypatch.setattr(demonstration, "_complete", set())


def signed_in(person: cast.SignsIn) -> Client:
    client = Client()
    client.force_login(Account.objects.get(email=person.email))
    return client


def home(client: Client) -> str:
    return client.get("/home/").content.decode()


def test_whoever_signs_in_as_a_patient_can_answer_who_they_are_at_the_door():
    alex = next(one for one in cast.PATIENTS if one.name == cast.SIGN_INS[0].name)

    assert f"{alex.details.born_on:%B} {alex.details.born_on.day}, {alex.details.born_on.year}" in home(
        signed_in(cast.SIGN_INS[0])
    )
    assert "March 4, 1991" in (ROOT / "docs" / "tutorials" / "your-first-hour.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("person", cast.SIGN_INS, ids=lambda person: person.role)
def test_every_role_is_led_to_pages_that_they_may_see(person):
    client = signed_in(person)
    steps = guide.GUIDES[person.role]

    shown = home(client)

    assert all(reverse(step.place) in shown and step.link in shown for step in steps)
    # Whoever has one page of a kind is led on to it.
    assert {client.get(reverse(step.place)).status_code for step in steps} <= {200, 302, 303}


def test_a_guide_that_is_put_away_is_away_for_its_reader_alone_and_for_good():
    robin, sidney = (signed_in(one) for one in cast.SIGN_INS if one.role in ("coordinator", "director"))
    first = guide.GUIDES["coordinator"][0].sentence
    assert first in home(robin).replace("&#x27;", "'")

    answers = [robin.post(reverse("put_guide_away")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert first not in home(robin).replace("&#x27;", "'")
    assert guide.GUIDES["director"][0].link in home(sidney)
    with scope(system_actor("demonstration")):
        assert Entry.objects.filter(kind="GuideClosed").count() == 1


def test_outside_of_a_demonstration_nobody_is_led_anywhere(settings):
    settings.MODE = "production"

    shown = home(signed_in(cast.SIGN_INS[0]))

    assert guide.GUIDES["patient"][0].sentence not in shown
    assert "demonstration is being planned" not in shown


def test_pages_say_how_far_the_clinic_is_while_the_worker_is_at_it():
    ask_for_clinic()

    assert f"The demonstration is being planned: 0 of {len(LATER)} parts are there." in home(
        signed_in(cast.SIGN_INS[0])
    )


def test_no_month_is_told_before_the_past_is_played_whole():
    """Whichever was asked for first: of a month that was told, little is corrected afterwards."""
    delivered.defer(timestamp=0)
    demo_lived.defer(timestamp=0)

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (worker,) = cursor.fetchone()
        begun = []
        for _ in range(2):
            cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
            begun += [name for (name,) in cursor.fetchall()]

    assert begun == [LIVED_JOB, None]


def test_pages_say_how_many_sessions_of_the_past_were_held():
    with scope(system_actor("demonstration")):
        Demonstration.objects.update(added=list(LATER[:-1]))
    ask_for_clinic()
    robin = next(one for one in cast.SIGN_INS if one.role == "coordinator")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(demonstration, "_lived", lambda demo: (12, 487))
        shown = home(signed_in(robin))

    assert "The weeks behind us are being played: 12 of 487 sessions were held." in shown


def test_pages_say_that_nobody_goes_on_once_the_worker_has_given_up():
    """After its last try; and what to do."""
    ask_for_clinic()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

    shown = home(signed_in(cast.SIGN_INS[0]))

    assert f"Building the demonstration has stopped: 0 of {len(LATER)} parts are there." in shown
    assert "start it again: it goes on from there" in shown
    assert "is being planned" not in shown


def test_pages_say_nothing_of_it_once_it_is_complete():
    with scope(system_actor("demonstration")):
        Demonstration.objects.update(added=list(LATER))

    shown = home(signed_in(cast.SIGN_INS[0]))

    assert "parts are there" not in shown
