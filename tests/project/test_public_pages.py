"""What anybody may read before they apply: plain words, our numbers from the policy in force, and help at the end."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.policy.queries import in_force, today
from hearthside.project.web.our_numbers import OurNumbers
from tests.browsing import faults, findings, looking
from tests.builders import people as build
from tests.ui.reading import read

PAGES = ("", "groups/", "couples/", "pets/", "technology/", "insurance/", "questions/", "help-now/")
# Words that blame, and words that only the trade uses.
NOT_OURS = re.compile(
    r"non-?complian|addict|alcoholic|abuser|\bfailed\b|\bclean\b|modalit|psychoeducation|utiliz|facilitat|enrol",
    re.IGNORECASE,
)


def main_of(client, address: str) -> str:
    html = client.get(f"/{address}").content.decode()
    (main,) = [e for e in read(html) if e.tag == "main"]
    return main.text


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (1 if word.lower().endswith("e") and not word.lower().endswith("le") else 0))


def grade(text: str) -> float:
    """The school year in which somebody can read this (Flesch and Kincaid)."""
    sentences = max(1, len(re.findall(r"[.?!:]", text)))
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_the_page_answers_anybody_and_ends_with_help(client, address):
    answer = client.get(f"/{address}")

    html = answer.content.decode()
    foot = html[html.index("<footer") :]
    assert answer.status_code == 200
    assert 'href="tel:911"' in foot
    assert 'href="tel:988"' in foot


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_tired_twelve_year_old_understands_the_page(client, address):
    text = main_of(client, address)

    assert NOT_OURS.findall(text) == []
    assert grade(text) <= 7


@pytest.mark.django_db
def test_our_numbers_are_those_of_the_policy_and_are_called_planned(client):
    policy = in_force(on=date(2027, 1, 4), program=None)
    text = main_of(client, "groups/")

    assert f"{policy.whole('cohort.cap')} people at most" in text
    assert f"one therapist for every {policy.whole('ratio.process')}" in text
    assert f"1 therapist for at most {policy.whole('ratio.couples_group')} people" in text
    low, high = policy.whole("published.size.least"), policy.whole("published.size.most")
    assert f"Others publish groups of {low} to {high}." in text
    assert "Ours, planned" in text
    assert "Planned is not delivered" in text


class Stricter:
    """A policy whose numbers are another program's."""

    def __init__(self, **changed: int) -> None:
        self.changed = {key.replace("__", "."): value for key, value in changed.items()}

    def whole(self, key: str) -> int:
        return self.changed.get(key, in_force(on=date(2027, 1, 4), program=None).whole(key))


@pytest.mark.django_db
def test_a_stricter_program_shows_its_own_numbers_in_words_and_drawing():
    ours = OurNumbers(Stricter(cohort__cap=7, ratio__process=3, cohort__min=3))

    assert ours.best == (7, 7)
    assert [(s.people, s.therapists) for s in ours.staffing()] == [("3", 1), ("4 to 6", 2), ("7", 3)]
    assert ours.sizes().limit == 7
    assert (ours.sizes().bars[0].start, ours.sizes().bars[0].end) == (3, 7)
    assert "3 to 7 people, best 7. " in ours.sizes().sentence


@pytest.mark.django_db
def test_a_stricter_number_holds_from_its_first_midnight_where_the_program_is(client):
    house = build.program()
    before = in_force(on=today(house.program), program=house.program.pk).whole("cohort.cap")
    build.decided(house, "cohort.cap", "7")
    midnight = datetime.combine(today(house.program), time(), zone(house.program.zone))

    def told(at: datetime) -> str:
        with clock.fixed(at):
            return main_of(client, "groups/")

    # In Greenwich, it is the new day already at both times.
    assert before > 7
    assert f"{before} people at most" in told(midnight - timedelta(minutes=1))
    assert "7 people at most" in told(midnight)


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_is_too_wide(browser, site, address):
    with looking(browser) as page:
        page.goto(f"{site.url}/{address}")

        assert faults(page, f"public-{address.strip('/') or 'program'}") == {}


@pytest.mark.browser
def test_the_pages_lead_to_each_other_by_keyboard_and_without_a_script(browser, site):
    with looking(browser, java_script_enabled=False) as page:
        page.goto(site.url)
        for name in ("Groups and ratios", "Couples", "Insurance", "Questions", "Program"):
            page.get_by_role("navigation").get_by_role("link", name=name).press("Enter")
            page.wait_for_load_state()
            here = page.locator("header [aria-current=page]").all_text_contents()

            assert here == [name]


@pytest.mark.browser
def test_a_page_that_is_not_there_says_so_kindly(browser, site):
    with looking(browser, 375) as page:
        answer = page.goto(f"{site.url}/no/such/page/")

        found = findings(page)
        words = page.locator("h1").inner_text()

    assert answer is not None
    assert answer.status == 404
    assert words == "There is no such page"
    assert found == []
