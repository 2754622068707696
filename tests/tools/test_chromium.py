"""The page tests find a browser on a machine that had none: what an installer brought is seen."""

import pytest

from tools import chromium


@pytest.fixture
def machine(monkeypatch):
    """What is on it, and what each way of installing was asked."""
    there, asked = [], []
    monkeypatch.setattr(chromium, "candidates", lambda: iter(there))
    monkeypatch.setattr(chromium, "opens_a_page", lambda path: path != "advertises a shop")
    monkeypatch.setattr(chromium, "from_playwright", lambda: asked.append("playwright"))
    monkeypatch.setattr(
        chromium, "from_the_system", lambda: (asked.append("system"), there.append("/usr/bin/chromium"))
    )
    chromium.working.cache_clear()
    yield there, asked
    chromium.working.cache_clear()


def test_what_the_package_manager_brought_is_used_at_once(machine, capsys):
    _, asked = machine

    assert chromium.main() == 0

    assert asked == ["system"]
    assert capsys.readouterr().out == "/usr/bin/chromium\n"


def test_nothing_is_installed_where_a_browser_works(machine, capsys):
    there, asked = machine
    there.extend(["advertises a shop", "/opt/chromium"])

    assert chromium.main() == 0

    assert asked == []
    assert capsys.readouterr().out == "/opt/chromium\n"


def test_where_no_way_leads_to_a_browser_a_sentence_says_what_to_do(machine, monkeypatch, capsys):
    monkeypatch.setattr(chromium, "from_the_system", lambda: None)

    assert chromium.main() == 1

    assert "The page tests need Chromium" in capsys.readouterr().err
