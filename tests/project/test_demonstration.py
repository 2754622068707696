"""The demonstration as somebody meets it who has just said `make up`: everybody signs in and finds their home."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hearthside.project.demo import cast
from hearthside.project.demo.build import build
from hearthside.project.up import sign_ins
from hearthside.project.up.embedded import EmbeddedPostgres
from hearthside.project.up.folder import DataFolder
from tests.browsing import looking
from tests.database import SERVER, copy
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
    try:
        with django_db_blocker.unblock(), serve(name, HEARTHSIDE_SECOND_FACTOR="off") as url:  # type: ignore[attr-defined]
            with Site(url, name).as_program():
                build(folder)
                assert build(folder) == []
            yield Demonstration(url, {one["email"]: one["password"] for one in sign_ins.kept(folder)})
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
