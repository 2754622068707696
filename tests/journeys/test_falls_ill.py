"""A facilitator falls ill, the session is short at once, somebody is asked, takes it with one press: it is whole."""

from datetime import timedelta

import pytest
from django.conf import settings

from tests.browsing import findings, looking, picture
from tests.builders.harbor import harbor

pytestmark = pytest.mark.browser


def test_a_facilitator_falls_ill_and_cover_is_found(browser, site):
    with site.as_program():
        made = harbor()
        session = made.evening.session(made.monday + timedelta(days=2))
        clients = {"Robin": made.client("coordinator"), **{name: made.signs_in(name) for name in made.clinicians}}
        cookies = {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()}

    def come_in(page, who: str, path: str) -> None:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookies[who], "url": site.url}])
        page.goto(f"{site.url}{path}")

    def state() -> str:
        with site.as_program():
            return made.state_of(session)

    # Kim is ill, and says so on her phone.
    with looking(browser, 375) as page:
        come_in(page, "Kim", f"/work-week/{session.pk}/cannot-come/")
        page.get_by_label("I am ill").check()
        page.get_by_role("button", name="I am not coming").press("Enter")
        page.get_by_text("help is looked for").wait_for()
    assert state() == "short"

    # Robin sees it first thing on the week, and who is asked.
    with looking(browser, 1280) as page:
        come_in(page, "Robin", f"/week/?week={made.monday}")
        short = page.get_by_role("region", name="Short of staff")
        assert "Evening recovery A" in short.inner_text()
        picture(page, "journey-ill-1-week")
        short.get_by_role("link", name="Find cover").click()
        page.get_by_role("heading", name="Cover for Evening recovery A").wait_for()
        picture(page, "journey-ill-2-cover")
        assert findings(page) == []
        asked = page.locator("tbody tr", has_text="Asked at").get_by_role("rowheader").inner_text().split()[0]

    # Whoever was asked takes it with one press.
    with looking(browser, 375) as page:
        come_in(page, asked, "/cover-offers/")
        picture(page, "journey-ill-3-asked")
        page.get_by_role("button", name="I take it").press("Enter")
        page.get_by_text("It is yours").wait_for()
    assert state() == "planned"

    # The week is calm again, with somebody else in Kim's place.
    with looking(browser, 1280) as page:
        come_in(page, "Robin", f"/week/sessions/{session.pk}/")
        leads = page.locator("#staff").inner_text()
        assert asked in leads.split("Cannot come")[0]
        assert "Kim Osei" in leads.split("Cannot come")[1]
        page.goto(f"{site.url}/week/?week={made.monday}")
        assert page.get_by_role("region", name="Short of staff").count() == 0
        picture(page, "journey-ill-4-whole")
