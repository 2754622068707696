"""A roster is refused with every wrong line named, corrected, looked at, and accepted; then it goes out again."""

import pytest

from hearthside.people.models.patients import Patient
from tests import build
from tests.browsing import findings, picture, too_wide
from tests.interop.rosters import EXAMPLES
from tests.interop.test_uploads import packed
from tests.interop.working import works_on_uploads

pytestmark = pytest.mark.browser

SAMPLE = {path.name: path.read_bytes() for path in sorted((EXAMPLES / "sample-24").glob("*.csv"))}


def zipped(**differs: bytes) -> dict[str, object]:
    """The sample's folder as a file to choose; what differs replaces one of its files."""
    files = {**SAMPLE, **{f"{name}.csv": content for name, content in differs.items()}}
    content = packed(*((f"roster/{name}", each) for name, each in files.items()))
    return {"name": "roster.zip", "mimeType": "application/zip", "buffer": content}


@pytest.mark.parametrize("width", [375, 1280])
def test_an_import_is_refused_corrected_and_accepted(site, at_the_browser, width):
    with site.as_program():
        house = build.program()
        coordinator = house.actor("coordinator")
    wrong = SAMPLE["people.csv"].replace(b",PA,", b",Pennsylvania,", 2).replace(b"2026-", b"soon-", 1)

    with at_the_browser(coordinator, width) as page:
        page.goto(f"{site.url}/import/")
        assert findings(page) == []
        page.get_by_label("Files").set_input_files(zipped(people=wrong))
        page.get_by_label("Monday of the week").fill("2027-01-04")
        page.get_by_role("button", name="Look at it").press("Enter")
        page.get_by_role("heading", name="Looking at what you sent").wait_for()
        picture(page, f"journey-import-looking-{width}")
        assert findings(page) == []
        assert too_wide(page) == []
        with site.as_program():
            works_on_uploads(house)
        page.get_by_role("heading", name="Please look at 3 things").wait_for()
        picture(page, f"journey-import-refused-{width}")
        shown = page.locator("main").inner_text()
        assert "people.csv, line 2, column" in shown
        assert "Nothing was brought in" in shown
        assert findings(page) == []
        assert too_wide(page) == []

        page.get_by_role("link", name="Send it again").press("Enter")
        page.get_by_label("Files").set_input_files(zipped())
        page.get_by_label("Monday of the week").fill("2027-01-04")
        page.get_by_role("button", name="Look at it").press("Enter")
        page.get_by_role("heading", name="Looking at what you sent").wait_for()
        with site.as_program():
            works_on_uploads(house)
        page.get_by_role("heading", name="What would come in").wait_for()
        picture(page, f"journey-import-looked-at-{width}")
        assert "People: 24 new." in page.locator("main").inner_text()
        assert findings(page) == []
        assert too_wide(page) == []

        page.get_by_role("button", name="Bring it in").press("Enter")
        page.get_by_role("heading", name="Bringing it in").wait_for()
        with site.as_program():
            works_on_uploads(house)
        page.get_by_role("heading", name="Brought in").wait_for()
        picture(page, f"journey-import-accepted-{width}")
        assert findings(page) == []

        page.goto(f"{site.url}/export/")
        picture(page, f"journey-export-{width}")
        assert findings(page) == []
        assert too_wide(page) == []
        page.get_by_label("Monday of the week").fill("2027-01-04")
        with page.expect_download() as taken:
            page.get_by_role("button", name="Take it out").press("Enter")
        assert taken.value.suggested_filename == "roster-2027-01-04.zip"

    with site.as_program(), house.seen_by("coordinator"):
        assert Patient.objects.filter(program=house.program).count() == 24
