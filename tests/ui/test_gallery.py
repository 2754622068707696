"""The gallery in a real browser: every component in every state, usable by everyone."""

import pytest

from tests.browsing import findings, looking, open_everything, picture, sizes, too_wide

pytestmark = pytest.mark.browser

STATES = {
    "public": "",
    "page": "?layout=page",
    "plain": "?layout=plain",
    "refused": "?form=refused",
    "second-page": "?page=2&sort=-waiting",
    "nobody-found": "?q=zebra",
}


@pytest.mark.parametrize(("width", "scheme"), sizes())
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_with_everything_open(browser, site, state, width, scheme):
    with looking(browser, width, scheme) as page:
        page.goto(f"{site.url}/gallery/{STATES[state]}")
        picture(page, f"gallery-{state}-{width}-{scheme}")
        open_everything(page)

        found = findings(page)
        wide = too_wide(page)

    assert found == []
    assert wide == []
