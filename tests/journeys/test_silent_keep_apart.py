"""A couple of whom one would rather not be in groups with the other: said in private, kept, and seen by neither."""

from datetime import timedelta

import pytest

from hearthside.base.ids import new_id
from hearthside.base.refusal import Refusal
from hearthside.caseload.actions.memberships import join_cohort
from tests import build
from tests.browsing import findings
from tests.builders import caseload, groups, schedule

pytestmark = pytest.mark.browser

MINE = (
    "/home/", "/today/", "/my-week/?week={monday}", "/my-team/", "/my-hours/?week={monday}", "/my-visits/",
    "/my-times/", "/my-calendar/", "/my-partner/",
)  # fmt: skip
# What a page would say that knew of it.
TELLING = ("apart", "not together", "may not share", "wish", "different group")


def test_what_one_partner_says_alone_shows_on_neithers_pages(site, at_the_browser):
    with site.as_program():
        house = build.program()
        monday = schedule.next_monday(house)
        alex, sam = build.patient(house), build.patient(house, "Sam", "Park")
        build.couple(house, alex, sam)
        actors = {"Alex": build.signs_in(house, alex), "Sam": build.signs_in(house, sam)}

    with at_the_browser(actors["Sam"], 375) as page:
        page.goto(f"{site.url}/people/{sam.pk}/together/")
        page.get_by_label("No, in different groups").check()
        page.get_by_role("button", name="Save").press("Enter")
        page.wait_for_url("**/#together")

    with site.as_program():
        of_alex = groups.group(house, [alex, *caseload.people(house, 3)], from_on=monday, called="Evening A")
        other_days = {"weekdays": ("tue", "thu", "fri"), "from_on": monday}
        of_sam = groups.group(
            house, [sam, *caseload.people(house, 3)], start=9 * 60, name="Lee Moreau", called="Morning B", **other_days
        )
        third = groups.group(
            house, caseload.people(house, 4), start=13 * 60, name="Dana Reyes", called="Noon C", **other_days
        )
        with house.seen_by("coordinator") as coordinator, pytest.raises(Refusal) as refused:
            join_cohort(cohort=of_alex.cohort, patients=[sam], from_on=monday + timedelta(days=7), by=coordinator)
        tuesday, wednesday = (monday + timedelta(days=n) for n in (1, 2))
        their_session = {"Alex": of_sam.session(tuesday).pk, "Sam": of_alex.session(wednesday).pk}
    assert "Alex" not in str(refused.value)

    pages = {}
    for name, theirs in (("Alex", of_sam), ("Sam", of_alex)):
        with at_the_browser(actors[name], 375) as page:
            for path in MINE:
                page.goto(site.url + path.format(monday=monday))
                pages[name, path] = page.locator("main").inner_text()
                assert [word for word in TELLING if word in pages[name, path]] == []
                assert theirs.cohort.name not in pages[name, path]
            assert findings(page) == []
            answers = [page.goto(f"{site.url}/my-visits/ask/{pk}/") for pk in (their_session[name], new_id())]

            assert [answer.status for answer in answers] == [404, 404]
    assert third.cohort.name in pages["Alex", "/my-visits/"]
