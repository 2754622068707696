"""A live group of made-up people: filled in the demonstration by its staff, and by nobody anywhere else."""

import os
import re
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.project.demo import cast
from hearthside.project.demo.days import the_demonstration
from hearthside.project.demo.group.note import BACK, FOLDER, KILL, NOTE, OLD_SECONDS, STOP, Notes
from hearthside.project.demo.group.opening import NoGroup, open_group
from hearthside.project.demo.group.process import Process
from hearthside.project.jobs import GROUP_JOB
from hearthside.project.web import demonstration
from tests.kept import begins_with
from tests.project.test_guide import the_cast

pytestmark = [*begins_with(the_cast), pytest.mark.slow]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch) -> Path:
    """As `hearthside up` runs it."""
    note = tmp_path / "demonstration"
    note.touch()
    settings.MODE, settings.DEMONSTRATION_NOTE = "demo", note
    monkeypatch.setattr(demonstration, "_complete", set())
    return tmp_path


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(email=next(one.email for one in cast.SIGN_INS if one.role == role)))
    return client


def press(client: Client, word: str) -> int:
    return client.post(reverse("demo_group_act"), {"word": word}).status_code


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [GROUP_JOB])
        (found,) = cursor.fetchone()
    return int(found)


def test_staff_of_the_demonstration_have_a_group_filled_once_however_often_they_press():
    client = signed_in("clinician")

    pressed = [press(client, "fill") for _ in range(2)]

    assert pressed == [303, 303]
    assert jobs() == 1


def test_the_page_says_that_a_group_is_being_opened_until_it_is_on():
    client = signed_in("clinician")
    press(client, "fill")

    shown = client.get(reverse("demo_group")).content.decode()

    assert "It is being opened" in shown
    assert "Fill a live group</button>" not in shown


@pytest.mark.parametrize(
    ("role", "leads"),
    [("clinician", {"duty", "evidence"}), ("coordinator", {"monitor"}), ("on_call", {"duty"}),
     ("compliance", {"monitor", "evidence"}), ("director", {"duty", "monitor", "evidence"})],
)  # fmt: skip
def test_each_role_is_led_to_what_it_may_look_at_and_to_nothing_else(role, leads):
    client = signed_in(role)
    places = {"duty": "safety:duty", "monitor": "live:monitor", "evidence": "live:evidences"}

    main = re.sub(r".*<main|</main>.*", "", client.get(reverse("demo_group")).content.decode(), flags=re.DOTALL)

    assert {name for name, place in places.items() if f'href="{reverse(place)}"' in main} == leads
    assert {client.get(reverse(places[name])).status_code for name in leads} == {200}


def test_before_the_clinic_has_groups_nobody_is_told_that_all_are_booked():
    with scope(system_actor("demonstration")):
        demo = the_demonstration()
    assert demo is not None

    with pytest.raises(NoGroup, match="still being planned"):
        open_group(demo.program)


def test_a_press_reaches_whoever_fills_the_group_and_nobody_where_there_is_none(folder):
    client, notes = signed_in("director"), Notes(folder / "run")
    assert press(client, KILL) == 422
    notes.keep(session="x", words="Somebody is in.", staff=2, people=6, expected=9, lost=[], way="you are away today.")

    shown = client.get(reverse("demo_group")).content.decode()
    pressed = [press(client, word) for word in (KILL, BACK, STOP, "dance")]

    assert "Somebody is in." in shown
    assert "Dana Reyes would be passed over as a floater just now: “you are away today.”" in shown
    assert pressed == [303, 303, 303, 422]
    assert notes.asked() == [KILL, BACK, STOP]
    assert notes.asked() == []


def test_a_note_that_is_old_says_that_nobody_is_at_it_and_a_failure_is_told_in_its_own_words(folder):
    client, notes = signed_in("compliance"), Notes(folder / "run")
    notes.keep(session="x", words="", staff=1, people=1, expected=2, lost=[])
    file, old = folder / "run" / FOLDER / NOTE, time.time() - OLD_SECONDS - 1

    os.utime(file, (old, old))
    stale = notes.read()
    notes.fail("No group can meet now.")

    assert stale is None
    assert "No group can meet now." in client.get(reverse("demo_group")).content.decode()


@pytest.mark.parametrize("role", ["patient", "partner", "biller", "intake"])
def test_whoever_is_treated_and_whoever_has_no_part_in_sessions_fills_nothing(role):
    client = signed_in(role)

    assert client.get(reverse("demo_group")).status_code in (403, 404)
    assert press(client, "fill") in (403, 404)
    assert jobs() == 0


def test_outside_of_the_demonstration_nobody_fills_anything(settings):
    settings.MODE = "production"
    client = signed_in("clinician")

    assert client.get(reverse("demo_group")).status_code == 404
    assert press(client, "fill") == 404
    assert jobs() == 0


def test_a_process_that_is_killed_says_nothing_more_and_hears_nothing():
    process = Process()
    assert process.lives

    process.kill()
    process.ask({"do": "leave", "who": "x"})

    assert not process.lives
    assert process.said() == []
