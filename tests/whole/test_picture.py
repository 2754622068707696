"""The picture in the README is the page of the sample clinic, taken by this test."""

import os
import struct
from pathlib import Path

import pytest

from hearthside.project.cli import main

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 1280, 1600


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


@pytest.mark.browser
@pytest.mark.slow
def test_the_readme_shows_the_week_of_the_sample_clinic(tmp_path, browser):
    week = tmp_path / "week"
    # `make docs` asks for the picture to be kept where the README looks for it.
    kept = Path(os.environ.get("HEARTHSIDE_PICTURES", tmp_path)) / "week.png"

    roster = str(ROOT / "examples" / "clinic-60")
    ended = main(["plan", "--in", roster, "--out", str(week), "--week", "2027-01-04", "--effort", "100"])
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    page.goto((week / "index.html").as_uri())
    page.screenshot(path=kept)
    heading = page.locator("h1").inner_text()
    page.close()

    assert ended == 0
    assert heading
    assert size(kept) == size(ROOT / "docs" / "images" / "week.png") == (WIDTH, HEIGHT)
