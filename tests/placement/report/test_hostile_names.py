"""Names may be anything: they come out as text, and the page stays the page it was."""

import json
import re
from pathlib import Path

from hearthside.placement.report import words
from hearthside.placement.report.ics import week_ics
from hearthside.placement.report.page import index_html
from tests.placement.report import made_up
from tests.placement.report.reading import read

SECURITY = Path(__file__).parents[2] / "data" / "security"


def hostile() -> list[str]:
    """Every string of the published lists that a CSV cell could hold."""
    strings = json.loads((SECURITY / "naughty-strings.json").read_text(encoding="utf-8"))
    for file in sorted(SECURITY.glob("*--*.txt")):
        strings += file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [s for s in dict.fromkeys(strings) if s.strip()]


def as_shown(name: str) -> str:
    return words.printable(name)


def test_hostile_names_come_out_as_text_and_change_nothing_else():
    names = hostile()
    problem, week = made_up.week_of(len(names), named=lambda n: names[n])
    _, tame_week = tame = made_up.week_of(len(names))

    page, tame_page = read(index_html(problem, week)), read(index_html(*tame))

    assert len(names) > 300
    assert week.cohorts == tame_week.cohorts
    assert page.tags == tame_page.tags
    assert page.attributes == tame_page.attributes
    shown = set(page.names)
    placed = week.cohort_of()
    lost = [name for n, name in enumerate(names) if as_shown(name) not in shown and f"p{n + 1}" in placed]
    assert lost == []


def test_the_page_may_load_and_run_nothing():
    problem, week = made_up.week_of(24, named=lambda n: "<script>alert(1)</script><img src=x onerror=alert(2)>")

    html = index_html(problem, week)

    page = read(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not [key for _, key, _ in page.attributes if key.startswith("on") or key == "style"]
    policy = next(value for _, key, value in page.attributes if key == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"https?://|url\(", html)


def test_characters_that_a_page_cannot_hold_leave_a_mark():
    assert words.printable("Ada\x00\x1b[31m Lee\ud800") == "Ada�\N{REPLACEMENT CHARACTER}[31m Lee�"
    assert words.printable("Zoë 李 🙂\u202e") == "Zoë 李 🙂\u202e"


def test_the_calendar_names_nobody():
    problem, week = made_up.week_of(60, named=lambda n: f"Secretname{n}")

    events = week_ics(problem, week).decode()

    assert "Secretname" not in events
    assert not [c.name for c in problem.clinicians if c.name in events]
    assert not re.search(r"\bp\d+\b", events)
