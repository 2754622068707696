"""Pages about observers in a browser: every one and every state of it, on a phone and on a desk, light and dark."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.observing.asking import ask_to_observe
from hearthside.live.models.observing import ObserveAnswer
from hearthside.people.actions.grants import behind
from tests.browsing import faults, looking, opposites
from tests.builders.door import open_door
from tests.builders.live import account_of
from tests.builders.observing import WHY, trainee

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def signs_in(page: Page, site, who) -> None:
    with site.as_program():
        client = Client()
        client.force_login(account_of(who))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])


def looked(page: Page, name: str) -> dict[str, object]:
    wrong = faults(page, f"observing-{name}", opposites())
    return {name: wrong} if wrong else {}


def test_every_page_about_observers_in_every_state(browser, site):
    found = {}
    with site.as_program():
        at = open_door()
        at.live()
        at.checks_in("Sam", screen={"how": "together_own_phone"})
        # Ines, who is there too, treats two of them in another role: she could not be asked for.
        who, own = trainee(at.day.house, "Max Stone")
        dana, alex, sam = (at.actor(name) for name in ("Dana", "Alex", "Sam"))
        with scope(dana):
            ask = ask_to_observe(session=at.session, clinician=who.pk, reason=WHY, by=dana)
        others = [one for one in at.day.group.people if one != at.day.patients["Alex"]]
    pages = {name: f"{site.url}{reverse(f'live:{name}', args=[key] if key else [])}" for name, key in (
        ("observers", at.session.pk), ("observer_question", ask.pk), ("observer_questions", None),
        ("my_observing", None), ("observing", at.session.pk), ("waiting", at.session.pk), ("door", at.session.pk),
    )}  # fmt: skip
    with looking(browser) as desk, looking(browser) as theirs:
        signs_in(desk, site, dana)
        signs_in(theirs, site, own)
        desk.goto(pages["observers"])
        found |= looked(desk, "staff-asked")
        desk.get_by_role("button", name="Ask everybody").click()
        found |= looked(desk, "staff-refused")
        theirs.goto(pages["observing"])
        found |= looked(theirs, "not-agreed")

        with looking(browser, 375) as phone:
            signs_in(phone, site, alex)
            phone.goto(pages["observer_questions"])
            found |= looked(phone, "questions")
            phone.get_by_role("link", name="May Max Stone observe?").click()
            found |= looked(phone, "question")
            phone.get_by_role("button", name="No", exact=True).focus()
            phone.keyboard.press("Enter")
            expect(phone.get_by_text("You said no")).to_be_visible()
            found |= looked(phone, "question-no")
            phone.get_by_role("button", name="Yes, that is fine").click()
            expect(phone.get_by_text("You said yes")).to_be_visible()
            found |= looked(phone, "question-yes")
        with looking(browser, 375) as phone:
            signs_in(phone, site, sam)
            phone.goto(pages["waiting"])
            found |= looked(phone, "waiting")

        with site.as_program(), behind(at.program.pk, dana):
            ObserveAnswer.objects.bulk_create(
                ObserveAnswer(program=at.program, ask=ask, patient=one, agrees=True, at=clock.now())
                for one in others
            )  # fmt: skip
        theirs.goto(pages["my_observing"])
        found |= looked(theirs, "mine")
        theirs.goto(pages["observing"])
        found |= looked(theirs, "may-come")
        theirs.get_by_role("button", name="I am here").click()
        expect(theirs.get_by_role("heading", name="You will be let in.")).to_be_visible()
        found |= looked(theirs, "here")
        desk.goto(pages["door"])
        found |= looked(desk, "door")
        desk.goto(pages["observers"])
        found |= looked(desk, "staff-agreed")
        desk.get_by_role("button", name="Take it back").click()
        expect(desk.get_by_text("Nobody observes this session.")).to_be_visible()
        theirs.goto(pages["observing"])
        found |= looked(theirs, "over")

    assert found == {}
