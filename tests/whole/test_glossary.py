"""GLOSSARY.md and the program spell and order the closed word lists alike."""

import re
from pathlib import Path

import pytest

from hearthside.base import words

TEXT = (Path(__file__).parents[2] / "GLOSSARY.md").read_text(encoding="utf-8")

HEADINGS = {
    "ROLES": "Roles",
    "COUNTABLE_BLOCKS": "Countable blocks",
    "UNCOUNTABLE_BLOCKS": "Uncountable blocks",
    "SESSION_KINDS": "Session kinds and who leads them",
    "TRACKS": "Tracks",
    "FOCUSES": "Focuses",
    "SIZE_WISHES": "Size wishes",
    "TIME_WISHES": "Time wishes",
    "GENDER_WISHES": "Gender wishes",
    "GENDERS": "Genders",
    "PARTS": "Parts",
    "WARNING_KINDS": "Warning kinds",
    "AUTHORITY_KINDS": "Authority kinds",
    "EXCEPTION_KINDS": "Exception kinds",
    "UNPLACED_REASONS": "Reasons why somebody waits",
    "GAP_REASONS": "Reasons for a gap",
    "DAYS": "Days",
}
# Picked from the lists above; the sentences under the headings say which.
PICKED = {"BLOCK_KINDS", "COUNSELED_TRACKS", "PLANNED_SESSION_KINDS"}
ELSEWHERE = {"STATES", "SESSION_ROLE", "CARE_ROLES"}


def section(heading: str) -> str:
    """The text under a heading of the closed lists."""
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"GLOSSARY.md has no heading {heading}"
    return found[1]


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, its title row and rule left out."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(("constant", "heading"), HEADINGS.items(), ids=HEADINGS)
def test_a_closed_list_has_the_same_words_in_the_same_order(constant, heading):
    assert [row[0] for row in table(heading)] == list(getattr(words, constant))


@pytest.mark.parametrize("heading", HEADINGS.values())
def test_every_word_is_explained(heading):
    assert all(row[-1] for row in table(heading))


def test_every_session_kind_says_who_leads_it():
    led_by = {row[0]: row[1] for row in table("Session kinds and who leads them")}

    assert led_by == words.SESSION_ROLE


def test_the_states_are_the_same():
    assert re.findall(r"\b[A-Z]{2}\b", section("States")) == list(words.STATES)


def test_no_list_of_the_program_is_missing():
    lists = {name for name in vars(words) if name.isupper()}

    assert lists == HEADINGS.keys() | PICKED | ELSEWHERE
