"""A page that grows while it is judged is judged again: what something lay over then may lie free afterwards."""

import pytest

from tests.browsing import findings, looking

pytestmark = pytest.mark.browser

# The words lie free, then a line comes above them and pushes them below what stays at the foot of the window.
GROWING = """
<!doctype html><html lang="en"><title>Grows</title><body style="margin:0"><main><h1>Grows</h1>
<div id="more"></div><div style="height:1200px"></div><p id="words">Words at the foot</p></main>
<div style="position:fixed;bottom:0;left:0;right:0;height:40px;background:rgba(0,0,0,.5)"></div>
<div style="height:40px"></div></body></html>
"""
GROWS_ONCE = """() => {
    const really = axe.run.bind(axe)
    let times = 0
    axe.run = (...asked) => {
        times += 1
        if (times === 1) document.getElementById("more").style.height = "60px"
        document.body.dataset.times = times
        return really(...asked)
    }
}"""


def test_a_page_that_grows_while_it_is_judged_is_judged_again(browser):
    with looking(browser) as page:
        page.set_content(GROWING)
        assert findings(page, only=["color-contrast"]) == []
        page.evaluate(GROWS_ONCE)

        assert findings(page, only=["color-contrast"]) == []
        assert page.evaluate("document.body.dataset.times") == "2"
