"""The demonstration as somebody meets it who has just said `make up`: everybody signs in and finds their home."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hearthside.project.demo import cast
from hearthside.project.demo.build import build
from hearthside.project.demo.group.note import KILL, NOTE, Notes
from hearthside.project.up import lasting, sign_ins
from hearthside.project.up.embedded import EmbeddedPostgres
from hearthside.project.up.folder import DataFolder
from tests.browsing import faults, looking, opposites
from tests.database import DATA, SERVER, copy
from tests.site import Site, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 1280, 900
SHOWN_IN_THE_README = "intake"


@dataclass(frozen=True)
class Demonstration:
    """Where it runs, and with which passwords."""

    url: str
    passwords: dict[str, str]
    folder: DataFolder

    def sign_in(self, page: Page, person: cast.SignsIn) -> None:
        page.goto(f"{self.url}/accounts/login/")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(self.passwords[person.email])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/home/")


@pytest.fixture(scope="module")
def demonstration(
    database_server: EmbeddedPostgres, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    name = f"demonstration_{os.getpid()}"
    folder = DataFolder(tmp_path_factory.mktemp("demonstration"))
    copy(name)
    (folder.path / "static").symlink_to(DATA / "static")
    try:
        variables = {"HEARTHSIDE_SECOND_FACTOR": "off", "HEARTHSIDE_DATA": str(folder.path)}
        with django_db_blocker.unblock(), serve(name, **variables) as url:  # type: ignore[attr-defined]
            with Site(url, name).as_program():
                build(folder)
                assert build(folder) == []
            yield Demonstration(url, {one["email"]: one["password"] for one in sign_ins.kept(folder)}, folder)
    finally:
        SERVER.drop_database(name)


@pytest.mark.parametrize("person", cast.SIGN_INS, ids=lambda person: person.role)
def test_everybody_signs_in_finds_their_home_and_is_told_that_no_second_factor_is_asked(
    demonstration: Demonstration, browser, tmp_path: Path, person: cast.SignsIn
):
    # `make docs` asks for the picture of the README to be kept where it looks for it.
    kept = Path(os.environ.get("HEARTHSIDE_PICTURES", tmp_path)) if person.role == SHOWN_IN_THE_README else tmp_path

    with looking(browser, WIDTH) as page:
        demonstration.sign_in(page, person)
        heading = page.locator("h1").inner_text()
        said = page.locator("body").inner_text()
        page.screenshot(path=kept / "home.png")

    assert person.name in heading
    assert "second" in said.lower()
    assert "factor" in said.lower()


def test_the_readme_shows_the_home_of_somebody_of_the_demonstration():
    assert "docs/images/home.png" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "images" / "home.png").stat().st_size > 10_000


def test_a_live_group_is_filled_and_one_is_lost_by_keyboard_and_axe_finds_nothing(
    demonstration: Demonstration, browser: Browser
):
    director = next(one for one in cast.SIGN_INS if one.role == "director")
    note, notes = demonstration.folder.path / lasting.NOTE, Notes(demonstration.folder.run)
    seen = {}
    note.touch()

    with looking(browser) as page:
        demonstration.sign_in(page, director)
        page.goto(f"{demonstration.url}/demonstration/group/")
        seen["nobody"] = faults(page, "group-nobody", opposites())
        page.get_by_role("button", name="Fill a live group").press("Enter")
        page.get_by_role("heading", name="It is being opened").wait_for()
        seen["opened"] = faults(page, "group-opened", opposites())
        notes.keep(
            session="x", words="Bea is in.", staff=1, people=9, expected=11, lost=["Yolanda Fairbank"],
            way="you are booked elsewhere at this moment.", signs_in=["Alex"],
        )  # fmt: skip
        _never_grows_old(notes)
        # It comes by itself, buttons too.
        page.get_by_role("button", name="A facilitator’s computer dies").wait_for()
        seen["on"] = faults(page, "group-on", opposites())
        page.get_by_role("button", name="A facilitator’s computer dies").press("Enter")
        page.get_by_text("One facilitator’s computer dies").wait_for()
    note.unlink()

    assert notes.asked() == [KILL]
    assert seen == {"nobody": {}, "opened": {}, "on": {}}


def _never_grows_old(notes: Notes) -> None:
    """Whoever fills a group writes twice a second."""
    later = time.time() + 3600
    os.utime(notes._folder / NOTE, (later, later))
